#include "engine/text/tag_letters.h"

#include <utility>

namespace engine::text::tag_letters {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char &c : result)
        if (c >= 'A' && c <= 'Z')
            c = char(c + 32);
    return result;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(lengthWhile(text, isBlank));
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool isSettingWord(std::string_view word) {
    return word == "pause" || word == "speed" || word == "seed";
}

TagMeaning wrong(std::string what, std::string remedy) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Wrong;
    meaning.what = std::move(what);
    meaning.remedy = std::move(remedy);
    return meaning;
}

} // namespace engine::text::tag_letters
