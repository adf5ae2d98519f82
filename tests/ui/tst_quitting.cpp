// Closing the window while lines wait, are made or are exported: asked in place, and nowhere else.
#include <QFile>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/patience.h"
#include "tests/ui/listening_states.h"
#include "tests/ui/script_window.h"
#include "ui/backup/backup_desk.h"
#include "ui/backup/restore_sheet.h"
#include "ui/exporting/export_desk.h"
#include "ui/quit_desk.h"

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

    // The answer about what was recorded counts for this time only.
    void aRecordingIsAskedAboutEachTime() {
        BusyWindow at;
        QVERIFY(at.isReady());
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts.")});
        ui::shared::NoticeBar notices;
        ui::QuitDesk quit(
            {[] { return true; }, [] {}, at.desk.services.lines(), at.window.exports().exporter(), notices},
            &at.window);
        const auto recording = [&] { return notices.about(QStringLiteral("closing")); };
        at.window.studio().speak();
        QVERIFY(!quit.mayClose(false));
        QVERIFY(recording());
        recording()->actions[1].run(); // close without it
        notices.withdraw(QStringLiteral("closing"));
        QVERIFY(!quit.mayClose(false));
        QVERIFY(!recording() && notices.about(QStringLiteral("closing busy")));
        at.window.studio().stop();
        QTRY_VERIFY(!notices.about(QStringLiteral("closing busy"))); // and the window stays
        QVERIFY(!quit.mayClose(false));
        QVERIFY(recording());
    }

    void whoKeepsWorkingRestoresNothing() {
        BusyWindow at;
        QVERIFY(at.isReady());
        auto &backups = at.window.backups();
        const auto in = at.desk.services.diagnosticsInput();
        const app::backup::Places places{in.dataFolder, QFileInfo(in.settingsFile).path().toStdString()};
        const QString file = at.desk.file(QStringLiteral("kept.zip"));
        QSignalSpy backedUp(&backups.work(), &app::backup::BackupWork::backedUp);
        QSignalSpy opened(&backups.work(), &app::backup::BackupWork::opened);
        QSignalSpy ready(&backups.work(), &app::backup::BackupWork::ready);
        backups.work().backUp(QFile::encodeName(file).toStdString(), {});
        QTRY_COMPARE(backedUp.size(), 1);
        backups.work().open(QFile::encodeName(file).toStdString());
        QTRY_COMPARE(opened.size(), 1);
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts."), QStringLiteral("And another one.")});
        at.window.studio().makeChanged();
        backups.work().restore();
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(at.asked());
        QVERIFY(!app::backup::isDecided(places));
        QTRY_VERIFY(at.notice("Restart anyway"));
        at.notice("Keep working")->click();
        QVERIFY(!backups.isReady() && !app::backup::isDecided(places));
        QVERIFY(at.window.notices().about(QStringLiteral("backup"))->what.startsWith(QStringLiteral("Nothing was")));
        QTRY_VERIFY(!backups.work().isRunning());

        at.editor.setFocus();     // else the bar keeps what it shows
        backups.work().restore(); // once more, and for good
        QTRY_COMPARE(ready.size(), 2);
        QVERIFY(at.asked());
        QTRY_VERIFY(at.notice("Restart anyway"));
        at.notice("Restart anyway")->click();
        QTRY_VERIFY(!at.window.isVisible());
        QVERIFY(at.window.wantsRestart() && app::backup::isDecided(places));
    }

    void whatIsAskedIsSeenInBlindListeningToo() {
        namespace states = listening_states;
        BusyWindow at;
        QVERIFY(at.isReady());
        states::goToCompare(at.desk);
        QVERIFY(states::makeTest(at.desk, app::listening::Mode::AbPreference));
        at.beSlow();
        at.write({QStringLiteral("One line of many words, so that it lasts.")});
        QVERIFY(states::open(at.desk));
        at.window.studio().speak();
        QVERIFY(!at.window.close());
        QTRY_VERIFY(at.notice("Keep working"));
        QVERIFY(!at.window.listening().isBlind());
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
