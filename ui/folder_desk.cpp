#include "ui/folder_desk.h"

#include <QDesktopServices>
#include <QDir>
#include <QUrl>
#include <QWidget>

#include "engine/data_folders.h"
#include "ui/shared/folder_making.h"
#include "ui/shared/notice_bar.h"

namespace ui {

FolderDesk::FolderDesk(shared::NoticeBar &notices, QWidget *window) : QObject(window), m_notices(notices) {}

void FolderDesk::show(const QString &folder) {
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) {
        m_notices.post(shared::Notice::Kind::Attention, QStringLiteral("folder"),
                       {tr("No file manager could be started."),
                        tr("The folder is %1").arg(QDir::toNativeSeparators(folder)),
                        {}});
    }
}

void FolderDesk::showOwn(const QString &subfolder) {
    const QString folder = QString::fromStdString(engine::userDataFolder().string()) + u'/' + subfolder;
    shared::makeFolder(folder, this, [this, folder] { show(folder); });
}

} // namespace ui

#include "moc_folder_desk.cpp"
