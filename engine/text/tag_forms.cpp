#include "engine/text/tag_forms.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/text/characters.h"
#include "engine/text/tag_letters.h"

namespace engine::text {

using namespace tag_letters;

namespace {

// The letters at the start, and what follows them and perhaps a colon or an equals sign.
struct Keyword {
    std::string word;
    std::string_view value;
};

Keyword keywordOf(std::string_view inside) {
    const std::string_view text = trimmed(inside);
    const std::size_t letters = lengthWhile(text, isLetter);
    std::string_view rest = text.substr(letters);
    const bool apart = rest.empty() || isBlank(rest.front()) || rest.front() == ':' || rest.front() == '=';
    rest = trimmed(rest);
    if (!rest.empty() && (rest.front() == ':' || rest.front() == '='))
        rest = trimmed(rest.substr(1));
    // {pause500ms} is meant just as well.
    if (!apart && !(isDigit(rest.front()) || rest.front() == '.' || rest.front() == '-'))
        return {};
    return {lowered(text.substr(0, letters)), rest};
}

TagMeaning readSetting(const Keyword &keyword) {
    return keyword.word == "pause"   ? readPause(keyword.value)
           : keyword.word == "speed" ? readSpeed(keyword.value)
                                     : readSeed(keyword.value);
}

void addFault(TagMeaning &meaning, std::string what, std::string remedy) {
    if (!meaning.what.empty())
        return;
    meaning.what = std::move(what);
    meaning.remedy = std::move(remedy);
}

constexpr const char *kJsonRemedy = "Write {\"name\": \"Happy\", \"seed\": 7, \"speed\": 1.1}, or parts of it.";

TagMeaning readJson(std::string_view inside) {
    Json json;
    try {
        json = Json::parse("{" + std::string(inside) + "}", "The tag", {.bytes = 4096, .depth = 4, .values = 64});
    } catch (const Error &error) {
        return wrong(error.what(), kJsonRemedy);
    }
    TagMeaning meaning;
    meaning.kind = TagMeaning::Json;
    for (const auto &[key, value] : json.object()) {
        if (key == "name" && value.isString()) {
            meaning.name = value.string();
        } else if (key == "speed" && value.isNumber()) {
            if (value.number() >= 0.3 && value.number() <= 3)
                meaning.speed = value.number();
            else
                addFault(meaning, "A speed is 0.3 to 3, not " + value.dump() + ".", kJsonRemedy);
        } else if (key == "seed" && value.isInteger() && value.number() >= 0) {
            meaning.seed = value.unsignedInteger();
        } else if (key == "seed" && value.isNumber() && value.number() == -1) {
            meaning.seed.reset(); // as F5 says "any"
        } else if (key == "seed") {
            addFault(meaning, "A seed is a whole number from 0 to 18446744073709551615, not " + value.dump() + ".",
                     kJsonRemedy);
        } else {
            addFault(meaning, "\"" + key + "\" is not understood in this tag.", kJsonRemedy);
        }
    }
    return meaning;
}

} // namespace

std::string shownInMessage(std::string_view written) {
    constexpr std::size_t longest = 40; // characters
    std::u32string text = decode(written.substr(0, 4 * longest + 1));
    if (text.size() > longest)
        text = text.substr(0, longest - 1) + U'…';
    return encode(text);
}

TagMeaning readBraces(std::string_view inside) {
    const std::string_view text = trimmed(inside);
    if (text.empty())
        return wrong("This tag is empty.", "Write what it should do, such as {pause 500ms}, or remove it.");
    if (text.front() == '"')
        return readJson(text);
    if (const Keyword keyword = keywordOf(text); isSettingWord(keyword.word))
        return readSetting(keyword);
    const bool letters = std::any_of(text.begin(), text.end(), [](char c) { return isLetter(c) || (c & 0x80) != 0; });
    TagMeaning meaning;
    if (letters) {
        meaning.kind = TagMeaning::Name;
        meaning.name = text;
    }
    return meaning;
}

std::size_t unclosedBraces(std::string_view text) {
    std::size_t at = lengthWhile(text, isBlank);
    if (at < text.size() && text[at] == '"') { // strings, colons, commas and numbers, as far as they go
        for (std::size_t end = at; end < text.size();) {
            if (text[end] == '"') {
                const std::size_t close = text.find_first_of("\"\n", end + 1);
                if (close == text.npos || text[close] == '\n')
                    break;
                end = at = close + 1;
            } else if (isDigit(text[end])) {
                end += lengthWhile(text.substr(end), [](char c) { return isDigit(c) || c == '.'; });
                at = end;
            } else if (std::string_view(" :,-").find(text[end]) != std::string_view::npos) {
                ++end;
            } else {
                break;
            }
        }
        return at;
    }
    const std::size_t letters = lengthWhile(text.substr(at), isLetter);
    if (!isSettingWord(lowered(text.substr(at, letters))))
        return 0;
    at += letters;
    std::size_t value = at + lengthWhile(text.substr(at), [](char c) { return isBlank(c) || c == ':' || c == '='; });
    if (value == text.size() || !(isDigit(text[value]) || text[value] == '.' || text[value] == '-'))
        return at;
    return value +
           lengthWhile(text.substr(value), [](char c) { return isDigit(c) || isLetter(c) || c == '.' || c == '-'; });
}

} // namespace engine::text
