// Puts the parts of a tagged text together, one character after another. Places are bytes of what was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/syllable.h"
#include "engine/text/tags.h"

namespace engine::text {

struct Manner {
    std::string voice;
    std::optional<double> speed;
    std::optional<std::uint64_t> seed;
};

class PartMaker {
public:
    // A character, bytes [from, to). White space at the edges of a part and beside tags is not doubled.
    void character(std::string_view bytes, std::size_t from, std::size_t to, char32_t c, const Manner &manner);
    void syllable(const std::string &spelling, std::size_t from, std::size_t to, const Manner &manner);
    // The last `readings.size()` of the Chinese characters that end the text; false when there are not so many.
    bool read(const std::vector<Syllable> &readings);
    void tag(std::size_t from, std::size_t to); // what stands here is not said
    bool pause(double seconds);                 // false: with what is there already it would be too long
    std::vector<SpeechPart> finish();

    bool isBehindChinese() const { return !m_chinese.empty(); }
    char32_t lastChinese() const { return m_lastCharacter; }

private:
    struct Range {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    bool open(bool blank, const Manner &manner); // false: the blank is not needed
    void add(std::string_view bytes, Range written, bool same);
    void dropBlanksAtEnd();
    void close();

    std::vector<SpeechPart> m_parts;
    SpeechPart m_part;
    std::size_t m_solidEnd = 0;         // of the text, up to the last character that is no white space
    char32_t m_lastCharacter = 0;       // of the text
    std::vector<std::size_t> m_chinese; // where the Chinese characters that end the text begin
    std::optional<Range> m_seam;        // tags since the last character
};

} // namespace engine::text
