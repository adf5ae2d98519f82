#include "engine/text/lexicon_words.h"

#include <algorithm>
#include <utility>

#include "engine/text/characters.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

struct Step {
    char32_t c = 0xFFFD;
    std::size_t bytes = 1;
};

Step stepAt(std::string_view text, std::size_t at) {
    const Utf8Char one = decodeUtf8(text, at);
    return one.bytes > 0 ? Step{one.codePoint, one.bytes} : Step{};
}

char32_t before(std::string_view text, std::size_t at) { // a blank at the beginning
    if (at == 0)
        return U' ';
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
        --begin;
    return stepAt(text, begin).c;
}

char32_t after(std::string_view text, std::size_t at) { // a blank at the end
    return at < text.size() ? stepAt(text, at).c : U' ';
}

// Belongs to the character before it, so that nothing may be cut there.
bool combines(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || c == 0x200D ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

bool isWhole(std::string_view text, std::size_t from, std::size_t to) {
    const bool joinedBefore = isWordCharacter(stepAt(text, from).c) && isWordCharacter(before(text, from));
    const bool joinedAfter = isWordCharacter(before(text, to)) && isWordCharacter(after(text, to));
    return !joinedBefore && !joinedAfter;
}

std::u32string folded(std::u32string letters) {
    std::transform(letters.begin(), letters.end(), letters.begin(), lowerCase);
    return letters;
}

} // namespace

Lexicon::Words::Words(const std::vector<LexiconEntry> &entries, const std::vector<bool> &usable)
    : m_entries(entries), m_readings(entries.size()) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const LexiconEntry &entry = entries[i];
        if (!usable[i] || entry.kind == LexiconKind::Pattern)
            continue;
        const bool pinyin = entry.kind == LexiconKind::Pinyin;
        std::u32string letters = decode(entry.from);
        if (pinyin) {
            std::size_t at = 0;
            const auto syllables = syllablesOf(entry.to);
            for (std::size_t c = 0; c < letters.size(); ++c) {
                m_readings[i].push_back({at, (*syllables)[c]});
                at += std::size_t(encodedBytes(letters[c]));
            }
        }
        if (entry.matchCase || pinyin)
            add(m_exact, std::move(letters), entry.wholeWord && !pinyin, std::uint32_t(i));
        else
            add(m_folded, folded(std::move(letters)), entry.wholeWord, std::uint32_t(i));
    }
    sort(m_exact);
    sort(m_folded);
}

void Lexicon::Words::add(Table &table, std::u32string letters, bool whole, std::uint32_t entry) {
    table.push_back({std::move(letters), whole ? entry : kNone, whole ? kNone : entry});
}

void Lexicon::Words::sort(Table &table) {
    std::sort(table.begin(), table.end(), [](const Word &a, const Word &b) { return a.letters < b.letters; });
    std::size_t kept = 0;
    for (Word &word : table) {
        if (kept > 0 && table[kept - 1].letters == word.letters) {
            table[kept - 1].whole = std::min(table[kept - 1].whole, word.whole);
            table[kept - 1].within = std::min(table[kept - 1].within, word.within);
        } else {
            if (&table[kept] != &word)
                table[kept] = std::move(word);
            ++kept;
        }
    }
    table.resize(kept);
}

// The longest word at the beginning of the span becomes `best` if it is longer than that, or as long and earlier.
void Lexicon::Words::look(const Table &table, bool folded, std::string_view text, FreeText::Span span, Match &best) {
    auto first = table.begin();
    auto last = table.end();
    std::size_t at = span.from;
    for (std::size_t depth = 0; first != last && at < span.to; ++depth) {
        const Step step = stepAt(text, at);
        const char32_t c = folded ? lowerCase(step.c) : step.c;
        // Of the words that are the same up to here, the one that ends here stands first.
        first = std::lower_bound(first, last, c, [depth](const Word &word, char32_t wanted) {
            return word.letters.size() <= depth || word.letters[depth] < wanted;
        });
        last = std::upper_bound(first, last, c,
                                [depth](char32_t wanted, const Word &word) { return wanted < word.letters[depth]; });
        at += step.bytes;
        if (first == last || at > span.to || first->letters.size() != depth + 1 || combines(after(text, at)))
            continue;
        const bool whole = first->whole < first->within && isWhole(text, span.from, at);
        const std::uint32_t entry = whole ? first->whole : first->within;
        if (entry != kNone && (at > best.to || (at == best.to && entry < best.entry)))
            best = {at, entry};
    }
}

void Lexicon::Words::apply(FreeText &free) const {
    if (m_exact.empty() && m_folded.empty())
        return;
    std::vector<Replacement> found;
    const std::string_view text = free.text();
    for (const FreeText::Span &span : free.spans()) {
        for (std::size_t at = span.from; at < span.to;) {
            Match best{at, kNone};
            look(m_exact, false, text, {at, span.to}, best);
            look(m_folded, true, text, {at, span.to}, best);
            if (best.entry == kNone) {
                at += stepAt(text, at).bytes;
                continue;
            }
            const LexiconEntry &entry = m_entries[best.entry];
            const std::string &by = entry.kind == LexiconKind::Pinyin ? entry.from : entry.to;
            if (!free.hasRoomFor(by.size()))
                break;
            free.use(by.size());
            found.push_back({at, best.to, by, m_readings[best.entry]});
            at = best.to;
        }
    }
    free.take(std::move(found));
}

} // namespace engine::text
