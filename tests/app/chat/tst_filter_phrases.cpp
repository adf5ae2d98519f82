#include <QFile>
#include <QTest>

#include <memory>

#include "app/chat/banned_phrases.h"
#include "app/chat/filter_line.h"
#include "app/chat/pinyin_readings.h"
#include "app/chat/text_cleaning.h"
#include "engine/data_folders.h"
#include "engine/text/chinese_tables.h"
#include "tests/app/chat/message_of.h"

using app::chat::BannedPhrases;
using app::chat::cleaned;
using app::chat::codePoints;
using How = BannedPhrases::How;

class TestFilterPhrases : public QObject {
    Q_OBJECT

    // null: built without the tables for Chinese
    static std::shared_ptr<const app::chat::PinyinReadings> readings() {
        static const auto all = [] {
            const std::filesystem::path file = engine::chineseTablesFile();
            return std::filesystem::exists(file)
                       ? app::chat::PinyinReadings::of(engine::text::ChineseTables::load(file))
                       : nullptr;
        }();
        return all;
    }

private Q_SLOTS:
    void found_data() {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("how"); // -1: not found
        const auto row = [](const char16_t *phrase, const char16_t *text, int how) {
            QTest::addRow("%s / %s", qUtf8Printable(QString::fromUtf16(phrase)),
                          qUtf8Printable(QString::fromUtf16(text)))
                << QString::fromUtf16(phrase) << QString::fromUtf16(text) << how;
        };
        const int written = int(How::Written), alike = int(How::LookAlike), spaced = int(How::Spaced);
        row(u"bad", u"this is bad.", written);
        row(u"bad", u"BAD", written);
        row(u"BAD", u"so bad!", written);
        row(u"bad", u"badge", -1);
        row(u"bad", u"forbad", -1);
        row(u"*bad*", u"forbade", written);
        row(u"bad*", u"badge", written);
        row(u"*bad", u"badge", -1);
        row(u"kill it", u"we kill, it", written);
        row(u"kill it", u"kill bit", -1);
        row(u"笨蛋", u"你是笨蛋吗", written);
        row(u"笨蛋", u"笨 . 蛋", written);
        row(u"sb", u"你sb吗", written);
        row(u"\U0001F595", u"oh \U0001F595\U0001F3FB!", written);
        row(u"bad", u"b\u0430d", alike); // Cyrillic
        row(u"bad", u"вαԁ", alike);      // all of it
        row(u"bad", u"ｂａｄ", written); // plain after cleaning
        row(u"bad", u"bàd", alike);
        row(u"bad", u"b4d", alike);
        row(u"bad", u"b@d", alike);
        row(u"shit", u"$h1t", alike);
        row(u"shit", u"sh!t", alike);
        row(u"kill", u"k1ll", alike);
        row(u"lol", u"1ol", alike);
        row(u"1488", u"14 88", -1);
        row(u"1488", u"1488!", written);
        row(u"bad", u"\U0001F171\U0001F170d", alike);
        row(u"bad", u"\U0001F1E7\U0001F1E6\U0001F1E9", alike);
        row(u"bad", u"ʙᴀᴅ", alike);
        row(u"bad", u"b.a.d", alike);
        row(u"bad", u"b-a-d", alike);
        row(u"bad", u"ba*d", alike);
        row(u"bad", u"b a d", spaced);
        row(u"bad", u"you are b a d really", spaced);
        row(u"bad", u"B  A  D", spaced);
        row(u"fool", u"f ool", spaced);
        row(u"fool", u"foo l", spaced);
        row(u"bad", u"baaaaaad", alike);
        row(u"fool", u"foooool", alike);
        row(u"ass", u"class was so good", -1);
        row(u"penis", u"the pen is mine", -1);
        row(u"alot", u"a lot", -1);
        row(u"bad", u"bed bid bud", -1);
        row(u"bad", u"", -1);
        row(u"/ba+d\\b/", u"so baaad", int(How::Pattern));
        row(u"/ba+d\\b/", u"badge", -1);
        row(u"/(?:a+)+$/", u"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", -1);
    }
    void found() {
        QFETCH(QString, phrase);
        QFETCH(QString, text);
        QFETCH(int, how);
        QVERIFY(BannedPhrases::objection(phrase).isEmpty());
        const auto hit = BannedPhrases({phrase}, true, nullptr).find(codePoints(cleaned(text)));
        QCOMPARE(hit.phrase, how < 0 ? QString() : phrase);
        if (how >= 0)
            QCOMPARE(int(hit.how), how);
        const bool plainly = how == int(How::Written) || how == int(How::Pattern);
        QCOMPARE(!BannedPhrases({phrase}, false, nullptr).find(codePoints(cleaned(text))).phrase.isEmpty(), plainly);
    }

