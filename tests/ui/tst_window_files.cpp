// The window does no engine, SQL or file work on its thread, whatever is done in it: spoken, saved, opened, imported,
// exported, recorded, cloned, fetched, backed up, looked up, laid out. The kernel reports every file call of this
// thread (tests/app/file_watch.h) in all folders that a person's things lie in: the data, settings, log and temporary
// folders and the home. What is under the window is watched in app.gui_thread.
//
// Not opened here: Qt's and the desktop's dialogs for choosing a file. They show folders and read them as they like.
#include <QAction>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

#include "app/services.h"
#include "engine/audio/file.h"
#include "tests/app/file_watch.h"
#include "tests/app/models/made_up_model.h"
#include "tests/app/speech/sound_server.h"
#include "tests/app/tiny_data.h"
#include "tests/app/watched_synthesizer.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/own_home.h"
#include "ui/backup/backup_desk.h"
#include "ui/backup/backup_sheet.h"
#include "ui/backup/restore_sheet.h"
#include "ui/exporting/export_desk.h"
#include "ui/import_desk.h"
#include "ui/main_window.h"
#include "ui/script_desk.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"
#include "ui/voices/clinic.h"
#include "ui/voices/record_page.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"

using app::voices::Recorder;
using ui::shared::Notice;
using ui::studio::TakeActs;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000; // ms

// What may be read here after all, and why.
struct Allowed {
    const char *path; // how it begins, below the home folder
    const char *why;
};
constexpr Allowed kAllowed[] = {
    {"/.config/fontconfig", "fontconfig looks for fonts when Qt draws a text for the first time"},
    {"/.fonts", "fontconfig, as before"},
    {"/.fontconfig", "fontconfig, as before"},
    {"/.local/share/fonts", "fontconfig, as before"},
    {"/.cache/fontconfig", "fontconfig, as before"},
};

