// Closing the window while lines wait, are made or are exported: asked in place, and nowhere else.
#include <QPushButton>
#include <QSignalSpy>

#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/exporting/export_desk.h"

namespace {

struct BusyWindow : ScriptWindow {
    void beSlow() { desk.services.settings().setNfeStep(128); }
    QPushButton *notice(const char *text) const {
        for (auto *each : window.notices().findChildren<QPushButton *>())
            if (each->isVisible() && each->text() == QLatin1String(text))
                return each;
        return nullptr;
    }
    const ui::shared::Notice *asked() const { return window.notices().about(QStringLiteral("closing busy")); }
};

} // namespace

class TestQuitting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingUnderWayIsNotAsked() {
        BusyWindow at;
        QVERIFY(at.isReady());
        at.write({QStringLiteral("One.")});
        QVERIFY(at.window.close());
    }

    void linesThatWaitAreNamed() {
        BusyWindow at;
        QVERIFY(at.isReady());
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts."),
                  QStringLiteral("Another line of many words."), QStringLiteral("And a third one.")});
        at.window.studio().makeChanged();
        QVERIFY(!at.window.close());
        QVERIFY(at.asked());
        QVERIFY2(at.asked()->what.contains(QStringLiteral("lines are still to be made.")),
                 qPrintable(at.asked()->what));
        QTRY_VERIFY(at.notice("Keep working")->hasFocus()); // where the keyboard is
        QTest::keyClick(at.notice("Keep working"), Qt::Key_Space);
        QVERIFY(!at.asked() && at.window.isVisible());
        QVERIFY(at.window.studio().isBusy());

        QVERIFY(!at.window.close());
        at.notice("Quit anyway")->click();
        QTRY_VERIFY(!at.window.isVisible());
    }

    void theQuestionGoesWithTheWork() {
        BusyWindow at;
        QVERIFY(at.isReady());
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts.")});
        at.window.studio().speak();
        QVERIFY(!at.window.close());
        QCOMPARE(at.asked()->what, QStringLiteral("A line is still to be made."));
        at.window.studio().stop();
        QTRY_VERIFY(!at.asked());
        QVERIFY(at.window.close());
    }

    void anExportIsNamed() {
        BusyWindow at;
        QVERIFY(at.isReady());
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts.")});
        const QTemporaryDir folder;
        app::exporting::ExportShape shape;
        shape.target = folder.filePath(QStringLiteral("evening.wav"));
        auto &exporter = at.window.exports().exporter();
        exporter.start(shape, app::exporting::Unmade::Make);
        QVERIFY(!at.window.close());
        QCOMPARE(at.asked()->what, QStringLiteral("The export is not finished."));
        QSignalSpy cancelled(&exporter, &app::exporting::ScriptExport::cancelled);
        exporter.cancel();
        QTRY_COMPARE(cancelled.size(), 1);
        QTRY_VERIFY(!at.window.studio().isBusy());
        QTRY_VERIFY(!at.asked());
        QVERIFY(at.window.close());
    }
};

QTEST_MAIN(TestQuitting)
#include "tst_quitting.moc"
