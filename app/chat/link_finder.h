// Where in a cleaned text addresses stand: with a scheme, "www.", mail addresses, IPv4 addresses, and bare domains,
// also with the dots people write to get past filters ("example(dot)com", "example . com", "example点com", U+3002).
// Linear in time.
//
// A bare domain ends in a name that is known: the generic ones people use and the two-letter ones (IANA's list of top
// level domains, 2025). Those that are words ("it", "so", "me" …) count only with a "/" after them or in "youtu.be"
// and its like, as people forget the space after a full stop.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace app::chat {

struct LinkSpan {
    std::size_t from = 0, to = 0; // code points; sorted, not over each other
    bool bare = false;            // without a scheme or "www."
};

std::vector<LinkSpan> findLinks(std::u32string_view text);

} // namespace app::chat
