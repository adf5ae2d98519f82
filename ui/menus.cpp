#include "ui/menus.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCoreApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>

#include <utility>

#include "app/cloning/difference.h"
#include "ui/shared/acts.h"
#include "ui/shared/icons.h"

namespace ui {
namespace {

class Menus {
    Q_DECLARE_TR_FUNCTIONS(ui::Menus)

public:
    explicit Menus(QMenuBar &bar) : m_bar(bar) {}

    Actions make(const std::vector<Workspace> &workspaces, const std::vector<QList<QAction *>> &takes,
                 const std::vector<QList<QAction *>> &voices) {
        makeFile();
        makeEdit();
        makeView(workspaces);
        makeSpeech();
        makeTake(takes);
        makeLibrary(voices);
        makeHelp();
        nameAll();
        return m_actions;
    }

private:
    static QAction *add(QMenu *menu, const QString &text, QStringView iconName, const QKeySequence &keys = {}) {
        QAction *action = menu->addAction(shared::icon(iconName), text);
        action->setShortcut(keys);
        return action;
    }

    // A person's shortcuts are kept by these names: one that was released stays as it is.
    void nameAll() {
        const std::pair<QAction *, const char *> ids[] = {
            {m_actions.newScript, "file.new"},
            {m_actions.openScript, "file.open"},
            {m_actions.saveScript, "file.save"},
            {m_actions.saveScriptAs, "file.save_as"},
            {m_actions.importLines, "file.import"},
            {m_actions.exportScript, "file.export"},
            {m_actions.openVoicesFolder, "file.voices_folder"},
            {m_actions.backUp, "file.back_up"},
            {m_actions.restore, "file.restore"},
            {m_actions.lexicon, "library.lexicon"},
            {m_actions.models, "file.models"},
            {m_actions.settings, "file.settings"},
            {m_actions.quit, "file.quit"},
            {m_actions.undo, "edit.undo"},
            {m_actions.redo, "edit.redo"},
            {m_actions.find, "edit.find"},
            {m_actions.replace, "edit.replace"},
            {m_actions.findNext, "edit.find_next"},
            {m_actions.findPrevious, "edit.find_previous"},
            {m_actions.goToLine, "edit.go_to_line"},
            {m_actions.resetLayout, "view.reset_layout"},
            {m_actions.showVoices, "view.voices"},
            {m_actions.showTakes, "view.show_takes"},
            {m_actions.showPerformance, "view.performance"},
            {m_actions.goToPerformance, "view.go_to_performance"},
            {m_actions.showServer, "view.server"},
            {m_actions.goToServer, "view.go_to_server"},
            {m_actions.spokenForm, "view.spoken_form"},
            {m_actions.spectrogram, "view.spectrogram"},
            {m_actions.goToText, "view.text"},
            {m_actions.goToTakes, "view.takes"},
            {m_actions.goToVoices, "view.go_to_voices"},
            {m_actions.goToMessage, "view.message"},
            {m_actions.palette, "view.palette"},
            {m_actions.speak, "speech.speak"},
            {m_actions.makeChanged, "speech.make_changed"},
            {m_actions.makeOtherwise, "speech.make_otherwise"},
            {m_actions.stop, "speech.stop"},
            {m_actions.newSeed, "speech.new_seed"},
            {m_actions.lineVoice, "line.voice"},
            {m_actions.lineSpeed, "line.speed"},
            {m_actions.lineSeed, "line.seed"},
            {m_actions.lineCue, "line.cue"},
            {m_actions.keepSeeds, "line.keep_seeds"},
            {m_actions.lineAsStudio, "line.as_studio"},
            {m_actions.lineUp, "line.up"},
            {m_actions.lineDown, "line.down"},
            {m_actions.playLine, "playback.line"},
            {m_actions.playOrPause, "playback.play"},
            {m_actions.switchSides, "playback.switch_sides"},
            {m_actions.loop, "playback.loop"},
            {m_actions.mute, "playback.mute"},
            {m_actions.onAir, "playback.on_air"},
            {m_actions.shortcuts, "help.shortcuts"},
            {m_actions.copyDiagnostics, "help.diagnostics"},
            {m_actions.openLogFolder, "help.log_folder"},
            {m_actions.about, "help.about"},
        };
        for (const auto &[action, id] : ids)
            action->setObjectName(QLatin1String(id));
    }

