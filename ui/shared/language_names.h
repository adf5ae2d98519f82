// Languages as those who speak them call them.
#pragma once

#include <QString>

#include <string>

namespace ui::shared {

QString languageName(const std::string &tag); // of a BCP 47 tag; the tag itself when nobody knows it, "" for "und"

} // namespace ui::shared
