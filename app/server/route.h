// One thing the server can do: what is asked how, what must hold before anybody looks at it, and who answers.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/http_message.h"

namespace app::server {

class Exchange;

// Who may. Both need the token where one is wanted (ServerOptions); Write is refused to pages of other sites even
// where their browser hides where they come from, Read and Write where it says it.
enum class Access {
    Undeclared, // the server does not start with such a route
    Read,
    Write, // whatever changes something or costs work
};

enum class BodyKind { None, Json, Multipart }; // others: 415 before the body is read

enum class ErrorForm { Text, OpenAi };

inline constexpr std::size_t kBodyLimit = 1024 * 1024;
inline constexpr std::size_t kAudioBodyLimit = 10 * 1024 * 1024 + 64 * 1024; // 10 MiB of sound and its wrapping
inline constexpr std::chrono::seconds kUsualDeadline{30};

struct Route {
    Method method = Method::Get;
    std::string pattern = {}; // "/api/voices/{id}/reference": {name} is one part of the path, never empty
    Access access = Access::Undeclared;
    BodyKind body = BodyKind::None;
    std::size_t bodyLimit = kBodyLimit;
    std::optional<int> badBody = {}; // status of a body of another kind or size, where the original has one
    ErrorForm errors = ErrorForm::Text;
    // For an answer, or the beginning of one; then the client gets 504 and the exchange is gone.
    std::chrono::milliseconds deadline = kUsualDeadline;
    bool stream = false;         // counts among the streams (Limits::streams) as long as it lasts
    bool webSocket = false;      // may be asked to become one
    bool tokenInAddress = false; // browsers play it, and write no header; as for streams

    // Exactly one of the two. `handle`: services' thread. `atOnce`: the server's thread, which answers nobody else
    // meanwhile: it reads a snapshot and is done in microseconds, whatever the services do.
    std::function<void(std::shared_ptr<Exchange>)> handle = {};
    std::function<HttpResponse(const HttpRequest &)> atOnce = {};
};

// Which route a path means. Immutable once the server runs; any thread.
class RouteTable {
public:
    // Throws std::logic_error for a route without access, without exactly one handler, with a body on GET, or with a
    // pattern that another one of the same method has.
    void add(Route route);
    const std::vector<Route> &routes() const { return m_routes; }

    struct Found {
        const Route *route = nullptr; // null: `allowed` says which methods there are, none: no such path
        std::map<std::string, std::string> parameters;
        std::string allowed; // "GET, POST"
    };
    // `path` split at its slashes and decoded. HEAD asks what GET does.
    Found find(std::string_view method, const std::vector<std::string> &parts) const;

private:
    std::vector<Route> m_routes;
    std::vector<std::vector<std::string>> m_patterns; // of each route, its parts
};

} // namespace app::server