    void makeFile() {
        QMenu *menu = m_bar.addMenu(tr("&File"));
        m_actions.newScript = add(menu, tr("&New script"), u"text", QKeySequence::New);
        m_actions.openScript = add(menu, tr("&Open script or text …"), u"folder", QKeySequence::Open);
        m_actions.openRecent = menu->addMenu(shared::icon(u"recent"), tr("Open &recent"));
        m_actions.saveScript = add(menu, tr("&Save script"), u"save", QKeySequence::Save);
        m_actions.saveScriptAs =
            add(menu, tr("Save script &as …"), u"save", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
        menu->addSeparator();
        m_actions.importLines = add(menu, tr("&Import lines …"), u"import");
        m_actions.exportScript =
            add(menu, tr("&Export script as sound …"), u"export", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
        menu->addSeparator();
        m_actions.backUp = add(menu, tr("&Back up …"), u"backup");
        m_actions.restore = add(menu, tr("Restore a bac&kup …"), u"restore");
        m_actions.settings = add(menu, tr("Se&ttings …"), u"settings", QKeySequence(Qt::CTRL | Qt::Key_Comma));
        m_actions.settings->setMenuRole(QAction::PreferencesRole);
        menu->addSeparator();
        m_actions.quit = add(menu, tr("&Quit"), u"quit", QKeySequence(Qt::CTRL | Qt::Key_Q));
        m_actions.quit->setMenuRole(QAction::QuitRole);
    }

    void makeEdit() {
        QMenu *menu = m_bar.addMenu(tr("&Edit"));
        m_actions.edit = menu;
        m_actions.undo = add(menu, tr("&Undo"), u"undo", QKeySequence::Undo);
        m_actions.redo = add(menu, tr("&Redo"), u"redo");
        m_actions.redo->setShortcuts(
            {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}); // everybody's habit
        menu->addSeparator();
        addEdit(menu, tr("Cu&t"), u"cut", QKeySequence::Cut, "cut");
        addEdit(menu, tr("&Copy"), u"copy", QKeySequence::Copy, "copy");
        addEdit(menu, tr("&Paste"), u"paste", QKeySequence::Paste, "paste");
        menu->addSeparator();
        addEdit(menu, tr("Select &all"), u"select", QKeySequence::SelectAll, "selectAll");
        menu->addSeparator();
        m_actions.find = add(menu, tr("&Find …"), u"search", QKeySequence(Qt::CTRL | Qt::Key_F));
        m_actions.replace = add(menu, tr("R&eplace …"), u"replace", QKeySequence(Qt::CTRL | Qt::Key_H));
        m_actions.findNext = add(menu, tr("Find &next"), u"line-down", QKeySequence(Qt::Key_F3));
        m_actions.findPrevious = add(menu, tr("Find pre&vious"), u"line-up", QKeySequence(Qt::SHIFT | Qt::Key_F3));
        m_actions.goToLine = add(menu, tr("&Go to line …"), u"text", QKeySequence(Qt::CTRL | Qt::Key_G));
    }

    // Text fields know these slots by name. Elsewhere there is no text to cut or copy.
    void addEdit(QMenu *menu, const QString &text, QStringView iconName, QKeySequence::StandardKey keys,
                 const char *slot) {
        QAction *action = add(menu, text, iconName, keys);
        action->setObjectName(QStringLiteral("edit.") + QLatin1String(slot));
        QObject::connect(action, &QAction::triggered, &m_bar, [slot] {
            QWidget *focus = QApplication::focusWidget();
            if (auto *number = qobject_cast<QAbstractSpinBox *>(focus))
                focus = number->findChild<QLineEdit *>();
            const QByteArray signature = QByteArray(slot).append("()");
            if (focus && focus->metaObject()->indexOfSlot(signature.constData()) >= 0)
                QMetaObject::invokeMethod(focus, slot);
        });
    }

    void makeView(const std::vector<Workspace> &workspaces) {
        QMenu *menu = m_bar.addMenu(tr("&View"));
        QMenu *places = menu->addMenu(shared::icon(u"workspace"), tr("&Workspace"));
        m_actions.workspaces = new QActionGroup(&m_bar);
        int number = 1;
        for (const Workspace &workspace : workspaces) {
            QAction *action =
                add(places, workspace.name, workspace.iconName, QKeySequence(QStringLiteral("Ctrl+%1").arg(number++)));
            action->setCheckable(true);
            action->setData(workspace.id);
            action->setObjectName(QStringLiteral("view.workspace.") + workspace.id);
            m_actions.workspaces->addAction(action);
        }
        m_actions.resetLayout = add(menu, tr("&Reset layout"), u"reset");
        m_actions.showVoices = add(menu, tr("Vo&ices"), u"voice");
        m_actions.showVoices->setCheckable(true);
        m_actions.showTakes = add(menu, tr("T&akes"), u"takes");
        m_actions.showTakes->setCheckable(true);
        m_actions.performance = menu->addMenu(shared::icon(u"speed"), tr("P&erformance"));
        m_actions.showPerformance = add(m_actions.performance, tr("&Performance"), u"speed");
        m_actions.showPerformance->setCheckable(true);
        m_actions.goToPerformance = add(m_actions.performance, tr("&Go to the performance"), u"speed",
                                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
        m_actions.performance->addSeparator();
        m_actions.server = menu->addMenu(shared::icon(u"server"), tr("Ser&ver"));
        m_actions.showServer = add(m_actions.server, tr("&Server"), u"server");
        m_actions.showServer->setCheckable(true);
        m_actions.goToServer =
            add(m_actions.server, tr("&Go to the server"), u"server", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
        m_actions.server->addSeparator();
        m_actions.spokenForm = add(menu, tr("&What is said, under the lines"), u"speak");
        m_actions.spokenForm->setCheckable(true);
        m_actions.spectrogram =
            add(menu, tr("&Spectrogram"), u"spectrogram", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G));
        m_actions.spectrogram->setCheckable(true);
        menu->addSeparator();
        QMenu *themes = menu->addMenu(shared::icon(u"theme"), tr("&Theme"));
        m_actions.themes = new QActionGroup(&m_bar);
        addTheme(themes, "system", tr("As the &system"), Appearance::System);
        addTheme(themes, "light", tr("&Light"), Appearance::Light);
        addTheme(themes, "dark", tr("&Dark"), Appearance::Dark);
        menu->addSeparator();
        m_actions.goToText = add(menu, tr("&Go to the text"), u"text", QKeySequence(Qt::CTRL | Qt::Key_L));
        m_actions.goToTakes =
            add(menu, tr("Go to the &takes"), u"takes", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));
        m_actions.goToVoices =
            add(menu, tr("Go to the v&oices"), u"voice", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V));
        m_actions.goToMessage = add(menu, tr("Go to the &message"), u"info", QKeySequence(Qt::Key_F6));
        m_actions.palette =
            add(menu, tr("&Command palette …"), u"search", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    }

    void addTheme(QMenu *menu, const char *name, const QString &text, Appearance appearance) {
        QAction *action = add(menu, text, QString::fromLatin1(name));
        action->setObjectName(QStringLiteral("view.theme.") + QLatin1String(name));
        action->setCheckable(true);
        action->setData(int(appearance));
        m_actions.themes->addAction(action);
    }

    void makeSpeech() {
        QMenu *menu = m_bar.addMenu(tr("&Speech"));
        m_actions.speech = menu;
        m_actions.speak = add(menu, tr("&Speak"), u"speak");
        m_actions.speak->setShortcuts(
            {QKeySequence(Qt::CTRL | Qt::Key_Enter), QKeySequence(Qt::CTRL | Qt::Key_Return)});
        m_actions.makeChanged = add(menu, tr("&Make changed lines"), u"line-changed");
        m_actions.makeChanged->setShortcuts(
            {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Enter), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)});
        m_actions.makeOtherwise = add(menu, {}, u"line-otherwise"); // ui/otherwise_desk.h says how many
        m_actions.stop = add(menu, tr("S&top"), u"stop", QKeySequence(Qt::Key_Escape));
        m_actions.newSeed = add(menu, tr("&New seed"), u"dice", QKeySequence(Qt::CTRL | Qt::Key_R));
        makeDifferences(menu->addMenu(shared::icon(u"compare"), tr("&Hear the difference")));
        m_actions.presets = menu->addMenu(shared::icon(u"settings"), tr("P&resets"));
        menu->addSeparator();
        m_actions.lineVoice = add(menu, tr("&Voice of the line …"), u"voice", QKeySequence(Qt::CTRL | Qt::Key_B));
        m_actions.lineSpeed = add(menu, tr("Sp&eed of the line …"), u"speed");
        m_actions.lineSeed = add(menu, tr("Seed o&f the line …"), u"own");
        m_actions.lineCue = add(menu, tr("&Cue of the line …"), u"recent");
        m_actions.keepSeeds = add(menu, tr("&Keep the line's newest seed"), u"pin");
        m_actions.lineAsStudio = add(menu, tr("Line &as the Studio"), u"reset");
        m_actions.lineUp = add(menu, tr("Move line &up"), u"line-up");
        m_actions.lineDown = add(menu, tr("Move line &down"), u"line-down");
        menu->addSeparator();
        m_actions.playLine = add(menu, tr("Play the l&ine's newest take"), u"play", QKeySequence(Qt::Key_F5));
        // Not Ctrl+Space: input methods for Chinese are switched with it.
        m_actions.playOrPause = add(menu, tr("&Play or pause"), u"play");
        m_actions.playOrPause->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_P),
                                             QKeySequence(Qt::Key_MediaTogglePlayPause),
                                             QKeySequence(Qt::Key_MediaPlay)});
        m_actions.loop = add(menu, tr("&Loop"), u"loop", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
        m_actions.loop->setCheckable(true);
        makeWave(menu->addMenu(shared::icon(u"spectrogram"), tr("&Wave")));
        m_actions.mute = add(menu, tr("&Mute"), u"muted", QKeySequence(Qt::CTRL | Qt::Key_M));
        m_actions.mute->setCheckable(true);
        m_actions.onAir = add(menu, tr("Send to pro&gram"), u"on-air", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
        m_actions.onAir->setCheckable(true);
    }

    // Keys that no text wants, for they work while one is written.
    void makeWave(QMenu *menu) {
        m_actions.wave = new QActionGroup(&m_bar);
        const auto addOne = [&](const char *id, const QString &text, QStringView iconName, WaveAct act,
                                const QList<QKeySequence> &keys = {}) {
            QAction *action = add(menu, text, iconName);
            action->setShortcuts(keys);
            action->setObjectName(QStringLiteral("wave.") + QLatin1String(id));
            action->setData(int(act));
            m_actions.wave->addAction(action);
        };
        const auto key = [](int modifiers, Qt::Key of) { return QKeySequence(modifiers | of); };
        addOne("back", tr("A second &back"), u"undo", WaveAct::Back, {key(0, Qt::Key_F7)});
        addOne("forward", tr("A second &forward"), u"redo", WaveAct::Forward, {key(0, Qt::Key_F8)});
        addOne("far_back", tr("5 seconds back"), u"undo", WaveAct::FarBack, {key(Qt::SHIFT, Qt::Key_F7)});
        addOne("far_forward", tr("5 seconds forward"), u"redo", WaveAct::FarForward, {key(Qt::SHIFT, Qt::Key_F8)});
        addOne("start", tr("To the &start"), u"line-up", WaveAct::Start, {key(Qt::ALT, Qt::Key_Home)});
        addOne("end", tr("To the &end"), u"line-down", WaveAct::End, {key(Qt::ALT, Qt::Key_End)});
        menu->addSeparator();
        addOne("zoom_in", tr("Zoom &in"), u"plus", WaveAct::ZoomIn,
               {key(Qt::CTRL, Qt::Key_Plus), key(Qt::CTRL, Qt::Key_Equal)});
        addOne("zoom_out", tr("Zoom &out"), u"fold", WaveAct::ZoomOut, {key(Qt::CTRL, Qt::Key_Minus)});
        addOne("all", tr("Show &all of it"), u"unfold", WaveAct::All, {key(Qt::CTRL, Qt::Key_0)});
        menu->addSeparator();
        addOne("from", tr("Selection begins &here"), u"select", WaveAct::From, {key(0, Qt::Key_F9)});
        addOne("to", tr("Selection ends he&re"), u"select", WaveAct::To, {key(Qt::SHIFT, Qt::Key_F9)});
        addOne("loop", tr("&Loop the selection"), u"loop", WaveAct::Loop, {key(Qt::CTRL, Qt::Key_F9)});
        addOne("nothing", tr("Select &nothing"), u"close", WaveAct::Nothing, {key(Qt::CTRL | Qt::SHIFT, Qt::Key_F9)});
    }

    void makeDifferences(QMenu *menu) {
        using app::cloning::Varied;
        m_actions.differences = new QActionGroup(&m_bar);
        const auto addOne = [&](const char *id, const QString &text, Varied what) {
            QAction *action = add(menu, text, u"compare");
            action->setObjectName(QStringLiteral("speech.hear.") + QLatin1String(id));
            action->setData(int(what));
            m_actions.differences->addAction(action);
        };
        addOne("steps", tr("Hear what the s&teps do"), Varied::Steps);
        addOne("guidance", tr("Hear what the &guidance does"), Varied::Guidance);
        addOne("sway", tr("Hear what the s&way does"), Varied::Sway);
        addOne("speed", tr("Hear what the &speed does"), Varied::Speed);
        addOne("cross_fade", tr("Hear what the &cross-fade does"), Varied::CrossFade);
        addOne("schedule", tr("Hear what the sched&ule does"), Varied::Schedule);
        addOne("seed", tr("Hear what a new see&d does"), Varied::Seed);
        addOne("precision", tr("Hear what the precisio&n does"), Varied::Precision);
    }

    void makeTake(const std::vector<QList<QAction *>> &takes) {
        QMenu *menu = m_bar.addMenu(tr("Ta&ke"));
        menu->setToolTipsVisible(true); // they say why an action is off
        m_actions.take = menu;
        for (const QList<QAction *> &group : takes) {
            menu->addActions(group);
            if (!m_actions.switchSides)
                m_actions.switchSides =
                    add(menu, tr("S&witch between A and B"), u"again", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X));
            menu->addSeparator(); // the last one is not shown
        }
    }

