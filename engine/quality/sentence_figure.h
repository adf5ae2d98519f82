// Numbers in sentences for people: a point in every locale, and a minus sign that is one.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace engine::quality {

inline std::string figure(double value, int decimals) {
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    if (end.ec != std::errc())
        return "?";
    const std::string written(text.data(), end.ptr);
    if (written.front() != '-')
        return written;
    const bool isZero = written.find_first_not_of("-0.") == std::string::npos;
    return (isZero ? "" : "\u2212") + written.substr(1);
}

} // namespace engine::quality
