#include "ui/backup/restore_sheet.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/backup/backup_work.h"
#include "ui/backup/backup_desk.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::backup {

using app::backup::BackupWork;
using app::backup::Manifest;

namespace {

constexpr int kRestoreWidth = 560; // px, and more where words need it

// The sheet grows with it: no line of it is cut off.
void setWhole(QLabel &label, const QString &text) {
    label.setText(text);
    label.setMinimumHeight(std::max(label.minimumHeight(), label.heightForWidth(label.width())));
}

} // namespace

RestoreSheet::RestoreSheet(BackupWork &work, const QString &folder, QWidget *parent)
    : QDialog(parent), m_work(work), m_folder(folder) {
    setWindowTitle(tr("Restore"));
    build();
    followWork();
    m_work.look();
    follow();
    m_choose->setFocus();
}

void RestoreSheet::build() {
    auto *heading = new QLabel(tr("Bring back a backup"), this);
    setRole(heading, "heading");
    auto *will =
        new QLabel(tr("What is in the backup takes the place of what is here. What is here now, also what is not "
                      "saved, is kept in a folder “before-restore …” beside your data until you remove it, and "
                      "can be brought back. The Studio restarts for it."),
                   this);
    will->setWordWrap(true);
    will->setMinimumSize(kRestoreWidth - 4 * kGrid, will->heightForWidth(kRestoreWidth - 4 * kGrid));
    m_what = new QLabel(tr("No backup is chosen."), this);
    m_what->setWordWrap(true);
    m_what->setTextFormat(Qt::PlainText); // it quotes the backup
    m_what->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_what->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_choose = new QPushButton(tr("&Choose a backup …"), this);
    m_choose->setAutoDefault(false);
    m_back = new QPushButton(tr("&Go back"), this); // the date is added
    m_back->setAutoDefault(false);
    m_back->hide();
    auto *choices = new QVBoxLayout; // below each other: the date makes the second one long
    choices->setSpacing(kGrid);
    choices->addWidget(m_choose, 0, Qt::AlignLeft);
    choices->addWidget(m_back, 0, Qt::AlignLeft);
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText); // names of files
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(3 * fontMetrics().lineSpacing());
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setMaximum(1000);
    m_progress->setAccessibleName(tr("Progress of the restore"));
    QSizePolicy always = m_progress->sizePolicy();
    always.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(always);
    m_cancel = new QPushButton(this);
    m_cancel->setAutoDefault(false);
    m_restore = new QPushButton(tr("&Restore and restart"), this);
    setRole(m_restore, "primary");
    auto *layout = shared::layOutSheet(this);
    layout->addWidget(heading);
    layout->addWidget(will);
    layout->addLayout(choices);
    layout->addWidget(m_what);
    layout->addWidget(m_note);
    layout->addWidget(m_progress);
    layout->addLayout(shared::sheetButtons(m_cancel, m_restore));
    connect(m_choose, &QPushButton::clicked, this, &RestoreSheet::choose);
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_work.goBack();
        follow();
    });
    connect(m_restore, &QPushButton::clicked, this, [this] {
        m_progress->setValue(0);
        say(tr("Checking"), false);
        m_work.restore();
        follow();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_work.isRunning()) {
            m_work.cancel();
        } else {
            close();
        }
    });
}

void RestoreSheet::followWork() {
    connect(&m_work, &BackupWork::previousFound, this, [this](const QDateTime &date) {
        m_back->setVisible(date.isValid());
        m_back->setText(tr("&Go back to before the restore of %1")
                            .arg(QLocale().toString(date.toLocalTime(), QLocale::ShortFormat)));
        follow();
    });
    connect(&m_work, &BackupWork::opened, this, &RestoreSheet::showContents);
    connect(&m_work, &BackupWork::progressed, this, [this](double fraction, double left) {
        m_progress->setValue(int(fraction * m_progress->maximum()));
        say(progressWords(fraction, left), false);
    });
    connect(&m_work, &BackupWork::ready, this, &QDialog::accept);
    connect(&m_work, &BackupWork::stopped, this, [this] {
        say(tr("Stopped. Nothing was changed."), false);
        follow();
    });
    connect(&m_work, &BackupWork::failed, this, [this](const app::Problem &problem) {
        say(problem.what + u' ' + problem.remedy, true);
        follow();
    });
    connect(this, &QDialog::finished, this, [this] { m_work.cancel(); });
}

void RestoreSheet::choose() {
    auto *dialog = new QFileDialog(this, tr("Choose a backup"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Backups (*.zip)"), tr("All files (*)")});
    dialog->setDirectory(m_folder);
    connect(dialog, &QFileDialog::fileSelected, this, &RestoreSheet::open);
    dialog->open();
}

void RestoreSheet::open(const QString &file) {
    m_folder = QFileInfo(file).path();
    m_ready = false;
    m_what->setText(tr("Reading %1").arg(QFileInfo(file).fileName()));
    say({}, false);
    m_work.open(QFile::encodeName(file).toStdString());
    follow();
}

void RestoreSheet::showContents(const Manifest &manifest) {
    m_ready = true;
    setWhole(*m_what, tr("From %1, version %2: %3.")
                          .arg(QLocale().toString(manifest.created.toLocalTime(), QLocale::ShortFormat),
                               manifest.program, manifest.words()));
    follow();
    m_restore->setFocus();
}

void RestoreSheet::say(const QString &text, bool attention) {
    setRole(m_note, attention ? "attention" : "quiet");
    setWhole(*m_note, text);
    if (attention && !m_ready) {
        m_what->setText(tr("No backup is chosen."));
    }
}

void RestoreSheet::follow() {
    const bool running = m_work.isRunning();
    m_choose->setEnabled(!running);
    m_back->setEnabled(!running);
    m_restore->setEnabled(!running && m_ready);
    m_restore->setDefault(m_ready);
    m_progress->setVisible(running && m_ready);
    m_cancel->setText(running && m_ready ? tr("&Stop") : tr("&Cancel"));
}

} // namespace ui::backup

#include "moc_restore_sheet.cpp"
