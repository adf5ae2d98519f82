// What is known about Chinese: jieba's dictionary and hidden Markov model, pypinyin's readings. Made at build time by
// packaging/make_chinese_tables.py, which describes the file. Immutable, so that any number of threads may read it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/word_trie.h"

namespace engine::text {

// The probabilities, as logarithms, of where in a word characters stand. They are those from U+4E00 to U+9FD5.
class PlaceModel {
public:
    enum Place : std::size_t { Begin, End, Middle, Single }; // Single is a word of its own
    static constexpr std::size_t kPlaces = 4;
    static constexpr double kImpossible = -3.14e100;
    using Row = std::array<double, kPlaces>;

    Row start{};                     // of the first character
    std::array<Row, kPlaces> step{}; // [from][to], of the next one
    Row character(char32_t c) const; // of this one

private:
    friend class ChineseTables;
    std::span<const std::uint32_t> m_characters; // millionths
    std::uint32_t m_first = 0;
};

class ChineseTables {
public:
    // Error(BadInput) when the file is missing, unreadable, over 64 MiB or damaged: every number in it is checked here.
    static ChineseTables load(const std::filesystem::path &file);
    static ChineseTables parse(std::vector<std::uint32_t> content, const std::string &nameForErrors);

    ChineseTables(const ChineseTables &) = delete;
    ChineseTables &operator=(const ChineseTables &) = delete;
    ChineseTables(ChineseTables &&) = default;
    ChineseTables &operator=(ChineseTables &&) = default;
    ~ChineseTables() = default;

    const WordTrie &dictionary() const { return m_dictionary; } // the value is the word's frequency
    double logTotal() const { return m_logTotal; }              // logarithm of the sum of all frequencies
    const PlaceModel &places() const { return m_places; }

    const WordTrie &phrases() const { return m_phrases; }
    // How the character at `index` of the phrase with this value in phrases() is said, such as "hao3".
    std::string_view syllable(std::uint32_t phrase, std::size_t index) const;
    // How the character is said alone; empty when it has no reading.
    std::string_view syllable(char32_t character) const;

private:
    explicit ChineseTables(std::vector<std::uint32_t> content) : m_content(std::move(content)) {}
    std::string_view spelling(std::uint32_t number) const;

    std::vector<std::uint32_t> m_content; // everything below views it
    WordTrie m_dictionary;
    double m_logTotal = 0;
    WordTrie m_phrases;
    std::span<const std::uint32_t> m_phraseSyllables;
    std::span<const std::uint32_t> m_characters; // sorted
    std::span<const std::uint32_t> m_characterSyllables;
    std::span<const std::uint32_t> m_spellingBegins; // bytes
    std::string_view m_spellings;
    PlaceModel m_places;
};

} // namespace engine::text
