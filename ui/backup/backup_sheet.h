// "Back up …": what goes in, where the file is put, and how far it is. Closing it stops what goes on.
#pragma once

#include <QDialog>

namespace app {
struct Problem;
}
namespace app::backup {
class BackupWork;
}

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace ui::backup {

class BackupSheet : public QDialog {
    Q_OBJECT

public:
    // `file`: where it would be put.
    BackupSheet(app::backup::BackupWork &work, const QString &file, QWidget *parent);

    QString file() const; // with its suffix

private:
    void build(const QString &file);
    void start();
    void choose();
    void say(const QString &text, bool attention);
    void follow();

    app::backup::BackupWork &m_work;
    QCheckBox *m_sound;
    QCheckBox *m_models;
    QLineEdit *m_file;
    QPushButton *m_choose;
    QLabel *m_note;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_backUp;
};

} // namespace ui::backup