    // All that is spoken with. Over a voice only what is done with voices is offered.
    void makeLibrary(const std::vector<QList<QAction *>> &voices) {
        QMenu *library = m_bar.addMenu(tr("Librar&y"));
        m_actions.voice = new QMenu(&m_bar);
        for (QMenu *menu : {library, m_actions.voice}) {
            menu->setToolTipsVisible(true);
            shared::addGroups(*menu, voices);
        }
        m_actions.openVoicesFolder = add(library, tr("Open voices &folder"), u"folder");
        library->addSeparator();
        m_actions.lexicon = add(library, tr("&Lexicon …"), u"lexicon");
        m_actions.models = add(library, tr("&Models …"), u"model");
    }

    void makeHelp() {
        QMenu *menu = m_bar.addMenu(tr("&Help"));
        m_actions.shortcuts = add(menu, tr("&Keyboard shortcuts …"), u"keyboard", QKeySequence(Qt::Key_F1));
        m_actions.copyDiagnostics = add(menu, tr("Copy &diagnostics"), u"diagnostics");
        m_actions.openLogFolder = add(menu, tr("Open &log folder"), u"log");
        m_actions.about = add(menu, tr("&About and licences"), u"licence");
        m_actions.about->setMenuRole(QAction::AboutRole);
    }

    QMenuBar &m_bar;
    Actions m_actions;
};

} // namespace

Actions makeMenus(QMenuBar &bar, const std::vector<Workspace> &workspaces, const std::vector<QList<QAction *>> &takes,
                  const std::vector<QList<QAction *>> &voices) {
    return Menus(bar).make(workspaces, takes, voices);
}

} // namespace ui
