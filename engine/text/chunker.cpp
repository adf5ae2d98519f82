#include "engine/text/chunker.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/text/characters.h"
#include "engine/text/given_readings.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

constexpr double kLongestSeconds = 22; // reference and new speech together

bool endsBeforeSpace(char32_t c) {
    return View(U";:,.!?").find(c) != View::npos;
}

bool endsAlways(char32_t c) {
    return View(U"；：，。！？").find(c) != View::npos;
}

std::vector<View> sentences(View text) {
    std::vector<View> result;
    std::size_t start = 0;
    const auto cut = [&](std::size_t end) {
        if (end > start)
            result.push_back(text.substr(start, end - start));
    };
    for (std::size_t at = 1; at < text.size();) {
        std::size_t next = at;
        if (endsBeforeSpace(text[at - 1]))
            while (next < text.size() && isSpace(text[next]))
                ++next;
        if (next > at || endsAlways(text[at - 1])) {
            cut(at);
            start = next;
        }
        at = std::max(next, at + 1);
    }
    cut(text.size());
    return result;
}

View trimmed(View text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::size_t byteCount(View text) {
    std::size_t bytes = 0;
    for (const char32_t c : text)
        bytes += std::size_t(encodedBytes(c));
    return bytes;
}

} // namespace

int maxChunkBytes(std::string_view referenceText, double referenceSeconds, double speed) {
    if (!std::isfinite(referenceSeconds) || !std::isfinite(speed) || referenceSeconds <= 0 || speed <= 0)
        return 1;
    const double bytes = double(referenceText.size()) / referenceSeconds * (kLongestSeconds - referenceSeconds) * speed;
    if (!(bytes >= 1))
        return 1;
    return bytes < double(std::numeric_limits<int>::max()) ? int(bytes) : std::numeric_limits<int>::max();
}

std::vector<SpokenText> chunkText(const SpokenText &spoken, int maxBytes) {
    const DecodedText text = decode(spoken.text, spoken.readings);
    const std::size_t most = std::size_t(std::max(maxBytes, 0));

    std::vector<SpokenText> chunks;
    std::u32string chunk;
    std::size_t chunkBytes = 0;
    std::vector<Reading> readings; // of the chunk, which may yet lose white space at its beginning
    auto reading = text.readings.begin();
    const auto finish = [&] {
        const View content = trimmed(chunk);
        if (!content.empty()) {
            const std::size_t lost = byteCount(View(chunk).substr(0, std::size_t(content.data() - chunk.data())));
            for (Reading &one : readings)
                one.at -= lost;
            chunks.push_back({encode(content), std::move(readings), {}});
        }
        chunk.clear();
        chunkBytes = 0;
        readings.clear();
    };
    for (const View sentence : sentences(text.characters)) {
        const std::size_t bytes = byteCount(sentence);
        if (chunkBytes + bytes > most)
            finish();
        const std::size_t first = std::size_t(sentence.data() - text.characters.data());
        for (std::size_t at = 0, byte = chunkBytes; reading != text.readings.end(); ++reading) {
            if (reading->character >= first + sentence.size())
                break;
            for (; at < reading->character - first; ++at)
                byte += std::size_t(encodedBytes(sentence[at]));
            readings.push_back({byte, std::string(reading->syllable)});
        }
        chunk += sentence;
        chunkBytes += bytes;
        if (encodedBytes(sentence.back()) == 1) {
            chunk += U' ';
            ++chunkBytes;
        }
    }
    finish();
    return chunks;
}

std::vector<std::string> chunkText(std::string_view utf8, int maxBytes) {
    std::vector<std::string> texts;
    for (SpokenText &chunk : chunkText(SpokenText{std::string(utf8), {}, {}}, maxBytes))
        texts.push_back(std::move(chunk.text));
    return texts;
}

} // namespace engine::text
