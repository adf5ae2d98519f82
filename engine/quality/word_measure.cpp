#include <algorithm>

#include "engine/quality/take_measures.h"
#include "engine/request.h"
#include "engine/text/characters.h"

namespace engine::quality {

namespace {

std::string lettersOf(const std::string &word) {
    std::string letters;
    for (const char32_t c : text::decode(word)) {
        const std::string one = text::encode(std::u32string(1, text::lowerCase(c)));
        if (isSpeakable(one))
            letters += one;
    }
    return letters;
}

bool standsAlone(char32_t c) {
    return c >= 0x2E80 && c < 0xAC00;
}

std::vector<std::string> wordsOf(const std::string &text) {
    std::vector<std::string> words(1);
    for (const char32_t c : text::decode(text)) {
        const std::string one = text::encode(std::u32string(1, c));
        const bool apart = c == U'-' || text::isSpace(c) || standsAlone(c);
        if (apart)
            words.emplace_back();
        if (c == U'\'' || c == U'’')
            continue;
        words.back() += lettersOf(one);
        if (standsAlone(c))
            words.emplace_back();
    }
    std::erase_if(words, [](const std::string &word) { return word.empty(); });
    return words;
}

} // namespace

// Fewest insertions, deletions and replacements. Quadratic in the words: a line, not a book; beyond 4,000 nothing is
// said.
std::vector<Doubt> compareWords(const std::string &text, const std::vector<HeardWord> &heardWords, double seconds) {
    const std::vector<std::string> wanted = wordsOf(text);
    std::vector<HeardWord> heard;
    for (const HeardWord &word : heardWords)
        heard.push_back({lettersOf(word.text), word.from, word.to});
    std::erase_if(heard, [](const HeardWord &word) { return word.text.empty(); });
    constexpr std::size_t kMost = 4000;
    if (wanted.size() > kMost || heard.size() > kMost)
        return {};

    const std::size_t width = heard.size() + 1;
    std::vector<std::uint32_t> costs((wanted.size() + 1) * width);
    const auto cost = [&](std::size_t i, std::size_t j) -> std::uint32_t & { return costs[i * width + j]; };
    const auto differs = [&](std::size_t i, std::size_t j) { return std::uint32_t(wanted[i] != heard[j].text); };
    for (std::size_t i = 0; i <= wanted.size(); ++i) {
        for (std::size_t j = 0; j < width; ++j) {
            if (i == 0 || j == 0)
                cost(i, j) = std::uint32_t(i + j);
            else
                cost(i, j) =
                    std::min({cost(i - 1, j - 1) + differs(i - 1, j - 1), cost(i - 1, j) + 1, cost(i, j - 1) + 1});
        }
    }

    std::vector<Doubt> doubts;
    const std::string remedy = "Listen to that place; speak it again with another seed.";
    const auto add = [&](double from, double to, std::string reason) {
        doubts.push_back({DoubtKind::Words, from, std::max(from, to), 0.7, std::move(reason), remedy});
    };
    std::size_t i = wanted.size(), j = heard.size();
    while (i > 0 || j > 0) {
        if (i > 0 && j > 0 && cost(i, j) == cost(i - 1, j - 1) + differs(i - 1, j - 1)) {
            --i, --j;
            if (differs(i, j) > 0)
                add(heard[j].from, heard[j].to,
                    "\"" + heard[j].text + "\" was heard where \"" + wanted[i] + "\" is written.");
        } else if (i > 0 && cost(i, j) == cost(i - 1, j) + 1) {
            --i;
            const double from = j > 0 ? heard[j - 1].to : 0;
            add(from, j < heard.size() ? heard[j].from : seconds, "\"" + wanted[i] + "\" was not heard.");
        } else {
            --j;
            add(heard[j].from, heard[j].to, "\"" + heard[j].text + "\" was heard and is not written.");
        }
    }
    std::reverse(doubts.begin(), doubts.end());
    return doubts;
}

} // namespace engine::quality
