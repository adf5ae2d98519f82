// File › "Back up …" and "Restore …": their sheets, and what came of them. The window restarts the program when a
// restore is ready; it is wanted when the window really closes, and not when the person stays.
#pragma once

#include <QObject>
#include <QPointer>

#include "app/backup/backup_work.h"
#include "ui/shared/notice_bar.h"

namespace ui::backup {

class BackupSheet;
class RestoreSheet;

class BackupDesk : public QObject {
    Q_OBJECT

public:
    BackupDesk(app::backup::Places places, shared::NoticeBar &notices, QWidget *window);

    BackupSheet *backUp(); // opens it, or brings the open one to the front
    RestoreSheet *restore();
    // What the start of this program did about a restore.
    void tell(const app::backup::Entrance &entrance);
    app::backup::BackupWork &work() { return m_work; }
    bool isReady() const { return m_work.isReady(); } // the program is to restart for it
    bool decide(); // what is ready is wanted: the program must end now. False: it cannot be, and that was said
    void stay();   // the program does not end: nothing is restored

Q_SIGNALS:
    void restartWanted();
    void folderWanted(const QString &folder); // shown to the person

private:
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    app::backup::BackupWork m_work;
    QPointer<BackupSheet> m_backUp;
    QPointer<RestoreSheet> m_restore;
};

// "35 % · 4.2 s left"
QString progressWords(double fraction, double secondsLeft);

} // namespace ui::backup
