#include <optional>
#include <vector>

#include "engine/text/syllable.h"
#include "engine/text/tag_letters.h"

namespace engine::text {

using namespace tag_letters;

namespace {

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