    void soundsAlike_data() {
        QTest::addColumn<QString>("phrase");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("found");
        const auto row = [](const char *name, const char16_t *phrase, const char16_t *text, bool found) {
            QTest::newRow(name) << QString::fromUtf16(phrase) << QString::fromUtf16(text) << found;
        };
        row("other characters", u"笨蛋", u"你真是本但啊", true);
        row("letters", u"笨蛋", u"ben dan!", true);
        row("in one", u"笨蛋", u"bendan", true);
        row("mixed", u"笨蛋", u"笨dan", true);
        row("another sound", u"笨蛋", u"本地", false);
        row("within a word", u"笨蛋", u"bendanger", false);
        // 弹 is dan and tan, 重 is zhong and chong, 行 is xing and hang.
        row("the text is read otherwise", u"笨蛋", u"笨弹", true);
        row("both are", u"炸弹", u"扎蛋", true);
        row("the phrase is", u"重庆", u"虫庆", true);
        row("as it is read alone", u"重庆", u"中庆", true);
        row("letters of the other", u"银行", u"yin hang", true);
        row("many in a row", u"银行", u"重重重重重行行行行弹弹弹银航", true);
        row("none of them", u"银行", u"银很", false);
    }
    void soundsAlike() {
        if (!readings())
            QSKIP("built without the tables for Chinese");
        QFETCH(QString, phrase);
        QFETCH(QString, text);
        QFETCH(bool, found);
        const auto hit = BannedPhrases({phrase}, true, readings()).find(codePoints(text));
        QCOMPARE(!hit.phrase.isEmpty(), found);
        if (found)
            QCOMPARE(hit.how, How::Pinyin);
        QVERIFY(BannedPhrases({phrase}, true, nullptr).find(codePoints(text)).phrase.isEmpty());
    }

    void afterVeryLongOnesPhrasesAreStillFoundByTheirSound() {
        if (!readings())
            QSKIP("built without the tables for Chinese");
        QStringList phrases;
        for (const char16_t *first : {u"弹", u"重", u"行", u"银"})
            phrases << QString::fromUtf16(first) + QStringLiteral("重行弹").repeated(160);
        phrases << QStringLiteral("笨蛋");
        const BannedPhrases banned(phrases, true, readings());
        QCOMPARE(banned.find(codePoints(QStringLiteral("你真是本但啊"))).phrase, QStringLiteral("笨蛋"));
        QString sound = phrases[3];
        QCOMPARE(banned.find(codePoints(sound.replace(u'银', u'吟'))).phrase, phrases[3]);
    }

    void missingTablesAreSaid() {
        qputenv("ISHOWTTS_SHIPPED", "/nonexistent");
        app::chat::FilterRules rules;
        rules.bannedPhrases = {QStringLiteral("bad")};
        app::chat::Filter filter(rules);
        QVERIFY(filter.complaint().isEmpty());
        rules.bannedPhrases << QStringLiteral("笨蛋");
        filter.setRules(rules);
        QVERIFY(!filter.complaint().isEmpty());
        QCOMPARE(judged(filter, messageOf(QStringLiteral("笨蛋"))).rule, QStringLiteral("phrases"));
        QVERIFY(judged(filter, messageOf(QStringLiteral("本但"))).read);
        bool said = false;
        for (const auto &step : filter.explain(messageOf(QStringLiteral("hello")), 1))
            said = said || (step.rule == QLatin1String("phrases") && step.reason == filter.complaint());
        QVERIFY(said);
    }

    void objections() {
        QVERIFY(!BannedPhrases::objection(QStringLiteral("/(/")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QStringLiteral("/(?:a{1000}){1000}/")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QStringLiteral("/.{900}.{900}.{900}/")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QStringLiteral("/a*/")).isEmpty()); // fits everything
        QVERIFY(!BannedPhrases::objection(QStringLiteral("**")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QStringLiteral(" ")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QStringLiteral("...")).isEmpty());
        QVERIFY(!BannedPhrases::objection(QString(501, u'x')).isEmpty());
        QVERIFY(BannedPhrases::objection(QStringLiteral("/")).contains(QLatin1String("letter")));
        // And those are left out, not everything with them.
        const BannedPhrases phrases({QStringLiteral("/(/"), QStringLiteral("**"), QStringLiteral("bad")}, true,
                                    nullptr);
        QVERIFY(phrases.find(U"good").phrase.isEmpty());
        QCOMPARE(phrases.find(U"bad").phrase, QStringLiteral("bad"));
    }

