// The machine and the program, as a bug report needs them. Reads files below /proc and /etc: not on the GUI thread,
// except once at the start. Linux.
#pragma once

#include <QString>

namespace app::log {

QString programFacts();   // "0.1.0, Release, Qt 6.4.2, LibTorch 2.11.0"
QString systemFacts();    // "Debian GNU/Linux 12 (bookworm), Linux 6.1.0, x86_64"
QString processorFacts(); // "Intel(R) …, 8 logical CPUs, 4 of them usable"
QString memoryFacts();    // "15.5 GB, 9.2 GB of it free; this program has 412 MB, had 603 MB at most"

} // namespace app::log
