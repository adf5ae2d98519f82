#include "app/chat/text_cleaning.h"

#include <algorithm>

#include "app/chat/character_kinds.h"

namespace app::chat {

namespace {

constexpr std::size_t kLongest = 20'000;
constexpr std::size_t kPiece = 48; // code points that are normalized together
constexpr std::size_t kMostMarks = 4;
constexpr int kMostHeaped = 3; // marks of no script on one letter: Greek and Vietnamese need no more
constexpr std::u32string_view kChineseSigns = U"！，：；？（）";
constexpr std::u32string_view kTheirPlainForms = U"!,:;?()";

bool isSpace(char32_t c) {
    return c == U' ' || (c >= 9 && c <= 13) || (c > 0x7F && QChar::isSpace(c));
}

bool isLineThrough(char32_t c) { // or under, or around
    return (c >= 0x334 && c <= 0x338) || c == 0x332 || c == 0x333 || c == 0x305 || (c >= 0x20D0 && c <= 0x20FF);
}

// Never composes with what stands before it.
bool begins(char32_t c) {
    if (c < 0x300)
        return true;
    const bool jamo = (c >= 0x1100 && c <= 0x11FF) || (c >= 0xA960 && c <= 0xA97F) || (c >= 0xD7B0 && c <= 0xD7FF) ||
                      (c >= 0x3131 && c <= 0x318E) || (c >= 0xFF9E && c <= 0xFFDF);
    return !jamo && !isMark(c) && QChar::combiningClass(c) == 0;
}

bool isInherited(char32_t c) { // a mark of no script of its own
    return QChar::script(c) == QChar::Script_Inherited;
}

// Of a letter: what is written on it, from `at` on, until the next one.
struct Heap {
    std::u32string marks;
    std::size_t end = 0;
};

Heap heapAt(const FilterLine &line, std::size_t at, std::size_t length) {
    Heap heap;
    int inherited = 0;
    for (; at < length && (isMark(line.text[at]) || (isInvisible(line.text[at]) && !isSpace(line.text[at]))); ++at) {
        const char32_t c = line.text[at];
        if (isInvisible(c) || isLineThrough(c))
            continue;
        inherited += isInherited(c) ? 1 : 0;
        if (inherited <= kMostHeaped && heap.marks.size() < kMostMarks)
            heap.marks += c;
    }
    if (inherited > kMostHeaped)
        std::erase_if(heap.marks, isInherited);
    heap.end = at;
    return heap;
}

FilterLine visible(const FilterLine &line) {
    FilterLine out;
    const std::size_t length = std::min(line.text.size(), kLongest);
    for (std::size_t at = 0; at < length;) {
        const char32_t c = line.text[at];
        const int emote = line.emote[at++];
        if (isSpace(c)) {
            out.add(U' ');
        } else if (!isInvisible(c) && !isMark(c)) {
            out.add(c, emote);
            const Heap heap = heapAt(line, at, length);
            for (const char32_t mark : heap.marks)
                out.add(mark, emote);
            at = heap.end;
        }
    }
    return out;
}

FilterLine composed(const FilterLine &line) {
    FilterLine out;
    std::size_t at = 0;
    while (at < line.text.size()) {
        const char32_t c = line.text[at];
        const int emote = line.emote[at];
        const bool sign = kChineseSigns.find(c) != std::u32string_view::npos; // no mark composes with those
        if (sign || (c < 0x80 && (at + 1 == line.text.size() || begins(line.text[at + 1])))) {
            out.add(c, emote);
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        while (end < line.text.size() &&
               (!begins(line.text[end]) || (end - at < kPiece && line.text[end] >= 0x80 && line.emote[end] == emote &&
                                            kChineseSigns.find(line.text[end]) == std::u32string_view::npos)))
            ++end;
        const QString piece = fromCodePoints(std::u32string_view(line.text).substr(at, end - at));
        for (const char32_t each : codePoints(piece.normalized(QString::NormalizationForm_KC)))
            out.add(each, emote);
        at = end;
    }
    return out;
}

// Marks on letters that were composed as far as Unicode can.
void addMarks(FilterLine &out, std::u32string_view marks, int emote) {
    const bool heap = std::count_if(marks.begin(), marks.end(), isInherited) > 1;
    std::size_t kept = 0;
    for (const char32_t c : marks)
        if (!(heap && isInherited(c)) && ++kept <= kMostMarks)
            out.add(c, emote);
}

FilterLine withFewMarks(const FilterLine &line) {
    FilterLine out;
    for (std::size_t at = 0; at < line.text.size();) {
        const char32_t c = line.text[at];
        std::size_t end = at + 1;
        if (isInvisible(c) || isLineThrough(c) || isMark(c)) { // a mark on nothing
            at = end;
            continue;
        }
        const bool space = isSpace(c);
        out.add(space ? U' ' : c, line.emote[at]);
        std::u32string marks;
        for (; end < line.text.size() && (isMark(line.text[end]) || isInvisible(line.text[end])); ++end)
            if (!isInvisible(line.text[end]) && !isLineThrough(line.text[end]))
                marks += line.text[end];
        if (!space)
            addMarks(out, marks, line.emote[at]);
        at = end;
    }
    return out;
}

} // namespace

void clean(FilterLine &line) {
    if (!std::all_of(line.text.begin(), line.text.end(), [](char32_t c) { return c >= 0x20 && c < 0x7F; })) {
        line = withFewMarks(composed(visible(line)));
        const bool chinese =
            std::any_of(line.text.begin(), line.text.end(), [](char32_t c) { return isChinese(c) || isKana(c); });
        for (char32_t &c : line.text)
            if (const std::size_t sign = kChineseSigns.find(c); !chinese && sign != std::u32string_view::npos)
                c = kTheirPlainForms[sign];
    } else if (line.text.size() > kLongest) {
        line.cut(kLongest);
    }
    line.tidy();
}

QString cleaned(const QString &text) {
    FilterLine line(text);
    clean(line);
    return line.words();
}

} // namespace app::chat
