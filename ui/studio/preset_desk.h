// Presets beyond their row: the menu of them (and with it the command palette), Undo after one was removed or replaced,
// and what goes wrong with their file.
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QJsonObject;
class QMenu;

namespace app {
class Presets;
class Shortcuts;
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
        PresetRow &row;
        shared::NoticeBar &notices;
        QMenu &menu;
        app::Shortcuts &shortcuts;
    };

    PresetDesk(Uses uses, QObject *parent);

private:
    void connectNotices();
    void rename(const QString &from, const QString &to);
    void moveKeys(const QString &from, const QString &to);
    void offerUndo(const QString &what, const QString &name, const QJsonObject &values, bool wasReplaced);
    void makeMenu();
    void fill();
    void follow();

    const Uses m_uses;
    QList<QAction *> m_entries; // of the presets, with the line between them
    QAction *m_end;             // what follows them
    QAction *m_rename;
    QAction *m_remove;
};

} // namespace ui::studio
