#include "engine/text/normalizer_rules.h"

#include <algorithm>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

constexpr std::size_t kMostKeys = 14; // behind the code
constexpr std::size_t kLeastKeys = 4;
constexpr std::size_t kKeysAlone = 7; // where nothing stands before the code

// A part between two hyphens: capitals alone or digits alone; "" = neither.
std::string keysAt(const WrittenLine &line, std::size_t at) {
    std::string part;
    const bool digits = isDigit(line.at(at));
    while (part.size() <= kMostKeys &&
           (digits ? isDigit(line.at(at + part.size())) : isCapital(line.at(at + part.size()))))
        part += char(line.at(at + part.size()));
    return part;
}

bool isFreeCode(const std::string &digits) {
    return isOneOf(digits, "800 888 877 866 855 844 833 900 0800 0808");
}

} // namespace

// The words are said as words: whoever dials finds the letters on the keys.
Found readTelephoneWords(const WrittenLine &line, std::size_t at) {
    const bool plus = line.at(at) == U'+';
    std::size_t end = plus ? at + 1 : at;
    if (!isDigit(line.at(end)) || isAlphanumeric(line.before(at)) || line.before(at) == U'-')
        return {};
    std::string code = keysAt(line, end);
    std::string country;
    const char32_t sign = line.at(end + 1);
    if (code == "1" && (sign == U'-' || sign == U' ' || sign == U'.')) {
        country = code;
        end += 2;
        code = keysAt(line, end);
    }
    end += code.size();
    const char32_t between = line.at(end);
    if (!isFreeCode(code) || !(between == U'-' || (!country.empty() && (between == U' ' || between == U'.'))))
        return {};
    const bool chinese = line.isChinese(at, end);
    const auto say = [chinese](const std::string &digits) {
        return chinese ? chineseTelephone(digits) : englishDigits(digits);
    };
    const std::string pause = chinese ? "，" : ", ";
    std::string text = plus ? chinese ? "加" : "plus " : "";
    if (!country.empty())
        text += say(country) + pause;
    text += say(code);
    std::size_t keys = 0, longest = 0;
    bool words = false;
    for (bool before = false; keys <= kMostKeys; before = isCapital(line.before(end))) {
        const std::string part = line.at(end) == between ? keysAt(line, end + 1) : "";
        if (part.empty())
            break;
        const bool word = isCapital(char32_t(part[0]));
        text += (word && before ? " " : pause) + (word ? part : say(part));
        words = words || word;
        longest = word ? std::max(longest, part.size()) : longest;
        keys += part.size();
        end += 1 + part.size();
        if (between == U' ' && word)
            break; // what follows may be the sentence
    }
    if (country.empty() && code[0] != '0' && keys != kKeysAlone)
        return {}; // the 800-METER race
    if (!words || longest < 3 || keys < kLeastKeys || keys > kMostKeys || isAlphanumeric(line.at(end)))
        return {};
    return {end, text};
}

} // namespace engine::text
