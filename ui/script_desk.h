// What the File menu does with scripts: new, open, save, what was dropped on the window, what the last program left.
// Nothing here asks before it acts: a script that was put away unsaved comes back with Undo in its notice, and is kept
// for the next start as long as nobody discarded it for good.
#pragma once

#include <QObject>
#include <QPointer>

#include <optional>

#include "app/script/recovery.h"
#include "ui/shared/notice_bar.h"

class QWidget;

namespace app::script {
class RecentFiles;
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
        app::script::RecentFiles &recent;
        shared::NoticeBar &notices;
    };

    ScriptDesk(Uses uses, QWidget *window);

    void startAnew();
    void chooseAndOpen();
    void open(const QString &path);
    void save();
    void chooseAndSave();
    void clearRecent();    // the list of File › Open recent
    void look();           // whether somebody else changed the open file
    QString title() const; // "evening.ishowtts", "Untitled script"

Q_SIGNALS:
    void titleChanged();
    void cursorWanted(const app::script::Place &place);

private:
    void connectRecovery();
    void putAway(); // what is open and unsaved
    void offerBack(const app::script::Session &unsaved, const QString &what, const QString &remedy = {});
    void sayOpened(const QString &path, bool asText);
    void sayNotOpened(const app::Problem &problem, const QString &path);
    void found(const app::script::Found &found);
    bool adopt(const QString &key); // false: it is no longer there
    void comeBack(const app::script::Recovered &lost);
    void offerLost(const app::script::Recovered &lost);
    void discard(const app::script::Recovered &lost);

    const Uses m_uses;
    QWidget *m_window;
    std::optional<app::script::Session> m_unsaved; // what was open, while a file is read
};

} // namespace ui
