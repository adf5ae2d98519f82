// The end of the log, for bug reports.
#pragma once

#include <QStringList>

#include <filesystem>

namespace app::log {

// The last `count` lines, oldest first, over as many files as it takes; fewer when there are fewer. Reads at most
// count × 4 kB. Any thread; empty when there is no log.
QStringList lastLines(const std::filesystem::path &folder, int count);

} // namespace app::log
