#include "engine/distances/word_error.h"

#include <algorithm>
#include <system_error>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/request.h"
#include "engine/text/characters.h"

namespace engine::distances {

namespace {

constexpr std::size_t kLongestRecogniser = 200;

bool isApostrophe(char32_t c) {
    return c == U'\'' || c == U'’';
}

bool isLetter(char32_t c) {
    return isSpeakable(text::encode(std::u32string(1, c)));
}

} // namespace

std::vector<std::string> wordsToCompare(const std::string &utf8) {
    const std::u32string text = text::decode(utf8);
    std::vector<std::string> words;
    std::u32string word;
    const auto end = [&] {
        if (!word.empty())
            words.push_back(text::encode(word));
        word.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (text::isIdeograph(c) || text::isKanaOrHangul(c)) {
            end();
            words.push_back(text::encode(std::u32string(1, c)));
        } else if (isLetter(c)) {
            word += text::lowerCase(c);
        } else if (isApostrophe(c) && !word.empty() && i + 1 < text.size() && isLetter(text[i + 1])) {
            word += U'\'';
        } else {
            end();
        }
    }
    end();
    return words;
}

WordError wordError(const std::string &text, const std::string &heard) {
    const std::vector<std::string> wanted = wordsToCompare(text), got = wordsToCompare(heard);
    // row[j]: the fewest edits from the first words of the text to the first j that were heard.
    std::vector<WordError> row(got.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j].insertions = j;
    for (const std::string &word : wanted) {
        WordError diagonal = row[0];
        ++row[0].deletions;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const WordError above = row[j];
            WordError best = diagonal;
            best.substitutions += word != got[j - 1];
            if (above.edits() + 1 < best.edits()) {
                best = above;
                ++best.deletions;
            }
            if (row[j - 1].edits() + 1 < best.edits()) {
                best = row[j - 1];
                ++best.insertions;
            }
            diagonal = above;
            row[j] = best;
        }
    }
    row.back().words = wanted.size();
    return row.back();
}

std::optional<HeardTexts> readHeardTexts(const std::filesystem::path &file) {
    std::error_code error;
    if (std::filesystem::symlink_status(file, error).type() == std::filesystem::file_type::not_found)
        return std::nullopt;
    const Json json = Json::read(file);
    const auto refuse = [&](const std::string &what) {
        return badInput(file.string() + ": " + what + ".", "engine/distances/word_error.h says what it looks like.");
    };
    if (!json["format"].isInteger() || json["format"].number() != 1)
        throw refuse("\"format\" is not 1");
    HeardTexts texts;
    if (!json["recogniser"].isString() || json["recogniser"].string().empty() ||
        json["recogniser"].string().size() > kLongestRecogniser)
        throw refuse("\"recogniser\" is no text of 1 to " + std::to_string(kLongestRecogniser) + " bytes");
    texts.recogniser = json["recogniser"].string();
    if (!json["heard"].isObject())
        throw refuse("\"heard\" is no object");
    for (const auto &[key, heard] : json["heard"].object()) {
        if (!heard.isString())
            throw refuse("what was heard of \"" + key.substr(0, kLongestRecogniser) + "\" is no text");
        texts.heard.emplace(key, heard.string());
    }
    return texts;
}

} // namespace engine::distances
