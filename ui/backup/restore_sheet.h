// "Restore …": a backup is chosen, what is in it and what will happen is said, it is checked and put ready, and the
// program starts again to take it in. Also the way back to what was there before the last restore.
#pragma once

#include <QDialog>

namespace app::backup {
class BackupWork;
struct Manifest;
} // namespace app::backup

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui::backup {

class RestoreSheet : public QDialog {
    Q_OBJECT

public:
    RestoreSheet(app::backup::BackupWork &work, const QString &folder, QWidget *parent);

    void open(const QString &file); // a backup that was chosen

private:
    void build();
    void followWork();
    void choose();
    void showContents(const app::backup::Manifest &manifest);
    void say(const QString &text, bool attention);
    void follow();

    app::backup::BackupWork &m_work;
    QString m_folder; // where files are looked for
    bool m_ready = false;

    QLabel *m_what;
    QPushButton *m_choose;
    QPushButton *m_back;
    QLabel *m_note;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_restore;
};

} // namespace ui::backup
