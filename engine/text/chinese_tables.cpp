#include "engine/text/chinese_tables.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <ios>
#include <limits>
#include <system_error>

#include "engine/error.h"
#include "engine/utf8.h"

namespace engine::text {

static_assert(std::endian::native == std::endian::little, "The tables are read as they lie in the file.");

namespace {

using Numbers = std::span<const std::uint32_t>;

constexpr std::uint32_t kMagic = 0x485A5349; // "ISZH"
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kLargestFile = 64 << 20; // bytes
constexpr std::size_t kLongestWord = 64;          // characters; the longest there are have 16
constexpr std::size_t kLongestSyllable = 32;      // bytes
constexpr std::uint32_t kUnseen = 0x80000000;

Error damaged(const std::string &name, const std::string &what) {
    return badInput(name + ": the tables for Chinese are damaged: " + what + ".",
                    "Build or install the program again.");
}

// Takes numbers off the front of the file.
class Cursor {
public:
    Cursor(Numbers content, const std::string &name) : m_rest(content), m_name(name) {}

    Numbers take(std::size_t count) {
        if (count > m_rest.size())
            throw damaged(m_name, "they end too early");
        const Numbers taken = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return taken;
    }
    std::uint32_t one() { return take(1)[0]; }
    double real() {
        const Numbers halves = take(2);
        return std::bit_cast<double>(halves[0] | std::uint64_t(halves[1]) << 32);
    }
    WordTrie trie(std::uint64_t largestValue, const std::string &what) {
        const std::size_t nodes = one();
        const Numbers characters = take(nodes);
        const Numbers firstChild = take(nodes + 1);
        const WordTrie result(characters, firstChild, take(nodes));
        if (!result.isSound(kLongestWord, largestValue))
            throw damaged(m_name, "the tree of " + what + " is broken");
        return result;
    }
    std::size_t left() const { return m_rest.size(); }

private:
    Numbers m_rest;
    const std::string &m_name;
};

bool allBelow(Numbers numbers, std::size_t limit) {
    return std::all_of(numbers.begin(), numbers.end(), [limit](std::uint32_t n) { return n < limit; });
}

// Each at least 1 and at most kLongestSyllable more than the one before.
bool areShortSteps(Numbers offsets) {
    for (std::size_t i = 1; i < offsets.size(); ++i)
        if (offsets[i] <= offsets[i - 1] || offsets[i] - offsets[i - 1] > kLongestSyllable)
            return false;
    return true;
}

double probability(Cursor &cursor, const std::string &name) {
    const double value = cursor.real();
    if (!(value <= 0 && value >= PlaceModel::kImpossible))
        throw damaged(name, "a probability is none");
    return value;
}

} // namespace

PlaceModel::Row PlaceModel::character(char32_t c) const {
    Row result;
    result.fill(kImpossible);
    if (c < m_first || c - m_first >= m_characters.size() / kPlaces)
        return result;
    const Numbers millionths = m_characters.subspan((c - m_first) * kPlaces, kPlaces);
    for (std::size_t place = 0; place < kPlaces; ++place)
        if (millionths[place] != kUnseen)
            result[place] = double(std::int32_t(millionths[place])) / 1e6;
    return result;
}

ChineseTables ChineseTables::load(const std::filesystem::path &file) {
    const std::string name = file.string();
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(file, problem);
    if (problem)
        throw badInput(name + ": " + problem.message() + ".", "Build or install the program again.");
    if (size > kLargestFile || size % sizeof(std::uint32_t) != 0)
        throw damaged(name, "a file of " + std::to_string(size) + " bytes cannot be one");
    std::vector<std::uint32_t> content(std::size_t(size) / sizeof(std::uint32_t));
    std::ifstream in(file, std::ios::binary);
    if (!in.read(reinterpret_cast<char *>(content.data()), std::streamsize(size)))
        throw badInput(name + ": the file cannot be read.", "Build or install the program again.");
    return parse(std::move(content), name);
}

ChineseTables ChineseTables::parse(std::vector<std::uint32_t> content, const std::string &nameForErrors) {
    ChineseTables tables(std::move(content));
    const std::string &name = nameForErrors;
    Cursor cursor(tables.m_content, name);
    if (cursor.one() != kMagic)
        throw damaged(name, "they do not begin as tables do");
    if (const std::uint32_t version = cursor.one(); version != kVersion)
        throw damaged(name, "they are of version " + std::to_string(version) + ", not " + std::to_string(kVersion));
    if (cursor.one() != tables.m_content.size())
        throw damaged(name, "their length is not the one that they tell");
    const std::uint32_t total = cursor.one();
    if (total == 0)
        throw damaged(name, "no word is ever used");
    tables.m_logTotal = std::log(double(total));
    tables.m_dictionary = cursor.trie(std::numeric_limits<std::uint64_t>::max(), "words");

    tables.m_spellingBegins = cursor.take(std::size_t(cursor.one()) + 1);
    const std::size_t bytes = tables.m_spellingBegins.back();
    if (tables.m_spellingBegins.front() != 0 || !areShortSteps(tables.m_spellingBegins))
        throw damaged(name, "a syllable is too long");
    const Numbers spellings = cursor.take(bytes / sizeof(std::uint32_t) + (bytes % sizeof(std::uint32_t) != 0 ? 1 : 0));
    tables.m_spellings = {reinterpret_cast<const char *>(spellings.data()), bytes};
    const std::size_t syllables = tables.m_spellingBegins.size() - 1;
    for (std::size_t i = 0; i < syllables; ++i)
        if (findInvalidUtf8(tables.spelling(std::uint32_t(i))) != std::string_view::npos)
            throw damaged(name, "a syllable is not UTF-8");

    const std::size_t characters = cursor.one();
    tables.m_characters = cursor.take(characters);
    tables.m_characterSyllables = cursor.take(characters);
    tables.m_phraseSyllables = cursor.take(cursor.one());
    if (!std::is_sorted(tables.m_characters.begin(), tables.m_characters.end()) ||
        !allBelow(tables.m_characterSyllables, syllables) || !allBelow(tables.m_phraseSyllables, syllables))
        throw damaged(name, "a character has a syllable that is not there");
    tables.m_phrases = cursor.trie(tables.m_phraseSyllables.size() + 1, "phrases");

    PlaceModel &places = tables.m_places;
    for (double &start : places.start)
        start = probability(cursor, name);
    for (PlaceModel::Row &row : places.step)
        for (double &step : row)
            step = probability(cursor, name);
    places.m_first = cursor.one();
    places.m_characters = cursor.take(PlaceModel::kPlaces * std::size_t(cursor.one()));
    if (std::any_of(places.m_characters.begin(), places.m_characters.end(),
                    [](std::uint32_t millionths) { return std::int32_t(millionths) > 0; }))
        throw damaged(name, "a probability is none");
    if (cursor.left() > 0)
        throw damaged(name, "something follows after their end");
    return tables;
}

std::string_view ChineseTables::syllable(std::uint32_t phrase, std::size_t index) const {
    return spelling(m_phraseSyllables[phrase - 1 + index]);
}

std::string_view ChineseTables::syllable(char32_t character) const {
    const auto found = std::lower_bound(m_characters.begin(), m_characters.end(), std::uint32_t(character));
    if (found == m_characters.end() || *found != character)
        return {};
    return spelling(m_characterSyllables[std::size_t(found - m_characters.begin())]);
}

std::string_view ChineseTables::spelling(std::uint32_t number) const {
    return m_spellings.substr(m_spellingBegins[number], m_spellingBegins[number + 1] - m_spellingBegins[number]);
}

} // namespace engine::text
