// Whether a server of this program answers on this machine. Waits half a second at most for each answer; main thread,
// while there is a QCoreApplication.
#pragma once

#include <string>

namespace app::cli {

enum class LocalServer { None, Ours, Other };

LocalServer askLocalServer(int port);
std::string inWords(LocalServer server, int port);

} // namespace app::cli
