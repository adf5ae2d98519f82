#include <QTest>

#include "app/script/script.h"

using namespace app::script;

class TestScript : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewScriptIsOneEmptyLine() {
        const Script script = newScript();
        QCOMPARE(script.lines.size(), 1);
        QVERIFY(script.lines.first().text.isEmpty());
        QCOMPARE(canonicalId(script.id), script.id);
        QCOMPARE(canonicalId(script.lines.first().id), script.lines.first().id);
        QVERIFY(newLine().id != newLine().id);
    }

    void everyKindOfLineBreakEndsALine() {
        const QStringList four{QStringLiteral("a"), QStringLiteral("b"), QString(), QStringLiteral("c")};
        QCOMPARE(linesOf(QStringLiteral("a\nb\n\nc")), four);
        QCOMPARE(linesOf(QStringLiteral("a\r\nb\r\n\r\nc\r\n")), four);
        QCOMPARE(linesOf(QStringLiteral("a\rb\r\rc")), four);
        QCOMPARE(linesOf(QStringLiteral("a\u2028b\u2029\u0085c")), four);
        QCOMPARE(linesOf(QStringLiteral("a\vb\f\fc\n")), four);
        QCOMPARE(linesOf(QString()), QStringList{QString()});
        QCOMPARE(linesOf(QStringLiteral("\n")), QStringList{QString()});
    }

    void aLineHoldsNothingThatWouldBreakIt() {
        QCOMPARE(cleanText(QStringLiteral("one\ttab, two\nlines\u0007\u2028or\u2029so")),
                 QStringLiteral("one\ttab, two lines  or so"));
        const QString half = QStringLiteral("x") + QChar(0xD83D) + QStringLiteral("y");
        QCOMPARE(cleanText(half), QStringLiteral("x\uFFFDy"));
        const QString whole = QString::fromUtf8("smile 😀 中文 é");
        QCOMPARE(cleanText(whole), whole);
    }

    void namesOfVoices() {
        QVERIFY(isVoiceId(QStringLiteral("slt")) && isVoiceId(QString::fromUtf8("größe 2")));
        for (const char *bad : {"", ".", "..", "a/b", "a\nb", "a\tb"})
            QVERIFY2(!isVoiceId(QString::fromLatin1(bad)), bad);
        QVERIFY(isVoiceId(QString(255, u'a')));
        QVERIFY(!isVoiceId(QString(256, u'a')));
    }

    void aLineIsChangedWhenItsTakeSaysSomethingElse_data() {
        QTest::addColumn<Line>("line");
        QTest::addColumn<int>("expected");
        const Line same{QStringLiteral("id"), QStringLiteral("Hello."), {}, {}, {}};
        const auto with = [&](auto change) {
            Line line = same;
            change(line);
            return line;
        };
        const int made = int(LineState::Made);
        const int changed = int(LineState::Changed);
        QTest::newRow("same") << same << made;
        QTest::newRow("another word") << with([](Line &l) { l.text = QStringLiteral("Hallo."); }) << changed;
        QTest::newRow("another case") << with([](Line &l) { l.text = QStringLiteral("hello."); }) << changed;
        QTest::newRow("its own voice") << with([](Line &l) { l.voiceId = QStringLiteral("rms"); }) << changed;
        QTest::newRow("the chosen voice by name") << with([](Line &l) { l.voiceId = QStringLiteral("slt"); }) << made;
        QTest::newRow("another speed") << with([](Line &l) { l.speed = 1.3; }) << changed;
        QTest::newRow("the same speed") << with([](Line &l) { l.speed = 1.2; }) << made;
        QTest::newRow("another seed") << with([](Line &l) { l.seed = 8; }) << changed;
        QTest::newRow("the same seed") << with([](Line &l) { l.seed = 7; }) << made;
        QTest::newRow("nothing but space")
            << with([](Line &l) { l.text = QStringLiteral(" \u3000"); }) << int(LineState::Blank);
    }

    void aLineIsChangedWhenItsTakeSaysSomethingElse() {
        QFETCH(Line, line);
        QFETCH(int, expected);
        const Made made{QStringLiteral("Hello."), QStringLiteral("slt"), 1.2, 7};
        QCOMPARE(int(state(line, {QStringLiteral("slt"), 1.2}, made)), expected);
    }

    void theChosenVoiceAndSpeedCount() {
        const Line line = newLine(QStringLiteral("Hello."));
        const Made made{QStringLiteral("Hello."), QStringLiteral("slt"), 1.0, 7};
        QCOMPARE(state(line, {QStringLiteral("slt"), 1.0}, made), LineState::Made);
        QCOMPARE(state(line, {QStringLiteral("rms"), 1.0}, made), LineState::Changed);
        QCOMPARE(state(line, {QStringLiteral("slt"), 0.9}, made), LineState::Changed);
        QCOMPARE(state(line, {QStringLiteral("slt"), 1.0}, std::nullopt), LineState::NotMade);
    }
};

QTEST_APPLESS_MAIN(TestScript)
#include "tst_script.moc"
