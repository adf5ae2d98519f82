// screens FOLDER: the window as PNG in every state that a person may meet: 1280×720, 1920×1080 and 3840×2160 at 200 %,
// light and dark, English and a language with longer words; empty, full, busy, broken; and so the windows that stand
// beside it. For looking, not for comparing.
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QJsonArray>
#include <QLineEdit>
#include <QProcess>
#include <QTest>
#include <QTextStream>
#include <QToolButton>

#include "tests/ui/danmaku_states.h"
#include "tests/ui/listening_states.h"
#include "tests/ui/photographer.h"
#include "tests/ui/pseudo_locale.h"
#include "tests/ui/rare_states.h"
#include "tests/ui/studio_desk.h"
#include "tests/ui/voice_windows.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/exporting/export_desk.h"
#include "ui/lexicon/lexicon_window.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/format_sheet.h"
#include "ui/shared/labels.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/shortcuts/key_field.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/line_card.h"
#include "ui/studio/preset_row.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"
#include "ui/voices/clinic.h"
#include "ui/voices/recording_view.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

namespace {

bool waitFor(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, 120'000);
}

QAction *action(const StudioDesk &desk, const char *id) {
    return desk.window->findChild<QAction *>(QLatin1String(id));
}

// Keys that are listened to, refused, another action's, and changed.
template <typename Name>
void photographKeys(Photographer &photographer, QWidget &window, const QAction &action, const Name &name) {
    auto *search = window.findChild<QLineEdit *>();
    auto *field = window.findChild<ui::shortcuts::KeyField *>();
    search->setText(action.text().remove(u'&'));
    QTest::keyClick(search, Qt::Key_Return);
    photographer.takeOne(window, name("shortcuts-listening"));
    QTest::keyClick(field, Qt::Key_L);
    photographer.takeOne(window, name("shortcuts-refused"));
    QTest::keyClick(field, Qt::Key_M, Qt::ControlModifier);
    photographer.takeOne(window, name("shortcuts-taken"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    photographer.takeOne(window, name("shortcuts-changed"));
    search->setText(QStringLiteral("xyzzy"));
    photographer.takeOne(window, name("shortcuts-nothing"));
}

// A number that is none was typed.
void photographRefusal(Photographer &photographer, StudioDesk &desk, QDialog &settings) {
    const QList<QLineEdit *> fields = settings.findChildren<QLineEdit *>();
    const QString seed = QString::number(desk.services.settings().seed());
    for (QLineEdit *field : fields) {
        if (field->text() == seed && field->accessibleName().size() > 0) {
            field->setFocus();
            field->selectAll();
            QTest::keyClicks(field, QStringLiteral("99999999999999999999"));
            QTest::keyClick(field, Qt::Key_Return);
        }
    }
    photographer.takeOne(settings, QStringLiteral("settings-refused"));
}

// What stands beside the window.
void photographWindows(Photographer &photographer, StudioDesk &desk) {
    QWidget *palette = desk.window->openPalette();
    photographer.takeBeside(desk, *palette, QStringLiteral("palette"));
    palette->close();
    for (const char *id : {"library.lexicon", "file.models", "file.settings", "file.back_up", "file.restore",
                           "help.shortcuts", "help.about"}) {
        action(desk, id)->trigger();
        QDialog *dialog = desk.window->findChildren<QDialog *>().last();
        waitFor([&] { return QApplication::activeWindow() == dialog; });
        if (QLatin1String(id) == QLatin1String("file.models"))
            waitFor([&] { return desk.services.models().isRead(); });
        photographer.takeBeside(desk, *dialog, QLatin1String(id));
        if (QLatin1String(id) == QLatin1String("file.settings"))
            photographRefusal(photographer, desk, *dialog);
        for (const char *theme : {"dark", "light"}) {
            if (QLatin1String(id) != QLatin1String("help.shortcuts"))
                continue;
            action(desk, qPrintable(QStringLiteral("view.theme.") + QLatin1String(theme)))->trigger();
            photographKeys(photographer, *dialog, *action(desk, "playback.loop"), [&](const char *what) {
                return QStringLiteral("%1-%2").arg(QLatin1String(what), QLatin1String(theme));
            });
            for (const QString &changed : desk.services.shortcuts().all().keys())
                desk.services.shortcuts().change({{changed, std::nullopt}});
        }
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

// With words, a pattern that is wrong, and a sentence to try.
void photographLexicon(Photographer &photographer, StudioDesk &desk) {
    using engine::text::LexiconKind;
    desk.services.lexicons().change({},
                                    {{{},
                                      {{LexiconKind::Plain, "GIF", "jif", false, true, true, "as its maker says it"},
                                       {LexiconKind::Plain, "Worcestershire", "wooster sheer"},
                                       {LexiconKind::Pattern, "v(\\d+", "version \\1"},
                                       {LexiconKind::Pinyin, "重庆", "chong2 qing4"},
                                       {LexiconKind::Plain, "OBS", "O B S", true, true, false}}}});
    action(desk, "library.lexicon")->trigger();
    auto *window = desk.window->findChild<ui::lexicon::LexiconWindow *>();
    for (QLineEdit *field : window->findChildren<QLineEdit *>()) {
        if (field->maxLength() == 2'000)
            field->setText(QString::fromUtf8("A GIF of 重庆, with Worcestershire sauce."));
    }
    auto *table = window->findChild<QAbstractItemView *>();
    table->setCurrentIndex(table->model()->index(2, 1));
    photographer.takeBeside(desk, *window, QStringLiteral("lexicon"));
    window->resize(window->minimumSize());
    photographer.takeOne(*window, QStringLiteral("lexicon-small"));
    window->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

void photographPresets(Photographer &photographer, StudioDesk &desk) {
    desk.window->activateWindow();
    waitFor([&] { return QApplication::activeWindow() == desk.window.get(); });
    desk.services.settings().setNfeStep(12);
    desk.window->studio().presets().saveAs();
    photographer.takeOne(*desk.window, QStringLiteral("preset-name"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Podcast"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    photographer.takeOne(*desk.window, QStringLiteral("preset"));
    desk.window->studio().presets().remove();
    desk.window->notices().dismiss();
    desk.services.settings().setNfeStep(7);
    for (auto *question : desk.window->studio().findChildren<QToolButton *>()) {
        if (question->accessibleName().contains(u'“') && !QApplication::activePopupWidget())
            question->click();
    }
    if (QWidget *explanation = QApplication::activePopupWidget()) {
        photographer.takeOne(*explanation, QStringLiteral("explanation"));
        explanation->close();
    }
}

// Own voices with long names beside the shipped ones, and the clinic with a good and with a poor recording.
void photographVoices(Photographer &photographer) {
    VoiceData data;
    const auto add = [&](const char *id, const char *name, const char *language, const char *said,
                         const engine::Clip &clip) {
        data.add(id,
                 {{QStringLiteral("name"), QString::fromUtf8(name)},
                  {QStringLiteral("language"), QLatin1String(language)},
                  {QStringLiteral("transcript"), QString::fromUtf8(said)},
                  {QStringLiteral("tags"), QJsonArray{QStringLiteral("narrator"), QString::fromUtf8("温柔")}}},
                 clip);
    };
    const char *twice = "The garden is full of flowers. The garden is full of flowers.";
    const engine::Clip clip = VoiceData::repeated(VoiceData::recordingOf("slt"), 2);
    add("anna", "Anna, whom we recorded in the kitchen on a Sunday", "de", twice, VoiceData::withNoise(clip, 0.1F));
    add("bei", "北京广播电台晚间新闻联播主持人温柔女声第二版（试音）", "zh-CN", twice, VoiceData::louder(clip, 30));
    add("slt", "Slt, mended", "en-US", "The garden is full of flowers.", VoiceData::recordingOf("slt"));
    data.add("broken", {{QStringLiteral("name"), QStringLiteral("Broken")}}, clip);
    StudioDesk desk({data.person.path().toStdString(), StudioDesk::shipped()});
    auto &voices = desk.window->voices();
    waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
    waitFor([&] {
        bool all = voices.pane().model().rowCount() > 0;
        for (int row = 0; row < voices.pane().model().rowCount(); ++row)
            all = all && !voices.pane().model().card(row).marks.isEmpty();
        return all;
    });
    voices.pane().select(QStringLiteral("bei"));
    voices.pane().focusVoices();
    photographer.takeAll(desk, QStringLiteral("voices"));
    voices.record();
    photographer.takeAll(desk, QStringLiteral("record"));
    voices.leave();
    const QString file = data.path(QString::fromUtf8("采访录音_2026年11月.wav"));
    engine::audio::writeWav(file.toStdString(), VoiceData::repeated(VoiceData::recordingOf("slt"), 12));
    for (const char *state : {"clinic", "clinic-poor"}) {
        bool shown = false;
        const auto watch = QObject::connect(&voices.clinic(), &ui::voices::Clinic::factsShown, [&] { shown = true; });
        if (QLatin1String(state) == QLatin1String("clinic")) {
            voices.addFiles({file});
            photographer.takeAll(desk, QStringLiteral("clinic-reading"));
        } else {
            voices.edit(QStringLiteral("bei"));
        }
        waitFor([&] { return shown; });
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("The garden is full of flowers."));
        photographer.takeAll(desk, QLatin1String(state));
        QObject::disconnect(watch);
    }
}

// Licences, a restore and what it brings, the question of an import: all that the test of clipped text goes through.
void photographVoiceWindows(Photographer &photographer) {
    throughVoiceWindows([&](QWidget &shown, const QString &state) {
        QString name = state;
        name.remove(u',').replace(u' ', u'-');
        photographer.takeOne(shown, QStringLiteral("window-") + name);
    });
}

// What can be asked for by itself.
const QStringList kParts{QStringLiteral("voices"),    QStringLiteral("windows"), QStringLiteral("studio"),
                         QStringLiteral("script"),    QStringLiteral("nothing"), QStringLiteral("rare"),
                         QStringLiteral("listening"), QStringLiteral("danmaku"), QStringLiteral("performance"),
                         QStringLiteral("server")};

int photograph(const QString &folder, const QString &language, const QStringList &parts) {
    Photographer photographer(folder, language);
    const auto wants = [&](const char *part) { return parts.contains(QLatin1String(part)); };
    if (wants("voices"))
        photographVoices(photographer);
    if (wants("windows"))
        photographVoiceWindows(photographer);
    if (wants("studio")) {
        StudioDesk desk;
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        photographer.takeAll(desk, QStringLiteral("start"));
        photographWindows(photographer, desk);
        photographPresets(photographer, desk);
        photographLexicon(photographer, desk);

        desk.window->studio().speak();
        if (!waitFor([&] { return !desk.window->studio().isBusy(); })) {
            return 1;
        }
        desk.window->transport().waveform().setPlayhead(desk.window->transport().waveform().seconds() * 0.4);
        photographer.takeAll(desk, QStringLiteral("full"));
        desk.services.settings().setSpectrogram(true);
        photographer.takeAll(desk, QStringLiteral("spectrogram"));
        desk.services.settings().setSpectrogram(false);

        desk.services.settings().setNfeStep(16);
        desk.window->studio().speak();
        if (!waitFor([&] { return desk.window->takes().model().total() == 2 && !desk.window->studio().isBusy(); })) {
            return 1;
        }
        desk.window->comparison().compare(desk.window->takes().model().take(0), desk.window->takes().model().take(1));
        waitFor([&] { return desk.window->transport().hasPair(); });
        desk.window->comparison().switchSides();
        desk.services.takes().star(desk.window->takes().model().take(0).id, true);
        desk.services.takes().annotate(desk.window->takes().model().take(0).id,
                                       QStringLiteral("The calmer one; a breath after the first word."));
        waitFor([&] { return !desk.window->takes().model().take(0).note.isEmpty(); });
        desk.window->takes().chooseFirst();
        photographer.takeAll(desk, QStringLiteral("compare"));
        desk.window->comparison().leave();
        desk.window->takes().chooseFirst();
        desk.window->takes().acts()[ui::studio::TakeActs::Remove]->trigger();
        waitFor([&] { return desk.window->takes().model().total() == 1 && desk.window->notices().count() > 0; });
        photographer.takeAll(desk, QStringLiteral("undo"));
        if (const auto *gone = desk.window->notices().current(); gone && !gone->actions.empty())
            gone->actions.front().run();
        waitFor([&] { return desk.window->takes().model().total() == 2; });
        desk.window->studio().setText(desk.window->studio().text() + QStringLiteral("\nOne more line, not made yet."));
        auto *sheet = desk.window->exports().open();
        QTest::qWait(300);
        photographer.takeBeside(desk, *sheet, QStringLiteral("export"));
        sheet->close();
        desk.window->takes().focusTakes();
        desk.window->takes().findChild<QAbstractItemView *>()->selectAll();
        desk.window->takes().acts()[ui::studio::TakeActs::Save]->trigger();
        if (auto *formats = desk.window->findChild<ui::shared::FormatSheet *>()) {
            photographer.takeBeside(desk, *formats, QStringLiteral("formats"));
            formats->close();
        }

        desk.services.settings().setNfeStep(8);
        desk.window->studio().setText(
            QStringLiteral("The morning light came slowly over the hills, and nobody in the village was awake yet. ")
                .repeated(6) +
            QString::fromUtf8("主播念出来的每一句话，都可以在这里先听一遍，再决定要不要重新生成。"));
        desk.window->studio().speak();
        const auto drawn = [&] { return desk.window->transport().waveform().seconds(); };
        waitFor([&] { return drawn() == 0; });
        waitFor([&] { return drawn() > 0 || !desk.window->studio().isBusy(); });
        photographer.takeAll(desk, QStringLiteral("busy"));
        desk.window->studio().stop();
        waitFor([&] { return !desk.window->studio().isBusy(); });
    }
    if (wants("script")) {
        StudioDesk desk;
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        app::script::ScriptDocument &script = desk.services.script();
        desk.window->studio().setText(QString::fromUtf8("Good morning, and welcome to our studio.\n"
                                                        "The dragon was sleeping on a mountain of gold.\n"
                                                        "“Who dares to wake me?” asked the dragon.\n"
                                                        "龙在金山上睡着了。Nobody answered the dragon.\n"
                                                        "The end."));
        script.setVoice({2}, QStringLiteral("awb"));
        script.setSpeed({2, 3}, 1.25);
        script.setSeed({3}, 4711);
        desk.window->studio().editor().select({1, 4, 6});
        desk.window->studio().editor().setFocus();
        desk.window->studio().finder().replace();
        photographer.takeAll(desk, QStringLiteral("find"));
        desk.window->studio().finder().leave();
        desk.window->studio().editor().goToLine(3);
        photographer.takeAll(desk, QStringLiteral("line"));
        desk.window->studio().editor().selectAll();
        photographer.takeAll(desk, QStringLiteral("lines"));
    }
    if (wants("script")) {
        StudioDesk desk; // what is said, what is wrong with a tag, a doubtful take
        desk.services.settings().setCheckTakes(false);
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        desk.window->studio().setText(
            QString::fromUtf8("Good morning, and welcome to our studio.\n"
                              "The hill is 3.5 km away, {pause 500ms} said [awb] the dragon.\n"
                              "At 14:30 [nobody] paid $3.50 for {speed fast} 2 books.\n"
                              "{speed 1.5} This is said as it stands, only faster, and takes no second row.\n"
                              "2024年5月1日，银行(yin2 hang2)有12000人。\n"
                              "The end."));
        desk.window->studio().editor().goToLine(0);
        desk.window->studio().speak();
        waitFor([&] { return desk.window->takes().model().total() == 1 && !desk.window->studio().isBusy(); });
        desk.services.takes().judge(desk.window->takes().model().take(0).id,
                                    QStringLiteral(R"([{"kind": "gap", "from": 1, "to": 2, "sureness": 0.8, "reason":
            "There is a silence of 1.0 s at 1.0 s.", "remedy": "Speak it again with another seed."}])"));
        waitFor([&] { return desk.window->takes().model().take(0).doubts.contains(QLatin1String("1.0 s")); });
        photographer.takeAll(desk, QStringLiteral("doubt"));
        desk.window->studio().editor().goToLine(2);
        photographer.takeAll(desk, QStringLiteral("spoken"));
        app::script::ScriptDocument &script = desk.services.script();
        script.setVoice({1, 3}, QStringLiteral("bob"));
        script.setCue(1, app::script::CueTimes{4, 4.6});
        desk.window->studio().editor().goToLine(1);
        photographer.takeAll(desk, QStringLiteral("no-voice"));
        desk.window->studio().lineCard().setOpen(true);
        photographer.takeAll(desk, QStringLiteral("cue"));
        desk.window->studio().lineCard().setOpen(false);
        action(desk, "view.show_takes")->trigger();
        photographer.takeAll(desk, QStringLiteral("no-takes"));
        action(desk, "view.show_takes")->trigger();
    }
    if (wants("nothing")) {
        QTemporaryDir folderWithModels;
        QFile::link(QString::fromStdString((StudioDesk::shipped() / "models").string()),
                    folderWithModels.filePath(QStringLiteral("models")));
        StudioDesk desk({folderWithModels.path().toStdString()});
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        photographer.takeAll(desk, QStringLiteral("empty"));
    }
    if (wants("nothing")) {
        QTemporaryDir folderWithVoices;
        QFile::link(QString::fromStdString((StudioDesk::shipped() / "voices").string()),
                    folderWithVoices.filePath(QStringLiteral("voices")));
        StudioDesk desk({folderWithVoices.path().toStdString()});
        waitFor([&] { return desk.window->notices().count() > 0; });
        photographer.takeAll(desk, QStringLiteral("broken"));
    }
    if (wants("listening")) {
        StudioDesk desk;
        if (!listening_states::throughListening(desk, [&](QWidget &shown, const QString &state) {
                if (&shown == desk.window.get())
                    photographer.takeAll(desk, state);
                else
                    photographer.takeBeside(desk, shown, state);
            }))
            return 1;
    }
    if (wants("danmaku")) {
        StudioDesk desk;
        for (auto *label : desk.window->findChildren<ui::shared::ElidedLabel *>())
            if (label->text().startsWith(QStringLiteral("Also in "))) // not where this run's files lie
                label->setText(QStringLiteral("Also in ~/.local/share/ishowtts-studio/captions"));
        if (!danmaku_states::throughDanmaku(desk, [&](QWidget &shown, const QString &state) {
                if (&shown == desk.window.get())
                    photographer.takeAll(desk, state);
                else
                    photographer.takeOne(shown, state);
            }))
            return 1;
    }
    if (wants("performance") && !rare::photographPerformance(photographer))
        return 1;
    if (wants("server") && !rare::photographServer(photographer))
        return 1;
    if (wants("rare")) {
        rare::photographDownloads(photographer);
        rare::photographSubtitles(photographer);
        rare::photographSound(photographer);
    }
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The window as PNG in every state that a person may meet."));
    parser.addPositionalArgument(QStringLiteral("FOLDER"), QStringLiteral("where the pictures go; it is made"));
    const QStringList languages{QStringLiteral("en"), QStringLiteral("pseudo")};
    const QStringList scales{QStringLiteral("1"), QStringLiteral("2")};
    const QCommandLineOption only(QStringLiteral("only"),
                                  QStringLiteral("these pictures: %1; all unless given, also more than once")
                                      .arg(kParts.join(QStringLiteral(", "))),
                                  QStringLiteral("PART"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("en or pseudo; both unless given"),
                                      QStringLiteral("LANGUAGE"));
    const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("1 or 2; both unless given"),
                                   QStringLiteral("SCALE"));
    QCommandLineOption child(QStringLiteral("child"), QStringLiteral("the process that works at one scale"));
    child.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({only, language, scale, child});
    parser.addHelpOption();
    parser.process(application);
    const auto chosen = [&](const QCommandLineOption &option, const QStringList &known) {
        const QStringList values = parser.values(option);
        for (const QString &value : values) {
            if (!known.contains(value))
                parser.showHelp(2);
        }
        return values.isEmpty() ? known : values;
    };
    const QStringList parts = chosen(only, kParts);
    const QStringList wantedLanguages = chosen(language, languages);
    const QStringList wantedScales = chosen(scale, scales);
    if (parser.positionalArguments().size() != 1) {
        parser.showHelp(2);
    }
    const QString folder = parser.positionalArguments().first();
    QDir().mkpath(folder);
    if (parser.isSet(child)) {
        PseudoLocale longer;
        if (wantedLanguages.first() == QStringLiteral("pseudo")) {
            QCoreApplication::installTranslator(&longer);
        }
        return photograph(folder, wantedLanguages.first(), parts);
    }
    QStringList partOptions;
    for (const QString &part : parts)
        partOptions << QStringLiteral("--only") << part;
    // Scale and language belong to a process.
    for (const QString &oneScale : wantedScales) {
        for (const QString &oneLanguage : wantedLanguages) {
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("QT_SCALE_FACTOR"), oneScale);
            process.setProcessEnvironment(environment);
            process.setProcessChannelMode(QProcess::ForwardedChannels);
            process.start(QApplication::applicationFilePath(),
                          partOptions + QStringList{QStringLiteral("--child"), QStringLiteral("--language"),
                                                    oneLanguage, QStringLiteral("--"), folder});
            process.waitForFinished(-1);
            if (process.exitCode() != 0) {
                return 1;
            }
        }
    }
    return 0;
}
