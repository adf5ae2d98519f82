// The frame: menus, command palette, theme, saving, layout; in English and in a language that needs 40 % more room.
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>

#include <filesystem>
#include <fstream>

#include "engine/audio/file.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/pseudo_locale.h"
#include "tests/ui/studio_desk.h"
#include "ui/dock_area.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

namespace {

constexpr int kPatience = 120'000; // ms

QAction *action(ui::MainWindow &window, const QString &name) {
    for (const auto &entry : ui::shared::actionsOf(*window.menuBar())) {
        if (entry.name == name) {
            return entry.action;
        }
    }
    return nullptr;
}

} // namespace

class TestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasNameIconAndPlaceAndKeysAreUnique() {
        StudioDesk desk;
        QStringList keys;
        QHash<QString, QString> listKeys; // and the menu of their list
        const auto entries = ui::shared::actionsOf(*desk.window->menuBar());
        QVERIFY(entries.size() >= 20);
        for (const auto &entry : entries) {
            QVERIFY(!entry.name.isEmpty());
            QVERIFY(!entry.place.isEmpty());
            QVERIFY2(!entry.action->icon().pixmap(QSize(20, 20)).isNull(), qPrintable(entry.name));
            // Two lists may have the same letters, each while it has the keyboard: among the takes, in the chat queue.
            const bool inListAlone = entry.action->shortcutContext() == Qt::WidgetShortcut;
            for (const QKeySequence &sequence : entry.action->shortcuts()) {
                const QString key = sequence.toString();
                QVERIFY2(!keys.contains(key), qPrintable(entry.name + u' ' + key));
                QVERIFY2(inListAlone ? listKeys.value(key) != entry.place.section(u'›', 0, 0) : !listKeys.contains(key),
                         qPrintable(entry.name + u' ' + key));
                if (inListAlone)
                    listKeys.insert(key, entry.place.section(u'›', 0, 0));
                else
                    keys << key;
            }
        }
        for (const char *needed : {"Ctrl+Return", "Ctrl+Enter", "Esc", "Ctrl+S", "Ctrl+Q", "Ctrl+1", "Ctrl+Shift+P"}) {
            QVERIFY2(keys.contains(QString::fromLatin1(needed)), needed);
        }
    }

    void allWordsOfTheFirstSentenceAreInSight() {
        StudioDesk desk;
        auto &editor = desk.window->studio().editor();
        QTRY_VERIFY(!editor.toPlainText().isEmpty());
        for (const QSize size :
             {QSize(1280, 720), QSize(1600, 900), QSize(1280, 800), QSize(1400, 800), QSize(1280, 720)}) {
            desk.window->resize(size);
            QTRY_COMPARE(desk.window->size(), size);
            QTRY_COMPARE(editor.horizontalScrollBar()->maximum(), 0);
        }
    }

    void aLayoutThatWasResetComesBackByUndo() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        auto *docks = window.findChild<ui::DockArea *>();
        QAction *reset = action(window, QStringLiteral("Reset layout"));
        QVERIFY(docks && reset);
        reset->trigger();
        QTRY_VERIFY(docks->isShown(QStringLiteral("voices")));
        const auto notice = [&] { return window.notices().about(QStringLiteral("layout:clone")); };
        docks->setShown(QStringLiteral("voices"), false);
        reset->trigger();
        QVERIFY(docks->isShown(QStringLiteral("voices")));
        QVERIFY(notice() && notice()->what.contains(QStringLiteral("“Clone”")) && notice()->actions.size() == 1);
        action(window, QStringLiteral("Stream"))->trigger();
        QVERIFY(docks->current() == QStringLiteral("stream") && notice());
        const auto undo = notice()->actions.front().run;
        undo();
        QCOMPARE(docks->current(), QStringLiteral("clone"));
        QVERIFY(!docks->isShown(QStringLiteral("voices")));

        // Each of several resets is taken back by itself, and one that moves nothing takes no other's Undo away.
        reset->trigger();
        docks->setShown(QStringLiteral("takes"), false);
        for (int i = 0; i < 3; ++i)
            reset->trigger();
        QVERIFY(docks->isShown(QStringLiteral("voices")) && docks->isShown(QStringLiteral("takes")));
        const auto takeBack = [&] {
            const auto again = notice()->actions.front().run;
            again();
        };
        takeBack();
        QVERIFY(docks->isShown(QStringLiteral("voices")) && !docks->isShown(QStringLiteral("takes")));
        takeBack();
        QVERIFY(!docks->isShown(QStringLiteral("voices")) && docks->isShown(QStringLiteral("takes")));
    }

    void thePaletteFindsAndRuns() {
        StudioDesk desk;
        auto *palette = desk.window->openPalette();
        QVERIFY(palette->shown().size() >= 20);
        auto *search = palette->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("dark"));
        QCOMPARE(palette->shown().value(0), QStringLiteral("Dark"));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE(desk.services.settings().theme(), app::Theme::Dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), ui::darkColours().window);
        QVERIFY(action(*desk.window, QStringLiteral("Dark"))->isChecked());
        action(*desk.window, QStringLiteral("Light"))->trigger();
        QCOMPARE(qApp->palette().color(QPalette::Window), ui::lightColours().window);
    }

    void theThemeIsRemembered() {
        QTemporaryDir folder;
        const app::Places places{folder.filePath(QStringLiteral("settings.json")), {StudioDesk::shipped()}};
        {
            app::Services services(places);
            services.settings().setTheme(app::Theme::Dark);
        }
        app::Services services(places);
        ui::MainWindow window(services);
        QCOMPARE(qApp->palette().color(QPalette::Window), ui::darkColours().window);
    }

    void aTakeIsSavedAsWav() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QAction *save = action(window, QStringLiteral("Save take as …"));
        QVERIFY(!save->isEnabled()); // nothing to save yet
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        window.studio().setText(QStringLiteral("Keep this."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
        QVERIFY(save->isEnabled());
        const auto take = taken[0][0].value<app::speech::Take>();

        const QString file = desk.file(QStringLiteral("take.wav"));
        window.saveTake(file);
        QTRY_COMPARE(window.notices().current()->kind, ui::shared::Notice::Kind::Good);
        QVERIFY(window.notices().current()->what.contains(QStringLiteral("take.wav")));
        QCOMPARE(window.notices().current()->actions.size(), std::size_t(1)); // open folder
        const auto sound = engine::audio::readSound(file.toStdString(), 60);
        QCOMPARE(sound.sampleRate, take.clip->sampleRate);
        QCOMPARE(sound.frames(), take.clip->samples.size());
        QVERIFY(std::abs(sound.interleaved[1000] - take.clip->samples[1000]) < 1.0f / 16384);

        window.saveTake(desk.file(QStringLiteral("missing folder/take.wav")));
        QTRY_COMPARE(window.notices().current()->kind, ui::shared::Notice::Kind::Alarm);
        QVERIFY(!window.notices().current()->remedy.isEmpty());
        QVERIFY(!QFileInfo::exists(desk.file(QStringLiteral("missing folder"))));
    }

    // The dialog holds nothing up: another take may be finished before it is answered.
    void theSaveDialogSavesTheTakeItWasOpenedFor() {
        const TinyData data;
        StudioDesk desk(data.roots());
        ui::MainWindow &window = *desk.window;
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        window.studio().setText(QStringLiteral("The first."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
        action(window, QStringLiteral("Save take as …"))->trigger();
        auto *dialog = window.findChild<QFileDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->selectedFiles().value(0).contains(QStringLiteral("The first")));

        window.studio().setText(QStringLiteral("The second take is longer than the first."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 2, kPatience);
        QVERIFY(dialog->isVisible());
        const QString file = data.path(QStringLiteral("kept"));
        auto *name = dialog->findChild<QLineEdit *>();
        name->selectAll();
        QTest::keyClicks(name, file);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(window.notices().about(QStringLiteral("save")), kPatience);
        const auto clipOf = [&](int i) { return taken[i][0].value<app::speech::Take>().clip; };
        const std::size_t frames = engine::audio::readSound(file.toStdString() + ".wav", 60).frames();
        QCOMPARE(frames, clipOf(0)->samples.size());
        QVERIFY(frames != clipOf(1)->samples.size());
    }

    void aStoppedTakeIsNotSavedButHeard() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        desk.services.settings().setNfeStep(5);
        window.studio().setText(
            QStringLiteral("One sentence after the other is said here without any end. ").repeated(14));
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        window.studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(window.transport().waveform().seconds() > 0, kPatience);
        window.studio().stop();
        QTRY_VERIFY_WITH_TIMEOUT(!window.studio().isBusy(), kPatience);
        QVERIFY(window.transport().canPlay());
        QVERIFY(!action(window, QStringLiteral("Save take as …"))->isEnabled());
    }

    void layoutAndTextComeBack() {
        QTemporaryDir folder;
        const app::Places places{folder.filePath(QStringLiteral("settings.json")), {StudioDesk::shipped()}};
        {
            app::Services services(places);
            ui::MainWindow window(services);
            window.showNormal();
            services.start();
            window.resize(1400, 900);
            window.studio().setText(QStringLiteral("Where was I?"));
            window.close();
        }
        app::Services services(places);
        ui::MainWindow window(services);
        window.show();
        QCOMPARE(window.size(), QSize(1400, 900));
        services.start();
        QTRY_COMPARE(window.studio().text(), QStringLiteral("Where was I?"));
        action(window, QStringLiteral("Reset layout"))->trigger();
        QVERIFY(window.studio().isVisible());
    }

    void aboutNamesTheLicences() {
        StudioDesk desk;
        action(*desk.window, QStringLiteral("About and licences"))->trigger();
        auto *text = desk.window->findChild<QTextBrowser *>();
        QVERIFY(text && text->isVisible());
        QVERIFY(text->toPlainText().contains(QStringLiteral("GPL-3.0-or-later")));
        QVERIFY(text->toPlainText().contains(QStringLiteral("CC-BY-NC")));
        for (const char *library : {"Qt 6", "LibTorch", "libsndfile", "libsoxr", "libebur128", "SQLite", "yaml-cpp"})
            QVERIFY2(text->toPlainText().contains(QLatin1String(library)), library);
    }

    // Nothing is cut off and nothing is untranslated where texts are 40 % longer, at the smallest usual screen.
    void thereIsRoomForLongerLanguages() {
        PseudoLocale longer;
        QCoreApplication::installTranslator(&longer);
        {
            StudioDesk desk;
            ui::MainWindow &window = *desk.window;
            QVERIFY(QTest::qWaitForWindowExposed(&window, kLongEnough));
            window.resize(1280, 720);
            QTRY_COMPARE(window.size(), QSize(1280, 720)); // it can still be that small
            QVERIFY(window.minimumSizeHint().width() <= 1280 && window.minimumSizeHint().height() <= 720);
            for (const QPushButton *button : window.findChildren<QPushButton *>()) {
                if (button->isVisible()) {
                    QVERIFY2(button->text().startsWith(u'['), qPrintable(button->text()));
                    QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
                }
            }
            for (const auto &entry : ui::shared::actionsOf(*window.menuBar())) {
                QVERIFY2(entry.name.startsWith(u'['), qPrintable(entry.name));
            }
        }
        QCoreApplication::removeTranslator(&longer);
    }

    // How hot the machine is stands in the status line, which leads to the pane; a notice says it once, what to do, and
    // goes when it is over.
    void theMachineIsHotAndCoolsDown() {
        const TinyData data;
        const auto script = [&data](const std::string &lines) {
            std::ofstream(data.root() / "script.new") << lines;
            std::filesystem::rename(data.root() / "script.new", data.root() / "script"); // never half
        };
        script("temperature 61\nload 97\nreasons 0\n");
        qputenv("ISHOWTTS_NVML", FAKE_NVML_LIBRARY);
        qputenv("FAKE_NVML", (data.root() / "script").c_str());
        StudioDesk desk(data.roots());
        const auto &notices = desk.window->notices();
        ui::shared::StatusLine &line = desk.window->statusLine();
        QTRY_COMPARE(line.text(ui::shared::StatusLine::Part::Heat), QStringLiteral("GPU 61 °C"));
        const QString hot = QStringLiteral("performance:hot");
        QVERIFY(!notices.about(hot));
        script("temperature 88\nload 97\nreasons 0\n");
        QTRY_VERIFY(notices.about(hot));
        QVERIFY(notices.about(hot)->what.contains(QStringLiteral("88 °C")) && !notices.about(hot)->remedy.isEmpty());
        QTRY_COMPARE(line.text(ui::shared::StatusLine::Part::Heat), QStringLiteral("GPU 88 °C"));
        QToolButton *part = nullptr;
        for (QToolButton *button : line.findChildren<QToolButton *>())
            if (button->text().contains(QStringLiteral("88 °C")))
                part = button;
        QVERIFY(part && part->toolTip().contains(QStringLiteral("97 %")));
        QSignalSpy wanted(&line, &ui::shared::StatusLine::performanceWanted);
        part->click();
        QCOMPARE(wanted.count(), 1);
        script("lost\n");
        QTRY_COMPARE(line.text(ui::shared::StatusLine::Part::Heat), QStringLiteral("GPU lost"));
        QVERIFY(notices.about(QStringLiteral("performance:gpu-lost"))->kind == ui::shared::Notice::Kind::Alarm);
        script("temperature 60\nreasons 0\n");
        QTRY_VERIFY(!notices.about(hot) && !notices.about(QStringLiteral("performance:gpu-lost")));
        desk.services.settings().setValue(QStringLiteral("watchMachine"), false);
        QVERIFY(!part->isVisible());
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
