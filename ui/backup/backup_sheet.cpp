#include "ui/backup/backup_sheet.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/backup/backup_work.h"
#include "ui/backup/backup_desk.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::backup {

using app::backup::BackupWork;

namespace {

constexpr int kWidth = 560; // px

} // namespace

BackupSheet::BackupSheet(BackupWork &work, const QString &file, QWidget *parent) : QDialog(parent), m_work(work) {
    setWindowTitle(tr("Back up"));
    build(file);
    connect(&m_work, &BackupWork::progressed, this, [this](double fraction, double left) {
        m_progress->setValue(int(fraction * m_progress->maximum()));
        say(progressWords(fraction, left), false);
    });
    connect(&m_work, &BackupWork::backedUp, this, &QDialog::accept);
    connect(&m_work, &BackupWork::stopped, this, [this] {
        say(tr("Stopped. There is no new file."), false);
        follow();
    });
    connect(&m_work, &BackupWork::failed, this, [this](const app::Problem &problem) {
        say(problem.what + u' ' + problem.remedy, true);
        follow();
    });
    connect(this, &QDialog::finished, this, [this] { m_work.cancel(); });
    follow();
    m_backUp->setFocus();
}

void BackupSheet::build(const QString &file) {
    auto *heading = new QLabel(tr("All that you made, in one file"), this);
    setRole(heading, "heading");
    auto *what =
        new QLabel(tr("Your voices, takes, settings, presets, keyboard shortcuts and the scripts that are open. "
                      "You can go on working meanwhile."),
                   this);
    what->setWordWrap(true);
    what->setMinimumHeight(what->heightForWidth(kWidth - 4 * kGrid));
    m_sound = new QCheckBox(tr("With the &sound of the takes"), this);
    m_sound->setChecked(true);
    m_models = new QCheckBox(tr("With the weights of your own &models (large)"), this);
    m_file = new QLineEdit(QDir::toNativeSeparators(file), this);
    auto *label = new QLabel(tr("&File"), this);
    label->setBuddy(m_file);
    m_choose = new QPushButton(tr("&Choose …"), this);
    m_choose->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(label);
    row->addWidget(m_file, 1);
    row->addWidget(m_choose);
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText); // names of files
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setMaximum(1000);
    m_progress->setAccessibleName(tr("Progress of the backup"));
    QSizePolicy always = m_progress->sizePolicy();
    always.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(always);
    m_cancel = new QPushButton(this);
    m_cancel->setAutoDefault(false);
    m_backUp = new QPushButton(tr("&Back up"), this);
    m_backUp->setDefault(true);
    setRole(m_backUp, "primary");
    auto *layout = shared::layOutSheet(this);
    layout->addWidget(heading);
    layout->addWidget(what);
    layout->addWidget(m_sound);
    layout->addWidget(m_models);
    layout->addLayout(row);
    layout->addWidget(m_note);
    layout->addWidget(m_progress);
    layout->addLayout(shared::sheetButtons(m_cancel, m_backUp));
    setMinimumWidth(kWidth);
    connect(m_choose, &QPushButton::clicked, this, &BackupSheet::choose);
    connect(m_backUp, &QPushButton::clicked, this, &BackupSheet::start);
    connect(m_file, &QLineEdit::textChanged, this, &BackupSheet::follow);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_work.isRunning()) {
            m_work.cancel();
        } else {
            close();
        }
    });
}

QString BackupSheet::file() const {
    const QString name = QDir::fromNativeSeparators(m_file->text().trimmed());
    return name.isEmpty() || name.endsWith(u".zip", Qt::CaseInsensitive) ? name : name + QStringLiteral(".zip");
}

void BackupSheet::choose() {
    auto *dialog = new QFileDialog(this, tr("Back up as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("zip"));
    dialog->setNameFilter(tr("Backups (*.zip)"));
    dialog->setDirectory(QFileInfo(file()).path());
    dialog->selectFile(QFileInfo(file()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &name) { m_file->setText(QDir::toNativeSeparators(name)); });
    dialog->open();
}

void BackupSheet::start() {
    m_progress->setValue(0);
    say(tr("Looking at what there is"), false);
    m_work.backUp(QFile::encodeName(file()).toStdString(), {m_sound->isChecked(), m_models->isChecked()});
    follow();
}

void BackupSheet::say(const QString &text, bool attention) {
    setRole(m_note, attention ? "attention" : "quiet");
    m_note->setText(text);
}

void BackupSheet::follow() {
    const bool running = m_work.isRunning();
    for (QWidget *each : {static_cast<QWidget *>(m_sound), static_cast<QWidget *>(m_models),
                          static_cast<QWidget *>(m_file), static_cast<QWidget *>(m_choose)}) {
        each->setEnabled(!running);
    }
    m_backUp->setEnabled(!running && !file().isEmpty());
    m_progress->setVisible(running);
    m_cancel->setText(running ? tr("&Stop") : tr("&Cancel"));
}

} // namespace ui::backup

#include "moc_backup_sheet.cpp"
