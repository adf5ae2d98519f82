#include "app/chat/link_finder.h"

#include <algorithm>
#include <array>

#include "app/chat/character_kinds.h"
#include "app/chat/top_level_domains.h"

namespace app::chat {

namespace {

using View = std::u32string_view;

bool isAsciiWord(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

char32_t lower(char32_t c) {
    return c >= U'A' && c <= U'Z' ? c + 32 : c;
}

bool isLabel(char32_t c) {
    return isAsciiWord(c) || c == U'-' || c == U'_' || (c > 0x7F && (QChar::isLetterOrNumber(c) || isMark(c)));
}

bool isOfAddress(char32_t c) { // what an address goes on with
    return c > 0x20 && c < 0x7F && View(U"\"<>()[]{}`'|\\^").find(c) == View::npos;
}

bool startsWith(View text, std::size_t at, View lowerCase) {
    if (text.size() - at < lowerCase.size())
        return false;
    for (std::size_t n = 0; n < lowerCase.size(); ++n)
        if (lower(text[at + n]) != lowerCase[n])
            return false;
    return true;
}

// The text with plain dots, and where in the written text each character begins; one more for the end.
struct Dotted {
    std::u32string text;
    std::vector<std::size_t> from;
};

// How many characters at `at` mean a dot between `before` and a common ending; 0: none.
std::size_t writtenDot(View text, std::size_t at) {
    static constexpr std::array<View, 9> kForms{U"(dot)", U"[dot]", U"{dot}", U"(.)", U"[.]",
                                                U" dot ", U" . ",   U"点",    U"。"};
    if (at == 0 || !isAsciiWord(text[at - 1]))
        return 0;
    for (const View form : kForms) {
        if (!startsWith(text, at, form))
            continue;
        std::size_t end = at + form.size();
        std::u32string name;
        for (; end < text.size() && isAsciiWord(text[end]) && name.size() <= kLongestDomainEnding; ++end)
            name += lower(text[end]);
        if (isCommonDomainEnding(name))
            return form.size();
    }
    return 0;
}

Dotted withPlainDots(View text) {
    Dotted out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = writtenDot(text, at);
        out.text += length > 0 ? U'.' : text[at];
        out.from.push_back(at);
        at += std::max<std::size_t>(length, 1);
    }
    out.from.push_back(text.size());
    return out;
}

std::size_t endOfAddress(View text, std::size_t at) {
    while (at < text.size() && isOfAddress(text[at]))
        ++at;
    while (at > 0 && View(U".,!?;:").find(text[at - 1]) != View::npos) // of the sentence
        --at;
    return at;
}

// How far an IPv4 address at `at` goes; `at` when there is none.
std::size_t endOfNumbers(View text, std::size_t at) {
    std::size_t end = at;
    for (int part = 0; part < 4; ++part) {
        std::size_t digits = 0;
        int value = 0;
        for (; end < text.size() && isDigit(text[end]) && digits < 4; ++end, ++digits)
            value = value * 10 + int(text[end] - U'0');
        if (digits == 0 || digits > 3 || value > 255)
            return at;
        if (part < 3 && (end >= text.size() || text[end++] != U'.'))
            return at;
    }
    return end < text.size() && (isLabel(text[end]) || text[end] == U'.') ? at : end;
}

// How far a known ending at `at` goes; `at` when there is none. `chain`: the domain before it.
std::size_t endOfDomain(View text, std::size_t at, View chain) {
    if (const std::size_t end = at + foreignDomainEnding(text.substr(at)); end > at)
        return end;
    std::u32string name;
    std::size_t end = at;
    for (; end < text.size() && name.size() <= kLongestDomainEnding && isAsciiWord(text[end]); ++end)
        name += lower(text[end]);
    if (end < text.size() && (isAsciiWord(text[end]) || text[end] == U'-' || text[end] == U'_'))
        return at;
    switch (domainEnding(name)) {
    case DomainEnding::None:
        return at;
    case DomainEnding::Known:
        return end;
    case DomainEnding::Word:
        break;
    }
    const bool path = end + 1 < text.size() && text[end] == U'/' && isLabel(text[end + 1]);
    return path || isKnownShortDomain(chain, name) ? end : at;
}

class Finder {
public:
    explicit Finder(View text) : m_text(text) {}

