// What is said of backups, translated. Any thread.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace app::backup {

inline QString tr(const char *text) {
    return QCoreApplication::translate("backup", text);
}

} // namespace app::backup
