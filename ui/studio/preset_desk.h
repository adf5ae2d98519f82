// Presets beyond their row: the menu of them (and with it the command palette), Undo after one was removed, renamed or
// replaced, a person's keys for them, and what goes wrong with their file.
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMenu;

namespace app {
class Presets;
class Shortcuts;
class ValueHistory;
struct PresetAct;
} // namespace app
namespace ui::shared {
class NoticeBar;
}

namespace ui::studio {

class PresetRow;

class PresetDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Presets &presets;
        app::ValueHistory &values; // with what was done to presets
        PresetRow &row;
        shared::NoticeBar &notices;
        QMenu &menu;
        app::Shortcuts &shortcuts;
    };

    PresetDesk(Uses uses, QObject *parent);

private:
    void connectNotices();
    void follow(const app::PresetAct &act, bool anew);
    void moveKeys(const QString &from, const QString &to);
    void offerUndo(const QString &what, const app::PresetAct &act);
    void tellRefused(const app::PresetAct &wanted, const QString &objection);
    void makeMenu();
    void fill();
    void check(); // the one that is used

    const Uses m_uses;
    QList<QAction *> m_entries; // of the presets, with the line between them
    QAction *m_end;             // what follows them
    QAction *m_rename;
    QAction *m_remove;
};

} // namespace ui::studio
