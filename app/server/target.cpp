// The part of guard.h that reads paths and names.
#include <algorithm>

#include "app/server/guard.h"
#include "engine/utf8.h"

namespace app::server {

namespace {

constexpr std::size_t kLongestTarget = 2048;
constexpr std::size_t kMostValues = 32;
constexpr std::size_t kLongestHost = 260; // with its port

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// None: a percent sign without its two digits, text that is not UTF-8, or control characters.
std::optional<std::string> percentDecoded(std::string_view text, bool plusIsBlank) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += plusIsBlank && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size() || hexDigit(text[i + 1]) < 0 || hexDigit(text[i + 2]) < 0)
            return {};
        result += char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    if (std::any_of(result.begin(), result.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }))
        return {};
    return engine::findInvalidUtf8(result) == std::string_view::npos ? std::optional(result) : std::nullopt;
}

} // namespace

std::variant<Target, Refusal> readTarget(std::string_view target) {
    if (target.size() > kLongestTarget)
        return Refusal{414, "The address is too long."};
    if (target.empty() || target.front() != '/' ||
        std::any_of(target.begin(), target.end(), [](char c) { return c <= ' ' || c > '~'; }) ||
        target.find_first_of("#\\\"<>^`{|}") != std::string_view::npos)
        return Refusal{400, "The address is not a path."};
    Target result;
    const std::size_t mark = std::min(target.find('?'), target.size());
    std::string_view path = target.substr(0, mark);
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::optional<std::string> part = percentDecoded(path.substr(0, slash), false);
        if (!part || *part == "." || *part == ".." || part->find_first_of("/\\") != std::string::npos)
            return Refusal{400, "The address is not a path."};
        result.path += "/" + *part;
        result.parts.push_back(*part);
        path.remove_prefix(slash);
    }
    std::string_view query = target.substr(std::min(mark + 1, target.size()));
    for (std::size_t values = 0; !query.empty(); ++values) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        const std::size_t sign = std::min(pair.find('='), pair.size());
        const auto name = percentDecoded(pair.substr(0, sign), true);
        const auto value = percentDecoded(pair.substr(std::min(sign + 1, pair.size())), true);
        if (!name || !value || values >= kMostValues)
            return Refusal{400, "The address's query is none."};
        result.query.emplace(*name, *value);
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return result;
}

std::optional<std::string> originFrom(std::string_view text) {
    std::string origin = smallLetters(text);
    if (origin == "null")
        return origin;
    const std::size_t colon = origin.find("://");
    if (colon == std::string::npos || colon == 0 ||
        origin.substr(0, colon).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") != std::string::npos)
        return {};
    if (origin.back() == '/')
        origin.pop_back();
    const std::string scheme = origin.substr(0, colon);
    const auto host = hostFrom(std::string_view(origin).substr(std::min(colon + 3, origin.size())));
    if (!host)
        return {};
    const char *usual = scheme == "http" ? ":80" : scheme == "https" ? ":443" : nullptr; // which browsers leave out
    return scheme + "://" + (usual && host->ends_with(usual) ? host->substr(0, host->rfind(':')) : *host);
}

std::optional<std::string> hostFrom(std::string_view text) {
    std::string host = smallLetters(text);
    if (host.empty() || host.size() > kLongestHost ||
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_:[]") != std::string::npos)
        return {};
    const std::size_t end = host.front() == '[' ? host.find(']') : 0; // of an IPv6 address
    if (end == std::string::npos)
        return {};
    const std::size_t colon = host.find(':', end);
    if (colon != std::string::npos && (colon + 1 == host.size() || host.size() - colon > 6 || colon == 0 ||
                                       host.find_first_not_of("0123456789", colon + 1) != std::string::npos))
        return {};
    return host;
}

} // namespace app::server
