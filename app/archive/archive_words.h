// What archives are told of in.
#pragma once

#include <QCoreApplication>
#include <QFile>

#include <filesystem>

namespace app::archive {

inline QString tr(const char *text) {
    return QCoreApplication::translate("archive", text);
}

inline QString shownPath(const std::filesystem::path &path) {
    return QFile::decodeName(path.c_str());
}

} // namespace app::archive
