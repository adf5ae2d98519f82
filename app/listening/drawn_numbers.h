// Numbers that look drawn by lot and can be made again by anybody who knows the key, in any language.
//
// Block b (from 0) is SHA-256 of the ASCII text "KEY:b"; its 32 bytes are four numbers of 64 bits, most significant
// byte first. The numbers are used one after another. below(n) takes the next number that is smaller than the largest
// multiple of n up to 2^64, and gives its remainder by n. shuffle() goes from the last place to the second and
// exchanges what is there with what is at below(place + 1), places counted from 0.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace app::listening {

class DrawnNumbers {
public:
    explicit DrawnNumbers(std::string key) : m_key(std::move(key)) {}

    std::uint64_t next();
    std::uint64_t below(std::uint64_t count); // count > 0
    bool coin() { return below(2) == 1; }
    template <class T> void shuffle(std::vector<T> &things) {
        for (std::size_t place = things.size(); place-- > 1;)
            std::swap(things[place], things[std::size_t(below(place + 1))]);
    }

private:
    const std::string m_key;
    std::uint64_t m_block = 0;
    std::array<std::uint64_t, 4> m_numbers{};
    std::size_t m_used = 4;
};

} // namespace app::listening
