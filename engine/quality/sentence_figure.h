// Numbers in sentences: a point in every locale.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace engine::quality {

inline std::string figure(double value, int decimals) {
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    return end.ec == std::errc() ? std::string(text.data(), end.ptr) : std::string("?");
}

} // namespace engine::quality
