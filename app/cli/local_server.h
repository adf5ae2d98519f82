// Whether a server of this program answers on this machine, and what waits there. Waits half a second at most for each
// answer; main thread, while there is a QCoreApplication.
#pragma once

#include <optional>
#include <string>

namespace app::cli {

struct LocalServer {
    enum class Kind {
        None,
        Ours,
        Closed, // ours, as far as it says; it wants another token
        Other,
    };
    Kind kind = Kind::None;
    // Of a Studio with a window and of `ishowtts serve` alike, where it is Ours and says so:
    std::optional<int> waiting; // jobs that wait for the engine
    std::optional<bool> speaks;
};

// A token is sent to a process of this program's and this person's alone. `tokenFile` empty: those that a server of
// this person's writes where no keychain is, or none where there is none. Error(BadInput) when the one that is named
// cannot be used.
LocalServer askLocalServer(int port, const std::string &tokenFile = {});
std::string inWords(const LocalServer &server, int port);

} // namespace app::cli
