#include "app/chat/word_stream.h"

#include <algorithm>

#include <QChar>

#include "app/chat/character_kinds.h"
#include "app/chat/look_alikes.h"

namespace app::chat {

namespace {

using View = std::u32string_view;

enum class Part { Letter, Alone, Sign, Space };

bool isLetter(char32_t c) {
    return c < 0x80 ? (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')
                    : QChar::isLetterOrNumber(c);
}

bool isSymbol(char32_t c) { // emoji and their like can be banned; flags are letters to look-alikes
    return c > 0x7F && (isEmoji(c) || QChar::category(c) == QChar::Symbol_Other) && !isSkinTone(c);
}

bool isSquareLetter(char32_t c) {
    return c >= 0x1F150 && c <= 0x1F1FF && skeletonOf(c) < 0x80;
}

Part partOf(View text, std::size_t at, const Folding &folding) {
    const char32_t c = text[at];
    if (c == U' ')
        return Part::Space;
    if (isWordAlone(c))
        return isMark(c) ? Part::Sign : Part::Alone;
    if (isLetter(c))
        return Part::Letter;
    if (folding.lookAlikes && isSquareLetter(c))
        return Part::Letter;
    if (folding.one != 0 && isLeetSign(c) && at + 1 < text.size() &&
        (isLetter(text[at + 1]) || isLeetSign(text[at + 1])))
        return Part::Letter;
    return isSymbol(c) ? Part::Alone : Part::Sign;
}

char32_t folded(char32_t c, const Folding &folding) {
    if (!folding.lookAlikes)
        return caseFolded(c);
    if (folding.one != 0)
        if (const char32_t letter = leetLetter(c, folding.one); letter != 0)
            return letter;
    return skeletonOf(c);
}

// Calls see(word) for each word of the stream.
template <class See> void eachWord(View stream, See see) {
    for (std::size_t at = 0; at < stream.size();) {
        if (stream[at] == kBorder) {
            ++at;
            continue;
        }
        const std::size_t end = std::min(stream.find(kBorder, at), stream.size());
        see(stream.substr(at, end - at));
        at = end;
    }
}

bool isLonely(View word) {
    return word.size() == 1 && !isWordAlone(word[0]);
}

} // namespace

std::u32string wordStream(View text, const Folding &folding) {
    std::u32string stream(1, kBorder);
    stream.reserve(text.size() + text.size() / 2 + 2);
    const auto border = [&] {
        if (stream.back() != kBorder)
            stream += kBorder;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (isMark(text[at])) {
            if (!folding.lookAlikes && stream.back() != kBorder)
                stream += text[at];
            continue;
        }
        switch (partOf(text, at, folding)) {
        case Part::Letter:
            stream += folded(text[at], folding);
            break;
        case Part::Alone:
            border();
            stream += caseFolded(text[at]);
            border();
            break;
        case Part::Sign:
            if (!folding.dense)
                border();
            break;
        case Part::Space:
            border();
            break;
        }
    }
    border();
    return stream;
}

std::vector<std::u32string> letterRuns(View stream) {
    std::vector<std::u32string> runs;
    std::u32string run;
    const auto end = [&] {
        if (run.size() >= 3)
            runs.push_back(run);
        run.clear();
    };
    eachWord(stream, [&](View word) {
        if (isLonely(word))
            run += word;
        else
            end();
    });
    end();
    return runs;
}

std::u32string joinedLetters(View stream) {
    std::u32string joined(1, kBorder);
    View before;
    eachWord(stream, [&](View word) {
        const bool one = isLonely(word) != isLonely(before) && !before.empty();
        const View lonely = isLonely(word) ? word : before;
        const View other = isLonely(word) ? before : word;
        if (one && lonely != U"a" && lonely != U"i" && !(other.size() == 1 && isWordAlone(other[0]))) {
            joined += before;
            joined += word;
            joined += kBorder;
        }
        before = word;
    });
    return joined;
}

bool hasRun(View stream) {
    for (std::size_t at = 2; at < stream.size(); ++at)
        if (stream[at] == stream[at - 1] && stream[at] == stream[at - 2])
            return true;
    return false;
}

std::u32string squeezed(View stream, std::size_t kept) {
    std::u32string out;
    out.reserve(stream.size());
    for (std::size_t at = 0; at < stream.size();) {
        std::size_t end = at;
        while (end < stream.size() && stream[end] == stream[at])
            ++end;
        out.append(end - at >= 3 ? kept : end - at, stream[at]);
        at = end;
    }
    return out;
}

} // namespace app::chat
