// The menus: every action of the program with name, icon, shortcut and place, which is what the command palette and the
// list of shortcuts show, and with an id (its object name) by which shortcuts.json knows it. What the actions do is
// connected by the window.
#pragma once

#include <QList>

#include <vector>

#include "ui/dock_area.h"
#include "ui/theme.h"

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;

namespace ui {

// What is done with the wave of what sounds, wherever the keyboard is.
enum class WaveAct { Back, Forward, FarBack, FarForward, Start, End, ZoomIn, ZoomOut, All, From, To, Nothing, Loop };

struct Actions {
    QAction *newScript = nullptr;
    QAction *openScript = nullptr;
    QMenu *openRecent = nullptr;
    QAction *saveScript = nullptr;
    QAction *saveScriptAs = nullptr;
    QAction *importLines = nullptr;
    QAction *exportScript = nullptr;
    QAction *openVoicesFolder = nullptr;
    QAction *backUp = nullptr;
    QAction *restore = nullptr;
    QAction *lexicon = nullptr;
    QAction *models = nullptr;
    QAction *settings = nullptr;
    QAction *quit = nullptr;
    QMenu *edit = nullptr;
    QAction *undo = nullptr; // what they do depends on what the person is at
    QAction *redo = nullptr;
    QAction *find = nullptr;
    QAction *replace = nullptr;
    QAction *findNext = nullptr;
    QAction *findPrevious = nullptr;
    QAction *goToLine = nullptr;
    QActionGroup *workspaces = nullptr; // QAction::data() is the id
    QAction *resetLayout = nullptr;
    QAction *showVoices = nullptr;
    QAction *showTakes = nullptr;
    QMenu *performance = nullptr;
    QAction *showPerformance = nullptr;
    QAction *goToPerformance = nullptr;
    QMenu *server = nullptr;
    QAction *showServer = nullptr;
    QAction *goToServer = nullptr;
    QAction *spokenForm = nullptr;
    QAction *spectrogram = nullptr;
    QActionGroup *themes = nullptr; // QAction::data() is an Appearance as int
    QAction *goToText = nullptr;
    QAction *goToTakes = nullptr;
    QAction *goToVoices = nullptr;
    QAction *goToMessage = nullptr;
    QAction *palette = nullptr;
    QAction *speak = nullptr;
    QAction *makeChanged = nullptr;
    QAction *makeOtherwise = nullptr;
    QMenu *speech = nullptr;
    QAction *stop = nullptr;
    QAction *newSeed = nullptr;
    QActionGroup *differences = nullptr; // QAction::data() is an app::cloning::Varied as int
    QMenu *presets = nullptr;
    QAction *lineVoice = nullptr;
    QAction *lineSpeed = nullptr;
    QAction *lineSeed = nullptr;
    QAction *lineCue = nullptr;
    QAction *keepSeeds = nullptr;
    QAction *lineAsStudio = nullptr;
    QAction *lineUp = nullptr;
    QAction *lineDown = nullptr;
    QAction *playLine = nullptr;
    QAction *playOrPause = nullptr;
    QAction *loop = nullptr;
    QActionGroup *wave = nullptr; // QAction::data() is a WaveAct as int
    QAction *mute = nullptr;
    QAction *onAir = nullptr;
    QMenu *take = nullptr; // also the context menu of the takes
    QAction *switchSides = nullptr;
    QMenu *voice = nullptr; // the context menu of the voices; all of it is in the menu Library too
    QAction *shortcuts = nullptr;
    QAction *copyDiagnostics = nullptr;
    QAction *openLogFolder = nullptr;
    QAction *about = nullptr;
};

// `takes` is what can be done with takes, in groups; the first is about hearing them; `voices` the same with voices.
// All of these outlive the menus' use.
Actions makeMenus(QMenuBar &bar, const std::vector<Workspace> &workspaces, const std::vector<QList<QAction *>> &takes,
                  const std::vector<QList<QAction *>> &voices);

} // namespace ui
