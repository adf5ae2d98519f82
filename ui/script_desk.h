// What the File menu does with scripts: new, open, save, what was dropped on the window, what the last program left.
// Nothing here asks before it acts: a script that was put away unsaved comes back with Undo in the notice.
#pragma once

#include <QObject>
#include <QPointer>

#include "app/script/recovery.h"
#include "ui/shared/notice_bar.h"

class QWidget;

namespace app::script {
class ScriptDocument;
class ScriptFile;
} // namespace app::script

namespace ui {

class ScriptDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::script::ScriptDocument &script;
        app::script::ScriptFile &file;
        app::script::Recovery &recovery;
        shared::NoticeBar &notices;
    };

    ScriptDesk(Uses uses, QWidget *window);

    void startAnew();
    void chooseAndOpen();
    void open(const QString &path);
    void save();
    void chooseAndSave();
    QString title() const; // "evening.ishowtts", "Untitled script"

Q_SIGNALS:
    void titleChanged();
    void cursorWanted(const app::script::Place &place);

private:
    void offerBack(); // what is open and unsaved, by the notice's Undo
    void found(const app::script::Found &found);
    void comeBack(const app::script::Recovered &lost);
    void offerLost(const app::script::Recovered &lost);

    const Uses m_uses;
    QWidget *m_window;
};

} // namespace ui