    std::vector<LinkSpan> all() {
        for (m_at = 0; m_at < m_text.size();)
            step();
        return std::move(m_found);
    }

private:
    void step() {
        const char32_t c = m_text[m_at];
        if (c == U':' && startsWith(m_text, m_at, U"://") && withScheme())
            return;
        const bool first = m_at == 0 || !isAsciiWord(m_text[m_at - 1]);
        if (first && lower(c) == U'w' && startsWith(m_text, m_at, U"www.") && m_at + 4 < m_text.size() &&
            isLabel(m_text[m_at + 4]))
            return add(m_at, endOfAddress(m_text, m_at), false);
        if (first && isDigit(c) && (m_at == 0 || m_text[m_at - 1] != U'.'))
            if (const std::size_t end = endOfNumbers(m_text, m_at); end > m_at)
                return add(m_at, endOfAddress(m_text, end), true);
        if (isLabel(c))
            return inLabel(c);
        if (c == U'.' && m_inLabel && m_at + 1 < m_text.size() && isLabel(m_text[m_at + 1])) {
            const std::size_t end = endOfDomain(m_text, m_at + 1, m_text.substr(m_chain, m_at - m_chain));
            const bool goesOn = end + 1 < m_text.size() && m_text[end] == U'.' && isLabel(m_text[end + 1]);
            if (end > m_at + 1 && !goesOn)
                return addDomain(end);
            m_inLabel = false;
            m_afterDot = true;
        } else {
            m_inLabel = m_afterDot = false;
        }
        ++m_at;
    }

    void inLabel(char32_t c) {
        const bool ascii = c < 0x80;
        if (!m_inLabel || ascii != m_ascii) {
            if (!m_afterDot)
                m_chain = m_at;
            m_ascii = ascii;
        }
        m_inLabel = true;
        m_afterDot = false;
        ++m_at;
    }

    bool withScheme() {
        std::size_t from = m_at;
        const std::size_t least = std::max(m_free, m_at > 12 ? m_at - 12 : 0);
        while (from > least && (isAsciiWord(m_text[from - 1]) || m_text[from - 1] == U'+'))
            --from;
        const std::size_t end = std::max(endOfAddress(m_text, m_at + 3), m_at + 3);
        if (from == m_at)
            return false;
        std::size_t to = end; // a host in other letters
        while (to == m_at + 3 && to < m_text.size() && isLabel(m_text[to]))
            to = std::max(to + 1, to);
        add(from, to, false);
        return true;
    }

    void addDomain(std::size_t end) {
        std::size_t from = m_chain;
        if (from > m_free && m_text[from - 1] == U'@') // mail
            for (--from;
                 from > m_free && (isLabel(m_text[from - 1]) || m_text[from - 1] == U'.') && m_text[from - 1] < 0x80;)
                --from;
        if (end < m_text.size() && View(U"/:?#").find(m_text[end]) != View::npos)
            end = std::max(end, endOfAddress(m_text, end));
        add(from, end, true);
    }

    void add(std::size_t from, std::size_t to, bool bare) {
        m_found.push_back({std::max(from, m_free), to, bare});
        m_at = m_free = std::max(to, m_at + 1);
        m_inLabel = m_afterDot = false;
    }

    View m_text;
    std::vector<LinkSpan> m_found;
    std::size_t m_at = 0;
    std::size_t m_free = 0;  // the end of the last that was found
    std::size_t m_chain = 0; // where the domain begins that is being read
    bool m_inLabel = false, m_afterDot = false, m_ascii = true;
};

} // namespace

std::vector<LinkSpan> findLinks(View text) {
    const Dotted dotted = withPlainDots(text);
    std::vector<LinkSpan> found = Finder(dotted.text).all();
    for (LinkSpan &each : found) {
        each.from = dotted.from[each.from];
        each.to = dotted.from[each.to];
    }
    return found;
}

} // namespace app::chat
