// The short form of chat_fuzz.
#include <QTest>

#include "tests/app/chat/fuzzed_chat.h"

class TestFuzzedLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingThatIsSentDoesHarm() {
        for (unsigned seed = 0; seed < 5'000; ++seed) {
            std::mt19937_64 random(seed);
            const QByteArray sent = fuzzed_chat::line(random);
            const QByteArray flaw = fuzzed_chat::flawOf(sent, random);
            QVERIFY2(flaw.isEmpty(), ("seed " + QByteArray::number(seed) + ": " + flaw).constData());
        }
    }
};

QTEST_APPLESS_MAIN(TestFuzzedLines)
#include "tst_fuzzed_lines.moc"
