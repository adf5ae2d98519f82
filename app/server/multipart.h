// The parts of a multipart/form-data body (RFC 7578), as browsers, curl and HTTP libraries write them. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace app::server {

struct FormPart {
    std::string name;
    std::string fileName;  // as the client says it, UTF-8; empty: it is no file
    std::string type;      // media type in small letters, without parameters; empty: none is said
    std::string_view data; // of the body that was given
};

// At most 16 parts, each head at most 2 KiB; what is before the first boundary and behind the last is left out. Text:
// why it is none.
std::variant<std::vector<FormPart>, std::string> readForm(std::string_view contentType, std::string_view body);

} // namespace app::server