void put(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

class TestWindowFiles : public QObject {
    Q_OBJECT

    SoundServer m_server;
    TinyData m_data;
    SmallServer m_publisher{[](const WebRequest &request) { return honest(request, model().of(request)); }};
    FileWatch *m_watch = nullptr;
    std::atomic<int> m_offences = 0;
    std::unique_ptr<app::Services> m_services;
    std::unique_ptr<ui::MainWindow> m_window;

    static const MadeUpModel &model() {
        static const MadeUpModel one = madeUpModel();
        return one;
    }
    QString path(const QString &name) const { return m_data.path(name); }
    app::Services &services() { return *m_services; }
    ui::studio::StudioPane &studio() { return m_window->studio(); }
    void trigger(const char *id) {
        auto *action = m_window->findChild<QAction *>(QLatin1String(id));
        QVERIFY2(action && action->isEnabled(), id);
        action->trigger();
    }
    template <class Condition> static bool wait(Condition condition) { return QTest::qWaitFor(condition, kPatience); }
    const Notice *about(const QString &subject) const { return m_window->notices().about(subject); }
    bool undo() const { // what a notice offers
        for (const Notice *notice : m_window->notices().all()) {
            for (const auto &action : notice->actions) {
                if (action.text == u"Undo") {
                    action.run();
                    return true;
                }
            }
        }
        return false;
    }
    // A window of the menu, and what it shows is fetched.
    void look(const char *id, bool stays = false) {
        trigger(id);
        QDialog *opened = m_window->findChildren<QDialog *>().last();
        QVERIFY2(QTest::qWaitForWindowExposed(opened, kLongEnough), id);
        QTest::qWait(300);
        if (!stays)
            opened->close();
    }
    bool make(const QString &text) {
        QSignalSpy kept(&services().takes(), &app::takes::TakeLibrary::kept);
        studio().setText(text);
        studio().speak();
        return wait([&] { return !kept.isEmpty() && !studio().isBusy(); });
    }
    QString offencesOf(std::vector<std::string> calls) const {
        const std::string home = m_data.path(QStringLiteral("home")).toStdString();
        std::erase_if(calls, [&](const std::string &call) {
            const auto at = call.find(home);
            return at != std::string::npos &&
                   std::any_of(std::begin(kAllowed), std::end(kAllowed),
                               [&](const Allowed &one) { return call.find(one.path) == at + home.size(); });
        });
        return joined(calls);
    }

private Q_SLOTS:
    void initTestCase() {
        const QString trouble = m_server.startForTests({u"mic"_qs, u"ears"_qs});
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        QCOMPARE(QProcess::execute(u"pactl"_qs, {u"load-module"_qs, u"module-remap-source"_qs, u"master=mic.monitor"_qs,
                                                 u"source_name=desk"_qs, u"rate=24000"_qs, u"channels=1"_qs}),
                 0);
        QVERIFY(moveHome(QString::fromStdString(m_data.root().string())));
        QVERIFY(QDir().mkpath(path(u"home/Papers"_qs)));
        put(path(u"home/.config/user-dirs.dirs"_qs), "XDG_DOCUMENTS_DIR=\"$HOME/Papers\"\n");
        writeCatalogue(model(), m_publisher.origin(), m_data.root() / "models");
        put(path(u"talk.srt"_qs), "1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n");
        put(path(u"words.csv"_qs), "from,to\nGIF,jif\n");
        put(path(u"plain.txt"_qs), "One line.\nAnother one.\n");
        m_watch = &FileWatch::ofThisThread({m_data.root().string()});
        QVERIFY2(m_watch->problem().empty(), m_watch->problem().c_str());

        // The settings are read before there is a window, and that is allowed.
        m_services = std::make_unique<app::Services>(
            app::Places{path(u"settings.json"_qs), m_data.roots(), {}, m_data.root() / "log"});
        m_services->logQtMessages();
    }
    void init() { m_watch->begin(); }
    void cleanup() {
        const QString offences = offencesOf(m_watch->end());
        QVERIFY2(offences.isEmpty(), qPrintable(offences));
        QCOMPARE(m_offences.load(), 0);
    }
    void cleanupTestCase() {
        m_window.reset();
        m_services.reset();
    }

    void theWindowOpens() {
        m_window = std::make_unique<ui::MainWindow>(services());
        m_window->showNormal();
        services().start();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), kLongEnough));
        const auto isLoaded = [&] {
            return !m_window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty();
        };
        QVERIFY(wait(isLoaded));
        services().worker().load(watchedEngine(m_data.root() / "models" / "demo", m_offences));
        QVERIFY(wait([&] { return isLoaded() && services().voices().isRead(); }));
    }

    void aTextIsSpokenAndSaved() {
        QVERIFY(make(u"Good morning, and welcome."_qs));
        m_window->saveTake(path(u"take.wav"_qs));
        QVERIFY(wait([&] { return about(u"save"_qs); }));
        QCOMPARE(about(u"save"_qs)->kind, Notice::Kind::Good);
        const QString nowhere = path(u"no folder/take.wav"_qs);
        m_window->saveTake(nowhere);
        QVERIFY(wait([&] { return about(u"not saved:"_qs + nowhere); }));
    }

    void takesAreSearchedMarkedComparedAndRemoved() {
        QVERIFY(make(u"Good morning, and goodbye."_qs));
        ui::studio::TakesModel &takes = m_window->takes().model();
        QVERIFY(wait([&] { return takes.total() == 2; }));
        services().takes().star(takes.take(0).id, true);
        services().takes().annotate(takes.take(0).id, u"calmer"_qs);
        QVERIFY(wait([&] { return takes.take(0).starred && !takes.take(0).note.isEmpty(); }));
        trigger("view.takes");
        QTest::keyClicks(named<QLineEdit>(m_window->takes(), "Search takes"), u"goodbye"_qs);
        QVERIFY(wait([&] { return takes.rowCount() == 1; }));
        m_window->takes().chooseFirst();
        m_window->takes().acts()[TakeActs::Play]->trigger();
        QVERIFY(wait([&] { return services().player().state() == app::speech::Player::State::Playing; }));
        m_window->takes().acts()[TakeActs::Remove]->trigger();
        QVERIFY(wait([&] { return takes.rowCount() == 0 && undo(); }));
        QVERIFY(wait([&] { return takes.rowCount() == 1; }));
    }

    void aScriptIsSavedKeptAndOpened() {
        QSignalSpy saved(&services().scriptFile(), &app::script::ScriptFile::saved);
        QSignalSpy opened(&services().scriptFile(), &app::script::ScriptFile::opened);
        QSignalSpy stored(&services().recovery(), &app::script::Recovery::stored);
        QSignalSpy recent(&services().recentFiles(), &app::script::RecentFiles::changed);
        services().scriptFile().saveAs(path(u"evening.ishowtts"_qs));
        QVERIFY(wait([&] { return saved.size() == 1 && !recent.isEmpty(); }));
        stored.clear();
        studio().setText(u"Something else, not saved."_qs);
        QVERIFY(wait([&] { return !stored.isEmpty(); }));
        trigger("file.save");
        QVERIFY(wait([&] { return saved.size() == 2; }));
        m_window->scripts().look(); // as when the window comes to the front
        m_window->scripts().open(path(u"plain.txt"_qs));
        QVERIFY(wait([&] { return opened.size() == 1; }));
        recent.clear();
        m_window->scripts().open(path(u"evening.ishowtts"_qs));
        QVERIFY(wait([&] { return opened.size() == 2 && !recent.isEmpty(); }));
        recent.clear();
        for (QMenu *menu : m_window->findChildren<QMenu *>()) {
            if (menu->title().contains(u"recent"_qs))
                Q_EMIT menu->aboutToShow();
        }
        QVERIFY(wait([&] { return !recent.isEmpty(); }));
        QVERIFY(!services().recentFiles().files().isEmpty());
        m_window->scripts().startAnew();
        QCOMPARE(services().script().count(), 1);
    }

    void linesAreImported() {
        QSignalSpy changed(&services().script(), &app::script::ScriptDocument::changed);
        m_window->findChild<ui::ImportDesk *>()->import({path(u"talk.srt"_qs)});
        QVERIFY(wait([&] { return services().script().line(0).text == u"Good evening."; }));
    }

    void theScriptIsExported() {
        QVERIFY(make(u"A line for a file."_qs));
        auto *sheet = m_window->exports().open();
        QVERIFY(QTest::qWaitForWindowExposed(sheet, kLongEnough));
        named<QLineEdit>(*sheet, "Where to")->setText(path(u"show.flac"_qs));
        QTest::qWait(300); // what is there already
        QSignalSpy finished(&m_window->exports().exporter(), &app::exporting::ScriptExport::finished);
        QTest::keyClick(sheet, Qt::Key_Return);
        QVERIFY(wait([&] { return finished.size() == 1; }));
        if (m_window->exports().sheet())
            sheet->close();
    }

    void aVoiceIsMadeOfAFileChangedAndRemoved() {
        ui::voices::Clinic &clinic = m_window->voices().clinic();
        QSignalSpy facts(&clinic, &ui::voices::Clinic::factsShown);
        m_window->voices().addFiles({path(u"voices/slt/reference.wav"_qs)});
        QVERIFY(wait([&] { return clinic.isReady() && !facts.isEmpty(); }));
        named<QPlainTextEdit>(clinic, "What is said in the window")->setPlainText(u"The garden is full of flowers."_qs);
        clinic.save(false);
        QVERIFY(wait([&] { return services().voices().find(u"reference"_qs) != nullptr; }));
        facts.clear();
        m_window->voices().edit(u"reference"_qs);
        QVERIFY(wait([&] { return clinic.isReady() && !facts.isEmpty(); }));
        m_window->voices().leave();
        const QString pack = path(u"reference.ishowtts-voice.zip"_qs);
        QSignalSpy exported(&services().voiceTransfer(), &app::voices::VoiceTransfer::exported);
        m_window->findChild<ui::voices::VoiceTraffic *>()->exportTo(u"reference"_qs, pack);
        QVERIFY(wait([&] { return !exported.isEmpty(); }));
        m_window->voices().remove(u"reference"_qs);
        QVERIFY(wait([&] { return services().voices().find(u"reference"_qs) == nullptr; }));
    }

    void aVoiceIsRecorded() {
        ui::voices::VoiceDesk &voices = m_window->voices();
        voices.record();
        auto *page = voices.clinic().findChild<ui::voices::RecordPage *>();
        QVERIFY(wait([&] { return page->recorder().stage() == Recorder::Stage::Ready; }));
        page->recorder().start();
        QVERIFY(wait([&] { return page->recorder().stage() == Recorder::Stage::Recording; }));
        QSignalSpy elapsed(&page->recorder(), &Recorder::elapsed);
        QVERIFY(wait([&] { return !elapsed.isEmpty() && elapsed.last()[0].toDouble() > 1.5; }));
        page->recorder().finish();
        QVERIFY(wait([&] { return voices.clinic().isReady(); }));
        voices.leave();
    }

    void modelsAreFetchedAddedAndRemoved() {
        look("file.models", true);
        app::models::ModelStore &models = services().models();
        QVERIFY(wait([&] { return models.find(u"Tiny"_qs) != nullptr; }));
        QSignalSpy fetched(&models, &app::models::ModelStore::fetched);
        QSignalSpy removed(&models, &app::models::ModelStore::removed);
        QVERIFY(models.accept(u"Tiny"_qs, models.offered(u"Tiny"_qs)->licenceHash()));
        QVERIFY(wait([&] { return !models.find(u"Tiny"_qs)->accepted.isNull(); }));
        models.fetch(u"Tiny"_qs);
        QVERIFY(wait([&] { return !fetched.isEmpty(); }));
        QSignalSpy added(&models, &app::models::ModelStore::added);
        models.addFolder(QStringLiteral(TEST_DATA "/tiny/v1"));
        QVERIFY(wait([&] { return !added.isEmpty() && models.find(added[0][0].toString()) != nullptr; }));
        models.remove(added[0][0].toString());
        QVERIFY(wait([&] { return !removed.isEmpty() && undo(); }));
        QVERIFY(wait([&] { return models.find(added[0][0].toString()) != nullptr; }));
    }

    void wordsAreAddedImportedAndExported() {
        look("library.lexicon", true);
        app::lexicons::LexiconLibrary &words = services().lexicons();
        QSignalSpy saved(&words, &app::lexicons::LexiconLibrary::saved);
        words.change({}, {{{}, {{engine::text::LexiconKind::Plain, "OBS", "O B S"}}}});
        QVERIFY(wait([&] { return !saved.isEmpty(); }));
        QSignalSpy imported(&words, &app::lexicons::LexiconLibrary::imported);
        words.importFile({}, path(u"words.csv"_qs));
        QVERIFY(wait([&] { return !imported.isEmpty(); }));
        QSignalSpy exported(&words, &app::lexicons::LexiconLibrary::exported);
        words.exportTo({}, path(u"out.csv"_qs));
        QVERIFY(wait([&] { return !exported.isEmpty(); }));
    }

    void settingsPresetsAndKeysAreKept() {
        look("file.settings");
        look("help.shortcuts");
        look("help.about");
        QSignalSpy saved(&services().settings(), &app::Settings::saved);
        services().settings().setVoiceId(u"rms"_qs);
        services().voices().refresh();
        QVERIFY(wait([&] { return !saved.isEmpty(); }));
        QSignalSpy kept(&services().presets(), &app::Presets::saved);
        services().settings().setNfeStep(12);
        QCOMPARE(services().presets().save(u"Podcast"_qs), QString());
        QVERIFY(wait([&] { return !kept.isEmpty(); }));
        QSignalSpy keys(&services().shortcuts(), &app::Shortcuts::saved);
        services().shortcuts().change({{u"playback.loop"_qs, QStringList{u"Ctrl+Shift+Y"_qs}}});
        QVERIFY(wait([&] { return !keys.isEmpty(); }));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void panesMoveAndThemesChange() {
        for (const char *id : {"view.voices", "view.voices", "view.show_takes", "view.show_takes", "view.reset_layout",
                               "view.spectrogram", "view.theme.dark", "view.theme.light"}) {
            trigger(id);
            QTest::qWait(50);
        }
        m_window->openPalette()->close();
    }

    void diagnosticsAreCopied() {
        trigger("help.diagnostics");
        QVERIFY(wait([&] { return about(u"diagnostics"_qs); }));
        qWarning("a line for the log");
        QVERIFY(services().log().flush());
    }

    void aBackupIsWrittenAndOpened() {
        ui::backup::BackupDesk &desk = m_window->backups();
        QSignalSpy done(&desk.work(), &app::backup::BackupWork::backedUp);
        QPointer<ui::backup::BackupSheet> sheet = desk.backUp();
        const QString file = sheet->file();
        QVERIFY2(file.startsWith(path(u"home/Papers"_qs)), qPrintable(file));
        QTest::keyClick(sheet, Qt::Key_Return);
        QVERIFY(wait([&] { return done.size() == 1 && !sheet; }));
        QSignalSpy opened(&desk.work(), &app::backup::BackupWork::opened);
        QPointer<ui::backup::RestoreSheet> restore = desk.restore();
        QVERIFY(wait([&] { return !desk.work().isRunning(); }));
        restore->open(file);
        QVERIFY(wait([&] { return !opened.isEmpty(); }));
        restore->close();
    }

    void theWindowCloses() {
        m_window->close();
        m_window.reset();
    }

    // And the work was really done: it is there, and what is forbidden would be seen.
    void fileWorkOnThisThreadWouldBeSeen() {
        for (const char *name : {"take.wav", "evening.ishowtts", "show.flac", "reference.ishowtts-voice.zip", "out.csv",
                                 "models/Tiny/model.json", "lexicon.json", "presets.json", "shortcuts.json",
                                 "accepted-licences.json", "log/studio.log", "library.sqlite"})
            QVERIFY2(QFile::exists(path(QLatin1String(name))), name);
        QFile settings(path(u"settings.json"_qs));
        QVERIFY(settings.open(QIODevice::ReadOnly) && settings.readAll().contains("rms"));
        QVERIFY(engine::audio::readSound(path(u"take.wav"_qs).toStdString(), 60).frames() > 0);
        QVERIFY(!m_watch->end().empty());
    }
};

QTEST_MAIN(TestWindowFiles)
#include "tst_window_files.moc"
