// "Size" of the settings: the real Studio on a virtual screen draws everything as large as was asked for.
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include "tests/end_to_end/desk.h"
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
    }

    void everythingIsAsLargeAsAskedFor() {
        const QSize plain = sizeOfSettings(QStringLiteral("system"));
        const QSize larger = sizeOfSettings(QStringLiteral("125"));
        QVERIFY(plain.width() > 200 && plain.height() > 200);
        QVERIFY2(qAbs(larger.width() - 1.25 * plain.width()) <= 2, qPrintable(QString::number(larger.width())));
    }

private:
    // Of the Settings window in pixels of the screen; empty when it did not come.
    QSize sizeOfSettings(const QString &percent) {
        QProcess *window =
            m_desk.start(QStringLiteral("env"), {QStringLiteral("ISHOWTTS__WINDOW__SIZE=") + percent, kStudio});
        if (!window || !m_hands.focusWindow(QStringLiteral("iShowTTS Studio")) || !m_hands.keys({"ctrl+comma"}) ||
            !m_hands.focusWindow(QStringLiteral("^Settings")))
            return {};
        const auto said =
            m_desk.run(QStringLiteral("xdotool"), {QStringLiteral("getactivewindow"),
                                                   QStringLiteral("getwindowgeometry"), QStringLiteral("--shell")});
        const auto number = [&](const char *name) {
            const QRegularExpression line(QStringLiteral("^%1=(\\d+)$").arg(QLatin1String(name)),
                                          QRegularExpression::MultilineOption);
            return line.match(QString::fromLatin1(said.value_or(QByteArray()))).captured(1).toInt();
        };
        const QSize size(number("WIDTH"), number("HEIGHT"));
        window->terminate();
        return window->waitForFinished(30000) ? size : QSize();
    }

    Desk m_desk;
    Hands m_hands{m_desk};
};

QTEST_GUILESS_MAIN(SizeTest)
#include "tst_size.moc"
