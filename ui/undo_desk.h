// Edit › Undo and Redo: what they take back is what the person is at. In a text its own typing, in the script the
// script's changes, among the takes what was done to takes, beside the script what was done to the values there;
// elsewhere what was done last. What was done to takes or values from within the script (a button, the menu, the
// palette) is undone first there, until the script is changed.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QWidget>

class QAction;
class QMenu;

namespace app {
class Presets;
class ValueHistory;
} // namespace app
namespace app::script {
class ScriptDocument;
}
namespace app::takes {
class TakeHistory;
}

namespace ui {

namespace shared {
class NoticeBar;
}

class UndoDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::script::ScriptDocument &script;
        app::takes::TakeHistory &takes;
        app::ValueHistory &values;
        app::Presets &presets;
        shared::NoticeBar &notices;
        QWidget &scriptEditor; // has the slots undo() and redo()
        QWidget &takesPane;
        QWidget &inspector;
        QAction &undo;
        QAction &redo;
    };

    UndoDesk(Uses uses, QWidget *window);

    void offerShippedBack(); // "As shipped" was pressed
    void sayWhat();          // the actions' texts: "Undo remove take"
    void sayPlain();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Place { Text, Script, Takes, Values };

    QWidget *focus() const;
    Place place(bool back) const;
    bool can(Place place, bool back) const;
    QString what(Place place, bool back) const;
    void step(bool back);
    void note(Place place);
    void offerValuesBack(const QString &what);

    const Uses m_uses;
    QWidget *m_window;
    Place m_last = Place::Script; // where something was done last
    int m_sinceThen = 0;          // acts there while the keyboard was in m_focus, and not yet undone
    int m_undone = 0;             // of these
    bool m_stepping = false;
    QPointer<QWidget> m_focus;
};

} // namespace ui
