#include <QTest>

#include <random>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_line.h"
#include "app/chat/text_cleaning.h"
#include "tests/app/chat/hostile_text.h"
#include "tests/app/chat/message_of.h"

using namespace app::chat;

namespace {

QString shown(const QString &text) {
    QString all;
    for (const char32_t c : codePoints(text))
        all += QStringLiteral("%1 ").arg(uint(c), 0, 16);
    return all;
}

// What must be true of a text that a voice is given.
QString complaintAbout(const QString &text) {
    const std::u32string points = codePoints(text);
    int marks = 0;
    for (std::size_t at = 0; at < points.size(); ++at) {
        const char32_t c = points[at];
        if (isInvisible(c) || (c != U' ' && QChar::isSpace(c)))
            return QStringLiteral("unseen %1").arg(uint(c), 0, 16);
        if (c == U' ' && (at == 0 || at + 1 == points.size() || points[at - 1] == U' '))
            return QStringLiteral("white space");
        marks = isMark(c) ? marks + 1 : 0;
        if (marks > 5)
            return QStringLiteral("marks");
    }
    return {};
}

} // namespace

class TestFilterProperties : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanIsCleanAndStaysSo() {
        std::mt19937 random(9);
        for (int round = 0; round < 1500; ++round) {
            const QString text = hostileText(random, 1 + int(random() % 60));
            const QString once = cleaned(text);
            QVERIFY2(complaintAbout(once).isEmpty(), qPrintable(complaintAbout(once) + u' ' + shown(text)));
            QVERIFY2(cleaned(once) == once, qPrintable(shown(text) + u'/' + shown(once) + u'/' + shown(cleaned(once))));
        }
    }

    void everyCharacterAlone() {
        for (char32_t c = 1; c < 0x110000; c += c < 0x30000 ? 1 : 97) {
            const QString text = (c >= 0xD800 && c < 0xE000) ? QString(QChar(char16_t(c))) : QString::fromUcs4(&c, 1);
            const QString once = cleaned(text);
            QVERIFY2(complaintAbout(once).isEmpty() && cleaned(once) == once, qPrintable(shown(text)));
        }
    }

    void whatIsReadKeepsEveryLimit() {
        std::mt19937 random(90);
        FilterRules rules;
        rules.bannedPhrases = {QStringLiteral("bad"), QStringLiteral("/x{3}y/"), QStringLiteral("*evil*")};
        int read = 0;
        for (int round = 0; round < 600; ++round) {
            rules.linkPolicy = LinkPolicy(random() % 3);
            rules.emotePolicy = EmotePolicy(random() % 3);
            rules.emojiPolicy = EmotePolicy(random() % 3);
            rules.mostWords = 1 + int(random() % 20);
            rules.mostCharacters = 1 + int(random() % 100);
            rules.mostSpoken = 1 + int(random() % 100);
            Filter filter(rules);
            Message message = messageOf(hostileText(random, int(random() % 300)));
            message.user = hostileText(random, int(random() % 30));
            for (int n = 0; n < 3; ++n)
                message.emotes.push_back({{}, {}, int(random() % 350) - 20, int(random() % 350) - 20});
            message.kind = Kind(random() % 7);
            const Judgement judgement = judged(filter, message);
            const auto steps = filter.explain(message, 2'000'000);
            bool refused = false;
            for (const FilterStep &step : steps)
                refused = refused || step.refused;
            QCOMPARE(judgement.read, !refused);
            QCOMPARE(judgement.rule.isEmpty(), judgement.read);
            QCOMPARE(judgement.reason.isEmpty(), judgement.read);
            if (!judgement.read) {
                QVERIFY(judgement.text.isEmpty());
                continue;
            }
            ++read;
            QCOMPARE(judgement.text, steps.last().after);
            QVERIFY2(complaintAbout(judgement.text).isEmpty(), qPrintable(shown(message.text)));
            if (message.kind == Kind::Operator)
                continue;
            const std::size_t length = codePoints(judgement.text).size();
            QVERIFY(length <= std::size_t(std::min(rules.mostCharacters, rules.mostSpoken)));
            QVERIFY(judgement.text.count(u' ') < rules.mostWords);
            QVERIFY(!judgement.text.contains(QLatin1String("evil"), Qt::CaseInsensitive));
            QVERIFY(length > 0 || message.kind != Kind::Chat);
        }
        QVERIFY(read > 100);
    }

    void longTexts() {
        std::mt19937 random(900);
        FilterRules rules;
        for (int n = 0; n < 1000; ++n)
            rules.bannedPhrases << QStringLiteral("banned%1").arg(n);
        Filter filter(rules);
        for (int round = 0; round < 10; ++round)
            (void)judged(filter, messageOf(hostileText(random, 5'000)));
        (void)judged(filter, messageOf(hostileText(random, 200'000)));
    }
};

QTEST_GUILESS_MAIN(TestFilterProperties)
#include "tst_filter_properties.moc"
