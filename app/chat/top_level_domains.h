// Endings of domain names that the filter knows. Source: IANA's list of top level domains (2025): all two-letter ones,
// and of the generic ones those that people use in chats.
#pragma once

#include <cstddef>
#include <string_view>

namespace app::chat {

enum class DomainEnding {
    None,
    Known,
    Word, // also a short word of a language: needs more to be a link
};

inline constexpr std::size_t kLongestDomainEnding = 14; // code points

DomainEnding domainEnding(std::u32string_view lowerCase);
bool isCommonDomainEnding(std::u32string_view lowerCase); // .com and its like: taken from "x dot com", too
bool isKnownShortDomain(std::u32string_view chain, std::u32string_view ending); // "youtu" and "be"
// Characters of an ending in other letters with which `text` begins ("中国"); 0: none.
std::size_t foreignDomainEnding(std::u32string_view text);

} // namespace app::chat
