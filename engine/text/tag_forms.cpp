#include "engine/text/tag_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/text/characters.h"
#include "engine/text/syllable.h"
#include "engine/text/tags.h"

namespace engine::text {

namespace {

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

template <typename Predicate> std::size_t lengthWhile(std::string_view text, Predicate holds) {
    return std::size_t(std::find_if_not(text.begin(), text.end(), holds) - text.begin());
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(lengthWhile(text, isBlank));
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

TagMeaning wrong(std::string what, std::string remedy) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Wrong;
    meaning.what = std::move(what);
    meaning.remedy = std::move(remedy);
    return meaning;
}

// A decimal number with digits alone, a sign and a point; no exponent. Far outside every range when there are too many
// digits.
struct Number {
    bool is = false;
    double value = 0;
    std::string_view rest; // what follows, without blanks before it
};

Number numberAtStart(std::string_view text) {
    Number number;
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const bool negative = at == 1 && text[0] == '-';
    const std::size_t whole = lengthWhile(text.substr(at), isDigit);
    std::size_t end = at + whole;
    if (end < text.size() && text[end] == '.') {
        const std::size_t fraction = lengthWhile(text.substr(end + 1), isDigit);
        end += fraction > 0 ? 1 + fraction : 0;
    }
    if (end == at)
        return number;
    number.is = true;
    const std::string_view digits = text.substr(at, end - at);
    const auto [last, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number.value, std::chars_format::fixed);
    if (problem != std::errc() || last != digits.data() + digits.size()) // out of what a double holds
        number.value = digits.substr(0, whole).find_first_not_of('0') == digits.npos ? 0 : HUGE_VAL;
    if (negative)
        number.value = -number.value;
    number.rest = trimmed(text.substr(end));
    return number;
}

std::string quoted(std::string_view value) {
    return "\"" + shownInMessage(value) + "\"";
}

double secondsOf(std::string_view unit) {
    struct Unit {
        std::string_view name;
        double seconds;
    };
    static constexpr std::array<Unit, 16> units{{{"ms", 0.001},
                                                 {"msec", 0.001},
                                                 {"millisecond", 0.001},
                                                 {"milliseconds", 0.001},
                                                 {"s", 1},
                                                 {"sec", 1},
                                                 {"secs", 1},
                                                 {"second", 1},
                                                 {"seconds", 1},
                                                 {"m", 60},
                                                 {"min", 60},
                                                 {"minute", 60},
                                                 {"minutes", 60},
                                                 {"h", 3600},
                                                 {"hour", 3600},
                                                 {"hours", 3600}}};
    const auto found = std::find_if(units.begin(), units.end(), [unit](const Unit &u) { return u.name == unit; });
    return found == units.end() ? 0 : found->seconds;
}

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

bool isSettingWord(std::string_view word) {
    return word == "pause" || word == "speed" || word == "seed";
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

struct Attribute {
    std::string_view name;
    std::string_view value;
};

bool isNameCharacter(char c) {
    return isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

// "time="1s" strength='x' /" and the like; none when it is of another form.
std::optional<std::vector<Attribute>> attributesOf(std::string_view text) {
    std::vector<Attribute> attributes;
    for (text = trimmed(text); !text.empty() && text != "/"; text = trimmed(text)) {
        Attribute attribute;
        const std::size_t name = lengthWhile(text, isNameCharacter);
        attribute.name = text.substr(0, name);
        text = trimmed(text.substr(name));
        if (name == 0 || text.empty() || text.front() != '=')
            return std::nullopt;
        text = trimmed(text.substr(1));
        if (text.empty())
            return std::nullopt;
        if (text.front() == '"' || text.front() == '\'') {
            const std::size_t end = text.find(text.front(), 1);
            if (end == text.npos)
                return std::nullopt;
            attribute.value = text.substr(1, end - 1);
            text.remove_prefix(end + 1);
        } else {
            const std::size_t length = lengthWhile(text, [](char c) { return !isBlank(c) && c != '/'; });
            if (length == 0)
                return std::nullopt;
            attribute.value = text.substr(0, length);
            text.remove_prefix(length);
        }
        attributes.push_back(attribute);
    }
    return attributes;
}

TagMeaning readBreak(const std::vector<Attribute> &attributes) {
    for (const Attribute &attribute : attributes)
        if (lowered(attribute.name) == "time")
            return readPause(attribute.value);
    return wrong("This break does not say how long it is.", "Write <break time=\"500ms\"/> or {pause 500ms}.");
}

TagMeaning unknownMarkup(std::string_view inside) {
    return wrong("<" + shownInMessage(inside) + "> is not a tag that is known here.",
                 "Remove it, or write \\< for a sign that stands in the text; a pause is {pause 500ms}.");
}

} // namespace

std::string shownInMessage(std::string_view written) {
    constexpr std::size_t longest = 40; // characters
    std::u32string text = decode(written.substr(0, 4 * longest + 1));
    if (text.size() > longest)
        text = text.substr(0, longest - 1) + U'…';
    return encode(text);
}

TagMeaning readPause(std::string_view time) {
    const Number number = numberAtStart(trimmed(time));
    const double unit = number.is ? secondsOf(lowered(number.rest)) : 0;
    const std::string remedy = "Write {pause 500ms} or {pause 1.5s}.";
    if (!number.is || (unit == 0 && !number.rest.empty()))
        return wrong("A pause is a time from 0 to 60 seconds, not " + quoted(trimmed(time)) + ".", remedy);
    if (unit == 0)
        return wrong("The pause of " + quoted(trimmed(time)) + " has no unit, ms or s; it may last 0 to 60 seconds.",
                     remedy);
    TagMeaning meaning;
    meaning.kind = TagMeaning::Pause;
    // So that 500ms is 0.5 exactly.
    meaning.seconds = unit < 1 ? number.value / 1000 : number.value * unit;
    if (!(meaning.seconds >= 0 && meaning.seconds <= kLongestPause))
        return wrong("A pause lasts 0 to 60 seconds, not " + quoted(trimmed(time)) + ".", remedy);
    return meaning;
}

TagMeaning readSpeed(std::string_view number) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Speed;
    if (lowered(number) == "line")
        return meaning;
    const Number read = numberAtStart(trimmed(number));
    if (!read.is || !(read.rest.empty() || lowered(read.rest) == "x") || !(read.value >= 0.3 && read.value <= 3))
        return wrong("A speed is a number from 0.3 to 3, not " + quoted(trimmed(number)) + ".",
                     "Write {speed 0.9}, or {speed line} for the speed of the line.");
    meaning.speed = read.value;
    return meaning;
}

TagMeaning readSeed(std::string_view number) {
    TagMeaning meaning;
    meaning.kind = TagMeaning::Seed;
    if (lowered(number) == "line")
        return meaning;
    const std::string_view digits = trimmed(number);
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc() || end != digits.data() + digits.size())
        return wrong("A seed is a whole number from 0 to 18446744073709551615, not " + quoted(digits) + ".",
                     "Write {seed 7}, or {seed line} for the seed of the line.");
    meaning.seed = value;
    return meaning;
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

TagMeaning readAngles(std::string_view inside) {
    TagMeaning meaning;
    if (const std::vector<Syllable> syllables = readSyllables(inside); !syllables.empty()) {
        const bool all = std::all_of(syllables.begin(), syllables.end(), [](const Syllable &s) { return s.possible; });
        const bool some = std::any_of(syllables.begin(), syllables.end(), [](const Syllable &s) { return s.spelled; });
        if (!all && some)
            return wrong("<" + shownInMessage(inside) + "> is no syllable of pinyin with a tone from 1 to 5.",
                         "Write the syllable and its tone, such as <zi4>; 5 is the neutral tone.");
        if (all) {
            meaning.kind = TagMeaning::Syllables;
            for (const Syllable &syllable : syllables)
                meaning.syllables.push_back(syllable.spelling);
            return meaning;
        }
    }
    if (inside.starts_with("!--") || inside.starts_with("?xml"))
        return unknownMarkup(inside);
    const bool closes = inside.starts_with('/');
    const std::string_view content = inside.substr(closes ? 1 : 0);
    const std::size_t length =
        !content.empty() && isLetter(content.front()) ? lengthWhile(content, isNameCharacter) : 0;
    const std::string name = lowered(content.substr(0, length));
    if (name.empty())
        return meaning;
    const std::optional<std::vector<Attribute>> attributes = attributesOf(content.substr(length));
    if (name == "break" && closes) {
        meaning.kind = TagMeaning::Nothing;
        return meaning;
    }
    if (name == "break")
        return attributes ? readBreak(*attributes) : unknownMarkup(inside);
    if (attributes || isSettingWord(name))
        return unknownMarkup(inside);
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

std::size_t unclosedAngles(std::string_view text) {
    constexpr std::string_view breakWord = "break";
    const std::size_t letters = lengthWhile(text, isLetter);
    const std::string word = lowered(text.substr(0, letters));
    if (word == breakWord) { // and its attributes
        std::size_t end = letters;
        for (std::size_t at = end; at < text.size();) {
            at += lengthWhile(text.substr(at), isBlank);
            const std::size_t name = lengthWhile(text.substr(at), isNameCharacter);
            if (name == 0 || at + name >= text.size() || text[at + name] != '=')
                break;
            at += name + 1;
            if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
                const std::size_t close = text.find_first_of(std::string{text[at], '\n'}, at + 1);
                if (close == text.npos || text[close] == '\n')
                    break;
                at = close + 1;
            } else {
                at += lengthWhile(text.substr(at), [](char c) { return isNameCharacter(c); });
            }
            end = at;
        }
        if (end < text.size() && text[end] == '/')
            ++end;
        return end;
    }
    if (letters >= 2 && letters < text.size() && isDigit(text[letters])) {
        const std::vector<Syllable> syllable = readSyllables(text.substr(0, letters + 1));
        if (!syllable.empty() && syllable.front().possible)
            return letters + 1;
    }
    return 0;
}

} // namespace engine::text
