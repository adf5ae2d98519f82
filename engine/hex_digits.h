// Hashes as text: what files from outside say is looked at before it is used.
#pragma once

#include <cstddef>
#include <string_view>

namespace engine {

// So many small hexadecimal digits and nothing else.
inline bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

inline bool isSha256(std::string_view text) {
    return isHex(text, 64);
}

} // namespace engine
