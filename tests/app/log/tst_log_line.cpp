// The form of a line.
#include <QRegularExpression>
#include <QTest>

#include "app/log/log_line.h"

using app::log::Level;
using app::log::Line;
using app::log::Scrubber;
using app::log::written;

namespace {

const Scrubber &scrubber() {
    static const Scrubber ours({QStringLiteral("/home/ann")});
    return ours;
}

QByteArray line(const QString &text) {
    return written({1795289405123, Level::Warning, QStringLiteral("subject"), text}, scrubber());
}

} // namespace

class TestLogLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineHasTimeLevelSubjectAndText() {
        QCOMPARE(line(QStringLiteral("text")), QByteArray("2026-11-21T19:30:05.123Z warning subject: text\n"));
    }

    void controlCharactersAreShown() {
        const QString wild = QStringLiteral("a\nb\tc\r\x1b[31md\u202ee\u2028f");
        QVERIFY(line(wild).endsWith(": a\\nb\\tc\\r\\x1b[31md\\u202ee\\u2028f\n"));
        QVERIFY(line(QStringLiteral("Zürich 你好 😀\n")).endsWith(": Zürich 你好 😀\n"));
        const Line odd{0, Level::Info, QStringLiteral("a\nb of /home/ann/x"), QStringLiteral("c")};
        QCOMPARE(written(odd, scrubber()), QByteArray("1970-01-01T00:00:00.000Z info a\\nb of ~/x: c\n"));
    }

    void longLinesAreCutBetweenCharacters() {
        for (int shift = 0; shift < 4; ++shift) {
            const QByteArray cut = line(QString(shift, u'x') + QStringLiteral("好").repeated(3000));
            QVERIFY(cut.size() <= 4096 && cut.size() > 4080);
            QVERIFY2(QString::fromUtf8(cut).endsWith(QStringLiteral("好 … cut, %1 characters\n").arg(3000 + shift)),
                     cut.right(60).constData());
            QVERIFY(!QString::fromUtf8(cut).contains(QChar::ReplacementCharacter));
        }
        QCOMPARE(line(QString(4053, u'x')).size(), 4096);
        QVERIFY(!line(QString(4053, u'x')).contains("cut"));
        QVERIFY(line(QString(4054, u'x')).contains(" … cut, 4054 characters\n"));
    }

    void whatWasCutBeforeShowsNoHalfOfAPath() {
        const QString path = QStringLiteral("/home/ann/long/").repeated(200) + QStringLiteral("/home/an");
        const QByteArray cut = written({0, Level::Info, QStringLiteral("s"), path, 0, 100'000}, scrubber());
        QVERIFY(!cut.contains("/home"));
        QVERIFY2(cut.endsWith(" … cut, 100000 characters\n"), cut.right(60).constData());
    }

    void aRepeatSaysHowOftenAndWhat() {
        const QByteArray repeat =
            written({0, Level::Info, QStringLiteral("s"), QStringLiteral("in /home/ann"), 7}, scrubber());
        QCOMPARE(repeat, QByteArray("1970-01-01T00:00:00.000Z info s: repeated 7 times: in ~\n"));
    }
};

QTEST_GUILESS_MAIN(TestLogLine)
#include "tst_log_line.moc"
