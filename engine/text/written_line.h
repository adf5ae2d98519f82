// A text as the rules of the normalizer look at it: code points, full-width forms already plain, without what is not
// seen (joiners, marks of direction, accents piled up, bytes that are no UTF-8), with what stands around each of them.
// Positions count code points. Nothing here looks further than a bounded number of characters, unless it says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/normalizer.h"
#include "engine/text/spoken_text.h"
#include "engine/text/written_characters.h"

namespace engine::text {

bool isHan(char32_t c); // Chinese and Japanese, and what has a given reading

// A number of digits, perhaps with commas by thousands and decimals.
struct Number {
    std::size_t end = 0;
    std::string whole;    // without commas
    std::string fraction; // without the point; "" = none
    bool grouped = false; // had commas

    bool isWhole() const { return fraction.empty(); }
    bool isOne() const { return isWhole() && whole == "1"; }
    // At most `most`, and no decimals.
    std::optional<unsigned> upTo(unsigned most) const;
};

class WrittenLine {
public:
    WrittenLine(const SpokenText &text, const NormalizerOptions &options);

    std::size_t size() const { return m_chars.size(); }
    // 0 outside.
    char32_t at(std::size_t i) const { return i < m_chars.size() ? m_chars[i] : U'\0'; }
    char32_t before(std::size_t i) const { return i > 0 ? at(i - 1) : U'\0'; }
    bool isFullWidth(std::size_t i) const { return m_fullWidth[i]; }
    bool isGiven(std::size_t i) const; // has a given reading
    // Between the end of one character and the beginning of the next may lie bytes that say nothing.
    std::size_t byteBegin(std::size_t i) const { return m_begins[i]; }
    std::size_t byteEnd(std::size_t i) const { return m_ends[i]; }
    std::size_t bytes() const { return m_bytes; }
    const NormalizerOptions &options() const { return m_options; }

    bool has(std::size_t at, std::u32string_view text) const;
    // Any of them that stands before `end` directly; bounded by the longest.
    bool endsWith(std::size_t end, std::u32string_view text) const;

    // The language in which [from, to) is said.
    SpokenLanguage languageAround(std::size_t from, std::size_t to) const;
    bool isChinese(std::size_t from, std::size_t to) const {
        return languageAround(from, to) == SpokenLanguage::chinese;
    }

    // The first position from `at` on that is no blank; walks over all of them.
    std::size_t afterBlanks(std::size_t at) const;
    // The position after the character before `at` that is no blank; at most 8 of them.
    std::size_t beforeBlanks(std::size_t at) const;

    // The letters a…z, A…Z that begin or end here, at most 24 of them; "" where there are more or none.
    std::string wordAt(std::size_t at) const;
    std::string wordBefore(std::size_t end) const;

    // The number that begins here with a digit; walks over all of it.
    std::optional<Number> numberAt(std::size_t at) const;
    // Digits alone; walks over all of them.
    std::string digitsAt(std::size_t at) const;

private:
    bool isNameInChinese(std::size_t lastLetter) const;
    bool isInNameBesideChinese(std::size_t from, std::size_t to) const;
    void findLetters();
    bool isUnit(std::size_t at) const;

    NormalizerOptions m_options;
    std::u32string m_chars;
    std::vector<bool> m_fullWidth;
    std::vector<std::size_t> m_begins; // bytes
    std::vector<std::size_t> m_ends;
    std::size_t m_bytes = 0;                   // of the whole text
    std::vector<std::uint32_t> m_letterBefore; // position after the nearest letter before; 0 = none
    std::vector<std::uint32_t> m_letterAfter;  // position of the nearest letter from here on; size() = none
};

std::string lower(std::string word);

} // namespace engine::text
