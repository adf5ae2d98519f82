#include "engine/text/lexicon_patterns.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <re2/re2.h>

#include "engine/utf8.h"

namespace engine::text {

namespace {

using re2::RE2;
using re2::StringPiece;

constexpr std::int64_t kMostMemory = 1 << 20; // of one pattern: what it is compiled to, and what it notes while it runs
// RE2's instructions: where its notes do not fit, each byte costs as many steps. (\pL+) has 1,200.
constexpr int kLargestProgram = 10'000;
constexpr int kLargestPrograms = 200'000;   // of a lexicon together
constexpr std::size_t kLongestFind = 2'048; // bytes
constexpr std::size_t kStride = kLongestFind / 2;
constexpr std::size_t kLongestResult = 8'192;
constexpr int kGroups = 10; // \0…\9

LexiconFault fault(LexiconFault::Place place, std::size_t at, std::string what, std::string remedy) {
    return {0, place, at, std::move(what), std::move(remedy)};
}

std::string quoted(const std::string &text) {
    return '"' + text + '"';
}

std::size_t charactersBefore(std::string_view text, std::size_t at) {
    return std::size_t(std::count_if(text.begin(), text.begin() + std::ptrdiff_t(at),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

LexiconFault faultOfPattern(const std::string &from, const RE2 &expression) {
    if (expression.error_code() == RE2::ErrorPatternTooLarge)
        return fault(LexiconFault::Place::From, 0, "The pattern " + quoted(from) + " needs too much memory.",
                     "Make its repetitions smaller, or divide it into several entries.");
    const std::string &part = expression.error_arg();
    std::string why = expression.error();
    if (!part.empty() && why.ends_with(": " + part))
        why.resize(why.size() - part.size() - 2);
    const std::size_t at = part.empty() ? std::string::npos : from.find(part);
    const std::string where =
        at == std::string::npos
            ? std::string()
            : " at character " + std::to_string(charactersBefore(from, at) + 1) + " (" + quoted(part) + ")";
    return fault(LexiconFault::Place::From, at == std::string::npos ? 0 : at,
                 "The pattern " + quoted(from) + " is wrong" + where + ": " + why + ".",
                 "Correct it; a sign that means itself has a \\ before it, such as \\( or \\.");
}

std::size_t afterCharacter(std::string_view text, std::size_t at) {
    return at + std::max<std::size_t>(decodeUtf8(text, at).bytes, 1);
}

bool isBorder(std::string_view text, std::size_t at) { // between characters; \C may stop inside one
    return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

} // namespace

struct Lexicon::Patterns::Pattern {
    std::unique_ptr<RE2> expression;
    std::string to;
};

Lexicon::Patterns::Patterns() = default;
Lexicon::Patterns::~Patterns() = default;

std::optional<LexiconFault> Lexicon::Patterns::add(const LexiconEntry &entry, bool use) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(entry.matchCase);
    options.set_max_mem(kMostMemory);
    auto expression = std::make_unique<RE2>(entry.from, options);
    if (!expression->ok())
        return faultOfPattern(entry.from, *expression);
    const int size = std::max(expression->ProgramSize(), expression->ReverseProgramSize());
    if (size > kLargestProgram || (use && m_instructions + size > kLargestPrograms))
        return fault(LexiconFault::Place::From, 0,
                     "The pattern " + quoted(entry.from) +
                         (size > kLargestProgram ? " is too large." : " and those before it are too large together."),
                     "Make its repetitions smaller, or divide it into several entries.");
    const std::string remedy =
        "\\1 to \\9 stand for the groups ( ) of the pattern, \\0 for all of it, and \\\\ for a \\.";
    const int wanted = RE2::MaxSubmatch(entry.to);
    const int groups = expression->NumberOfCapturingGroups();
    if (wanted > groups)
        return fault(LexiconFault::Place::To, 0,
                     "What is said for the pattern " + quoted(entry.from) + " names group " + std::to_string(wanted) +
                         ", and the pattern has " + std::to_string(groups) + ".",
                     remedy);
    if (std::string why; !expression->CheckRewriteString(entry.to, &why))
        return fault(LexiconFault::Place::To, 0,
                     "What is said for the pattern " + quoted(entry.from) +
                         " is wrong: a \\ stands before something "
                         "that is neither a digit nor a \\.",
                     remedy);
    if (use) {
        m_instructions += size;
        m_patterns.push_back({std::move(expression), entry.to});
    }
    return {};
}

// Each search begins inside the first half of the part that it sees, or is made again from there on: so a match has
// room, and none costs more than that part, however far the pattern would have looked.
std::vector<Replacement> Lexicon::Patterns::found(const Pattern &pattern, FreeText &free) {
    std::vector<Replacement> all;
    const std::string_view text = free.text();
    const StringPiece piece(text.data(), text.size());
    const int groups = std::min(1 + RE2::MaxSubmatch(pattern.to), kGroups);
    for (const FreeText::Span &span : free.spans()) {
        for (std::size_t at = span.from; at < span.to;) {
            const std::size_t end = std::min(at + kLongestFind, span.to);
            std::array<StringPiece, kGroups> group;
            if (!pattern.expression->Match(piece, at, end, RE2::UNANCHORED, group.data(), groups)) {
                at = end == span.to ? end : at + kStride;
                continue;
            }
            const std::size_t from = std::size_t(group[0].data() - text.data());
            const std::size_t to = from + group[0].size();
            if (end < span.to && from > at && from - at >= kStride) {
                at = from;
                continue;
            }
            std::string by;
            const bool whole = to > from && isBorder(text, from) && isBorder(text, to) &&
                               pattern.expression->Rewrite(&by, pattern.to, group.data(), groups) &&
                               by.size() <= kLongestResult && findInvalidUtf8(by) == std::string::npos;
            if (!whole) {
                at = std::max(to, afterCharacter(text, from));
                continue;
            }
            if (!free.hasRoomFor(by.size()))
                return all;
            free.use(by.size());
            all.push_back({from, to, std::move(by)});
            at = to;
        }
    }
    return all;
}

void Lexicon::Patterns::apply(FreeText &text) const {
    for (const Pattern &pattern : m_patterns)
        text.take(found(pattern, text));
}

bool hasLexiconPatterns() {
    return true;
}

} // namespace engine::text
