// screens FOLDER: the window as PNG in every state that a person may meet: 1280×720, 1920×1080 and 3840×2160 at 200 %,
// light and dark, English and a language with longer words; empty, full, busy, broken. For looking, not for comparing.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMenuBar>
#include <QProcess>
#include <QTest>
#include <QTextStream>

#include "tests/ui/pseudo_locale.h"
#include "tests/ui/studio_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/exporting/export_desk.h"
#include "ui/settings/settings_desk.h"
#include "ui/settings/settings_window.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/help_dialogs.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

namespace {

class Photographer {
public:
    Photographer(QString folder, QString language) : m_folder(std::move(folder)), m_language(std::move(language)) {}

    void takeAll(StudioDesk &desk, const QString &state) {
        QList<QSize> sizes{{1280, 720}, {1920, 1080}};
        const bool doubled = desk.window->devicePixelRatioF() > 1.5;
        if (doubled) {
            sizes = {{1920, 1080}};
        }
        for (const auto theme : {ui::Appearance::Light, ui::Appearance::Dark}) {
            setTheme(*desk.window, theme);
            const QString name = theme == ui::Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
            for (const QSize &size : sizes) {
                desk.window->resize(size);
                QTest::qWait(30);
                const QString file = QStringLiteral("%1/%2-%3-%4-%5.png")
                                         .arg(m_folder, state, name, m_language)
                                         .arg(doubled ? 3840 : size.width());
                desk.window->grab().save(file);
                QTextStream(stdout) << file << Qt::endl;
            }
        }
    }

    void takeOne(QWidget &widget, const QString &name) {
        QTest::qWait(30);
        widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_language));
    }

private:
    static void setTheme(ui::MainWindow &window, ui::Appearance appearance) {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar())) {
            if (entry.action->isCheckable() && entry.action->data() == QVariant(int(appearance)) &&
                entry.action->shortcut().isEmpty()) {
                entry.action->trigger();
            }
        }
    }

    QString m_folder;
    QString m_language;
};

bool waitFor(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, 120'000);
}

int photograph(const QString &folder, const QString &language) {
    Photographer photographer(folder, language);
    {
        StudioDesk desk;
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        photographer.takeAll(desk, QStringLiteral("start"));
        if (auto *palette = desk.window->openPalette()) {
            photographer.takeOne(*palette, QStringLiteral("palette"));
            palette->close();
        }
        QWidget *keys = ui::shared::showShortcuts(ui::shared::actionsOf(*desk.window->menuBar()), desk.window.get());
        photographer.takeOne(*keys, QStringLiteral("shortcuts"));
        keys->close();
        QWidget *about = ui::shared::showAbout(desk.window.get());
        photographer.takeOne(*about, QStringLiteral("about"));
        about->close();
        ui::settings::SettingsDesk settings({desk.services.settings(), desk.services.voices(), desk.services.player()},
                                            desk.window.get());
        photographer.takeOne(*settings.open(), QStringLiteral("settings"));
        settings.open()->close();

        desk.window->studio().speak();
        if (!waitFor([&] { return !desk.window->studio().isBusy(); })) {
            return 1;
        }
        desk.window->transport().waveform().setPlayhead(desk.window->transport().waveform().seconds() * 0.4);
        photographer.takeAll(desk, QStringLiteral("full"));

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
        desk.window->studio().setText(desk.window->studio().text() + QStringLiteral("\nOne more line, not made yet."));
        auto *sheet = desk.window->exports().open();
        QTest::qWait(300);
        photographer.takeOne(*sheet, QStringLiteral("export"));
        sheet->close();

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
    {
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
    {
        QTemporaryDir folderWithModels;
        QFile::link(QString::fromStdString((StudioDesk::shipped() / "models").string()),
                    folderWithModels.filePath(QStringLiteral("models")));
        StudioDesk desk({folderWithModels.path().toStdString()});
        waitFor([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
        photographer.takeAll(desk, QStringLiteral("empty"));
    }
    {
        QTemporaryDir folderWithVoices;
        QFile::link(QString::fromStdString((StudioDesk::shipped() / "voices").string()),
                    folderWithVoices.filePath(QStringLiteral("voices")));
        StudioDesk desk({folderWithVoices.path().toStdString()});
        waitFor([&] { return desk.window->notices().count() > 0; });
        photographer.takeAll(desk, QStringLiteral("broken"));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        QTextStream(stderr) << "usage: screens FOLDER\n";
        return 2;
    }
    QDir().mkpath(arguments[1]);
    if (arguments.size() == 3) { // one part of the work, see below
        PseudoLocale longer;
        if (arguments[2] == QStringLiteral("pseudo")) {
            QCoreApplication::installTranslator(&longer);
        }
        return photograph(arguments[1], arguments[2]);
    }
    // Scale and language belong to a process.
    for (const QString &scale : {QStringLiteral("1"), QStringLiteral("2")}) {
        for (const QString &language : {QStringLiteral("en"), QStringLiteral("pseudo")}) {
            QProcess part;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("QT_SCALE_FACTOR"), scale);
            part.setProcessEnvironment(environment);
            part.setProcessChannelMode(QProcess::ForwardedChannels);
            part.start(arguments[0], {arguments[1], language});
            part.waitForFinished(-1);
            if (part.exitCode() != 0) {
                return 1;
            }
        }
    }
    return 0;
}