    void phrasesThatBeginLikeOthers() {
        const BannedPhrases phrases({QStringLiteral("*abcd*"), QStringLiteral("*bce*"), QStringLiteral("*zz")}, true,
                                    nullptr);
        QCOMPARE(phrases.find(U"xabcey").phrase, QStringLiteral("*bce*"));
        QCOMPARE(phrases.find(U"ababcdab").phrase, QStringLiteral("*abcd*"));
        QVERIFY(phrases.find(U"abc bc").phrase.isEmpty());
        const BannedPhrases one({QStringLiteral("*aab*")}, false, nullptr);
        QCOMPARE(one.find(U"aaab").phrase, QStringLiteral("*aab*"));
    }

    void manyPatternsTogether() {
        QStringList patterns;
        for (int n = 0; n < 200; ++n)
            patterns << QStringLiteral("/word%1[a-z]+x/").arg(n);
        const BannedPhrases phrases(patterns, true, nullptr);
        QCOMPARE(phrases.find(U"a word117abx").phrase, patterns[117]);
        QVERIFY(phrases.find(U"a word117x").phrase.isEmpty());
    }

    // Steps, not seconds: what a text costs does not grow with the phrases, and grows no faster than the text.
    void linearInTheText() {
        QStringList some, many;
        for (int n = 1; n <= 1000; ++n) { // a, aa, aaa …: each is the beginning and the end of the next
            const QString phrase = QString(n % 400 + 1, u'a') + u'c' + QString::number(n);
            many << phrase << QString(n % 300 + 1, u'a') + QStringLiteral("b");
            if (n <= 10)
                some << phrase;
        }
        const BannedPhrases ten(some, true, nullptr), thousands(many, true, nullptr);
        const auto steps = [](const BannedPhrases &phrases, int length) {
            std::size_t counted = 0;
            const std::u32string text(std::size_t(length), U'a');
            [&] { QVERIFY(phrases.find(text, &counted).phrase.isEmpty()); }();
            return counted;
        };
        const std::size_t short_ = steps(thousands, 2'500), long_ = steps(thousands, 5'000);
        QVERIFY(long_ > 5'000);
        QVERIFY2(long_ <= 2 * short_ + 2'000, qPrintable(QStringLiteral("%1 %2").arg(short_).arg(long_)));
        QVERIFY(long_ <= 30 * 5'000);
        QVERIFY(steps(ten, 5'000) <= long_ * 2);
        QString spread; // every way of looking has something to do
        for (int n = 0; n < 1'250; ++n)
            spread += QStringLiteral("a 1b");
        std::size_t counted = 0;
        (void)thousands.find(codePoints(spread), &counted);
        QVERIFY2(counted <= 60 * 5'000, qPrintable(QString::number(counted)));
    }

    void aNameIsLookedAtToo() {
        app::chat::FilterRules rules;
        rules.bannedPhrases = {QStringLiteral("bad")};
        app::chat::Filter filter(rules);
        const auto judgement = judged(filter, messageOf(QStringLiteral("hello"), QStringLiteral("b_4_d")));
        QCOMPARE(judgement.rule, QStringLiteral("phrases"));
        QVERIFY(judgement.reason.contains(QLatin1String("name")));
    }

    // "BadwordKing_42" is written as one word and said as three.
    void whatIsSaidOfANameOrGiftIsLookedAt_data() {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("login");
        QTest::addColumn<QString>("gift");
        QTest::addColumn<bool>("read");
        const auto row = [](const char *user, const char *login, const char *gift, bool read) {
            QTest::addRow("%s, %s, %s", user, login, gift)
                << QString::fromUtf8(user) << QString::fromUtf8(login) << QString::fromUtf8(gift) << read;
        };
        row("BadwordKing_42", "someone", "", false);
        row("xXBadwordXx", "someone", "", false);
        row("привет", "badword_king", "", false); // the login is said
        row("Ann", "badword_king", "", true);     // it is not
        row("Badwording", "badwording", "", true);
        row("Ann", "ann", "Club of the b\u0336a\u0336dword", false);
        row("Ann", "ann", "Club", true);
    }
    void whatIsSaidOfANameOrGiftIsLookedAt() {
        QFETCH(QString, user);
        QFETCH(QString, login);
        QFETCH(QString, gift);
        QFETCH(bool, read);
        app::chat::FilterRules rules;
        rules.bannedPhrases = {QStringLiteral("badword")};
        app::chat::Filter filter(rules);
        auto message = messageOf(QStringLiteral("hello"), login);
        message.user = user;
        message.gift = gift;
        message.kind = gift.isEmpty() ? app::chat::Kind::Chat : app::chat::Kind::Gift;
        QCOMPARE(judged(filter, message).read, read);
        QCOMPARE(app::chat::bannedPhraseIn(message, rules, *filter.phrases()).isEmpty(), read);
    }
};

QTEST_GUILESS_MAIN(TestFilterPhrases)
#include "tst_filter_phrases.moc"
