#include <QTest>

#include "app/chat/text_cleaning.h"
#include "tests/app/chat/message_of.h"

using app::chat::cleaned;

class TestFilterClean : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsLeft_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("left");
        const auto row = [](const char *name, const char16_t *written, const char16_t *left) {
            QTest::newRow(name) << QString::fromUtf16(written) << QString::fromUtf16(left);
        };
        row("plain", u"hello there", u"hello there");
        row("white space", u"  a \t b\r\nc\u00A0\u3000d  ", u"a b c d");
        row("a face with two colons", u"::)", u"::)");
        row("suffix against duplicate checks", u"same \U000E0000", u"same");
        row("grapheme joiner", u"sa\u034Fme \u034F", u"same");
        row("zero width", u"s\u200Ba\u200Dm\u2060e\uFEFF", u"same");
        row("bidi overrides", u"\u202Egnp.exe\u202C \u2066x\u2069", u"gnp.exe x");
        row("control", u"a\u0001ACTION\u0007b\u0000", u"aACTIONb");
        row("tags after a flag", u"\U0001F3F4\U000E0067\U000E0062\U000E007F", u"\U0001F3F4");
        row("full-width", u"ＨＥＬＬＯ　ｗｏｒｌｄ！", u"HELLO world!");
        row("Chinese signs stay", u"你好，世界！真的吗？", u"你好，世界！真的吗？");
        row("mathematical", u"\U0001D427\U0001D422\U0001D41C\U0001D41E ⓐⓑ", u"nice ab");
        row("accents stay", u"café naïve Ångström e\u0301", u"café naïve Ångström é");
        row("Vietnamese", u"Việt Nam tiếng", u"Việt Nam tiếng");
        row("zalgo", u"z\u0334\u0310\u0312\u0315\u0313a\u0353\u0352\u0301\u0300lgo\u0336\u0321\u0322\u0323\u0324",
            u"zalgo");
        row("two marks that do not compose", u"x\u0316\u0317", u"x");
        row("Greek with three", u"\u03C9\u0314\u0342\u0345", u"\u1FA7");
        row("struck through", u"s\u0336t\u0336r\u0336", u"str");
        row("marks on nothing", u"\u0301\u0301 a", u"a");
        row("Thai", u"น้ำ", u"น\u0E49\u0E4Dา");
        row("Hebrew", u"שָׁלוֹם", u"שָׁלוֹם");
        row("Korean", u"ㅋㅋ 안녕", u"\u110F\u110F 안녕");
        row("a Chinese sign before a letter that comes apart", u"好？\u326A", u"好？\u110F");
        row("only unseen", u"\u200B\u034F\U000E0001 \u3164", u"");
        row("fillers", u"\u3164\u2800\uFFA0", u"");
    }
    void whatIsLeft() {
        QFETCH(QString, written);
        QFETCH(QString, left);
        QCOMPARE(cleaned(written), left);
        QCOMPARE(cleaned(left), left);
    }

    void halfASurrogateGoes() {
        QCOMPARE(cleaned(QString(u'a') + QChar(0xD83D) + u'b' + QChar(0xDE00)), QStringLiteral("ab"));
    }

    void emptyIsRefusedForChatOnly() {
        const auto nothing = judged({}, QStringLiteral("\u200B"));
        QVERIFY(!nothing.read);
        QCOMPARE(nothing.rule, QStringLiteral("empty"));
        QVERIFY(!nothing.reason.isEmpty());
        app::chat::Filter filter;
        auto gift = messageOf({});
        gift.kind = app::chat::Kind::Gift;
        QVERIFY(judged(filter, gift).read);
        auto own = messageOf(QStringLiteral(" \u200B"));
        own.kind = app::chat::Kind::Operator;
        QVERIFY(!judged(filter, own).read);
    }

    // The original program counted bytes, and died of these.
    void allChineseOfAnyLength() {
        app::chat::FilterRules rules;
        rules.repeats = false;
        for (const int length : {93, 94, 121, 280, 281, 1000, 5000}) {
            const auto judgement = judged(rules, QString(length, QChar(u'好')));
            QVERIFY(judgement.read);
            QCOMPARE(judgement.text, QString(std::min(length, rules.mostSpoken), QChar(u'好')));
        }
    }

    void markupAndShellStayText() {
        const QString text = QStringLiteral("<b onload=x>$(rm -rf /)</b> `id` %1 %n {text} && ; | \"' \\n");
        QCOMPARE(cleaned(text), text);
        app::chat::FilterRules rules;
        rules.mostSpoken = 280;
        QCOMPARE(judged(rules, text).text, text);
    }

    void aHeapOfMarksTakesNoTime() { // a mark after the other of classes that change: normalizing sorts them
        QString heap(u'a');
        for (int n = 0; n < 100'000; ++n)
            heap += QChar(n % 2 == 0 ? 0x0316 : 0x0301);
        QVERIFY(cleaned(heap).size() <= 3);
        const QString long_ = cleaned(QString(50'000, QChar(0xFDFA)));
        QCOMPARE(long_.left(5), cleaned(QString(QChar(0xFDFA))).left(5));
    }
};

QTEST_GUILESS_MAIN(TestFilterClean)
#include "tst_filter_clean.moc"
