// "Size" of the settings: the real Studio on a virtual screen draws everything as large as was asked for, from the
// start and while it runs; what plays goes on, and what was written is there.
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include "tests/end_to_end/desk.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"

using namespace end_to_end;

namespace {

const QString kStudio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");

} // namespace

class SizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(m_desk.writeSettings(R"({"speech": {"nfe": 5}})"));
    }

    void everythingIsAsLargeAsAskedFor() {
        const QSize plain = sizeOfSettings(QStringLiteral("system"));
        const QSize larger = sizeOfSettings(QStringLiteral("125"));
        QVERIFY(plain.width() > 200 && plain.height() > 200);
        QVERIFY2(qAbs(larger.width() - 1.25 * plain.width()) <= 2, qPrintable(QString::number(larger.width())));
    }

    void itChangesWhileSomethingPlays() {
        QProcess *window = m_desk.start(kStudio, {});
        QVERIFY(window && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QVERIFY(m_ears.listen(m_desk));
        QVERIFY(m_hands.keys({"ctrl+shift+l", "ctrl+a"})); // in a loop
        QVERIFY(m_hands.type(QStringLiteral("Once more.")));
        QVERIFY(m_hands.keys({"ctrl+Return"}));
        QVERIFY(m_ears.hear());
        QVERIFY(m_hands.keys({"ctrl+comma"}) && m_hands.focusWindow(QStringLiteral("^Settings")));
        const int plain = sizeOfActive().width();
        QVERIFY(m_hands.type(QStringLiteral("window.size")));
        QVERIFY(m_hands.keys({"Tab", "Down"})); // 125 %
        QVERIFY2(QTest::qWaitFor([&] { return sizeOfActive().width() > plain + 30; }, 30'000),
                 qPrintable(QString::number(sizeOfActive().width())));
        m_ears.sounded();
        QVERIFY(m_ears.hear());
        QVERIFY(m_hands.keys({"ctrl+z"})); // where the keyboard was, it still is
        QVERIFY(QTest::qWaitFor([&] { return sizeOfActive().width() < plain + 30; }, 30'000));
        m_ears.sounded();
        QVERIFY(m_ears.hear());
        QVERIFY(m_hands.keys({"Escape"}) && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QVERIFY(m_hands.keys({"ctrl+q"}));
        QVERIFY(QTest::qWaitFor([&] { return window->state() == QProcess::NotRunning; }, 30'000));
        QVERIFY(window->exitStatus() == QProcess::NormalExit && window->exitCode() == 0);
    }

private:
    QSize sizeOfActive() {
        const auto said =
            m_desk.run(QStringLiteral("xdotool"), {QStringLiteral("getactivewindow"),
                                                   QStringLiteral("getwindowgeometry"), QStringLiteral("--shell")});
        const auto number = [&](const char *name) {
            const QRegularExpression line(QStringLiteral("^%1=(\\d+)$").arg(QLatin1String(name)),
                                          QRegularExpression::MultilineOption);
            return line.match(QString::fromLatin1(said.value_or(QByteArray()))).captured(1).toInt();
        };
        return {number("WIDTH"), number("HEIGHT")};
    }

    // Of the Settings window in pixels of the screen; empty when it did not come.
    QSize sizeOfSettings(const QString &percent) {
        QProcess *window =
            m_desk.start(QStringLiteral("env"), {QStringLiteral("ISHOWTTS__WINDOW__SIZE=") + percent, kStudio});
        if (!window || !m_hands.focusWindow(QStringLiteral("iShowTTS Studio")) || !m_hands.keys({"ctrl+comma"}) ||
            !m_hands.focusWindow(QStringLiteral("^Settings")))
            return {};
        const QSize size = sizeOfActive();
        window->terminate();
        return window->waitForFinished(30000) ? size : QSize();
    }

    Desk m_desk;
    Hands m_hands{m_desk};
    Ears m_ears;
};

QTEST_GUILESS_MAIN(SizeTest)
#include "tst_size.moc"
