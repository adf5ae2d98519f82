#include "engine/text/chunker.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/text/characters.h"

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

std::vector<std::string> chunkText(std::string_view utf8, int maxBytes) {
    const std::u32string text = decode(utf8);
    const std::size_t most = std::size_t(std::max(maxBytes, 0));

    std::vector<std::string> chunks;
    std::u32string chunk;
    std::size_t chunkBytes = 0;
    const auto finish = [&] {
        const View content = trimmed(chunk);
        if (!content.empty())
            chunks.push_back(encode(content));
        chunk.clear();
        chunkBytes = 0;
    };
    for (const View sentence : sentences(text)) {
        const std::size_t bytes = byteCount(sentence);
        if (chunkBytes + bytes > most)
            finish();
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

} // namespace engine::text
