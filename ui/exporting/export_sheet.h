// How the script leaves as sound: one file or one per line, format, loudness, pause, captions, where to; what is not
// made is said first. Stays open while it exports, and can be closed meanwhile. Not modal.
#pragma once

#include <QDialog>
#include <QTimer>

#include "app/exporting/script_export.h"
#include "ui/exporting/target_look.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace ui::shared {
class LoudnessBox;
}
namespace app {
class Settings;
}

namespace ui::exporting {

class ExportSheet : public QDialog {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::script::ScriptDocument &script;
        app::cloning::LineMaker &lines;
        app::exporting::ScriptExport &exporter;
    };

    // `name`: of the script, for the file and the tags.
    ExportSheet(Uses uses, const QString &name, QWidget *parent);

    QString target() const; // where it will go

private:
    void build();
    void addWhat(QFormLayout *form);
    void addWhere(QFormLayout *form);
    void followExport();
    void follow(); // the choices
    void lookAtLines();
    void lookAtTarget();
    void askAboutTarget();
    void forgetTarget(); // what was said of it, and what may still be answered
    void choose();
    void start();
    void showProgress(app::exporting::ScriptExport::Stage stage, int done, int total);
    void say(const QString &text, bool attention);
    void sayReplaced(const QStringList &there);
    app::exporting::ExportShape shape() const;
    app::exporting::Unmade unmade() const; // what happens with lines that are not made
    TargetLook::Names names() const;
    bool perLine() const;
    bool timed() const; // lines begin with their cues
    QString suffix() const;

    const Uses m_uses;
    const QString m_name;
    QString m_folder;
    QTimer m_soon;
    quint64 m_question = 0; // about the target, the newest

    QLabel *m_summary;
    QLabel *m_missing;
    QComboBox *m_unmade;
    QLabel *m_othersLabel; // how many were made with other settings
    QCheckBox *m_anew;
    QButtonGroup *m_files;
    QComboBox *m_format;
    shared::LoudnessBox *m_loudness;
    QDoubleSpinBox *m_pause;
    QCheckBox *m_timed; // there when a line has a cue
    QCheckBox *m_srt;
    QCheckBox *m_vtt;
    QLineEdit *m_target;
    QPushButton *m_choose;
    QLabel *m_replaces; // what is there already
    QLabel *m_note;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_export;
    TargetLook m_look; // last: its answers use everything above
};

} // namespace ui::exporting
