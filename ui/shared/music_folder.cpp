#include "ui/shared/music_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace ui::shared {

QString musicFolder() {
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo::exists(music) ? music : QDir::homePath();
}

} // namespace ui::shared
