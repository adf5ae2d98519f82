// Lists and settings of other programs as they lie on the disk. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <toml++/toml.h>

namespace app::voices {

// The whole file. storage::Error(BadInput) where there is none, where it cannot be read, or is longer than 1 MiB.
QByteArray contentOfList(const QString &file);

// The same for one that is no TOML, with the place.
toml::table tomlIn(const QString &file);

QString fromToml(std::string_view text);

// Nothing that would paint a terminal or turn a line round.
QString shownText(const QString &text);

} // namespace app::voices
