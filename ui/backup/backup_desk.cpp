#include "ui/backup/backup_desk.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QWidget>

#include <utility>

#include "ui/backup/backup_sheet.h"
#include "ui/backup/restore_sheet.h"
#include "ui/shared/figures.h"
#include "ui/shared/home_folders.h"

namespace ui::backup {

using app::backup::BackupWork;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("backup");

} // namespace

QString progressWords(double fraction, double secondsLeft) {
    const QString percent = QLocale().toString(int(fraction * 100));
    return secondsLeft < 0 ? BackupDesk::tr("%1 %").arg(percent)
                           : BackupDesk::tr("%1 % · %2 left").arg(percent, shared::seconds(secondsLeft));
}

BackupDesk::BackupDesk(app::backup::Places places, shared::NoticeBar &notices, QWidget *window)
    : QObject(window), m_notices(notices), m_window(window), m_work(std::move(places)) {
    connect(&m_work, &BackupWork::backedUp, this, [this](const app::backup::Manifest &manifest) {
        const QString file = m_backUp ? m_backUp->file() : QString();
        m_notices.post(Notice::Kind::Good, kSubject,
                       {tr("Backed up into %1.").arg(QFileInfo(file).fileName()), manifest.words(), {}},
                       {{tr("Show the folder"), [this, file] { Q_EMIT folderWanted(QFileInfo(file).path()); }}});
    });
    connect(&m_work, &BackupWork::ready, this, &BackupDesk::restartWanted);
    connect(&m_work, &BackupWork::failed, this, [this](const app::Problem &problem) {
        if (!m_backUp && !m_restore) // no sheet says it
            m_notices.post(Notice::Kind::Attention, kSubject, problem);
    });
}

BackupSheet *BackupDesk::backUp() {
    if (m_restore) {
        m_restore->close();
    }
    if (!m_backUp) {
        const QString name = tr("ishowtts %1.zip").arg(QDate::currentDate().toString(Qt::ISODate));
        m_backUp = new BackupSheet(m_work, QDir(shared::documentsFolder()).filePath(name), m_window);
        m_backUp->setAttribute(Qt::WA_DeleteOnClose);
        m_backUp->show();
    }
    m_backUp->raise();
    m_backUp->activateWindow();
    return m_backUp;
}

RestoreSheet *BackupDesk::restore() {
    if (m_backUp) {
        m_backUp->close();
    }
    if (!m_restore) {
        m_restore = new RestoreSheet(m_work, shared::documentsFolder(), m_window);
        m_restore->setAttribute(Qt::WA_DeleteOnClose);
        m_restore->show();
    }
    m_restore->raise();
    m_restore->activateWindow();
    return m_restore;
}

bool BackupDesk::decide() {
    const auto problem = m_work.decide();
    if (problem) {
        m_notices.post(Notice::Kind::Attention, kSubject, *problem);
    }
    return !problem;
}

void BackupDesk::stay() {
    if (!m_work.isReady()) {
        return;
    }
    m_work.giveUp();
    m_notices.post(
        Notice::Kind::Info, kSubject,
        {tr("Nothing was restored, as the Studio goes on."), tr("File › Restore a backup … begins anew."), {}});
}

void BackupDesk::tell(const app::backup::Entrance &entrance) {
    if (entrance.problem) {
        m_notices.post(Notice::Kind::Attention, kSubject, *entrance.problem);
    }
    if (entrance.restored) {
        const QString kept = QFile::decodeName(entrance.restored->kept.c_str());
        const QDateTime date = QDateTime::fromString(entrance.restored->what, Qt::ISODate).toLocalTime();
        m_notices.post(Notice::Kind::Attention, kSubject,
                       {tr("Restored as of %1.").arg(QLocale().toString(date, QLocale::ShortFormat)),
                        tr("What was here before is kept in %1. Undo brings it back and restarts.")
                            .arg(QFileInfo(kept).fileName()),
                        kept},
                       {{tr("Undo"), [this] { m_work.goBack(); }},
                        {tr("Show the folder"), [this, kept] { Q_EMIT folderWanted(kept); }}});
    }
}

} // namespace ui::backup

#include "moc_backup_desk.cpp"
