// What is said of scripts and their files, translated, and how a file is refused. Any thread.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "engine/error.h"

namespace app::script {

inline QString tr(const char *text) {
    return QCoreApplication::translate("script", text);
}

[[noreturn]] inline void refuseFile(const QString &what, const QString &remedy) {
    throw engine::badInput(what.toStdString(), remedy.toStdString());
}

} // namespace app::script
