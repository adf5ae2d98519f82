#include "engine/text/written_line.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

// Beyond Unicode, so that no text holds them.
constexpr char32_t kGiven = 0x110000;
constexpr std::size_t kLongestLatinWord = 24;

} // namespace

bool isHan(char32_t c) {
    return isChinese(c) || c == kGiven || (c >= 0x3041 && c <= 0x30FF && c != U'・');
}

std::optional<unsigned> Number::upTo(unsigned most) const {
    if (!isWhole() || grouped || whole.size() > 4)
        return std::nullopt;
    const unsigned value = unsigned(std::stoul(whole));
    return value <= most ? std::optional(value) : std::nullopt;
}

WrittenLine::WrittenLine(const SpokenText &text, const NormalizerOptions &options) : m_options(options) {
    const std::string_view bytes = text.text;
    m_bytes = bytes.size();
    m_chars.reserve(bytes.size());
    std::size_t reading = 0;
    for (std::size_t at = 0, next = 0; at < bytes.size(); at = next) {
        while (reading < text.readings.size() && text.readings[reading].at < at)
            ++reading;
        const Utf8Char one = decodeUtf8(bytes, at);
        next = at + std::max<std::size_t>(one.bytes, 1);
        const bool given = reading < text.readings.size() && text.readings[reading].at == at;
        if (!given && (one.bytes == 0 || isUnseen(one.codePoint)))
            continue;
        // An accent stays, and a second one as in Vietnamese; what is piled on them goes.
        const char32_t last = before(size());
        if (!given && isAccent(one.codePoint) && !isBase(last) && !(isAccent(last) && isBase(before(size() - 1))))
            continue;
        const char32_t c = given ? kGiven : plainCharacter(one.codePoint);
        m_chars.push_back(c);
        m_fullWidth.push_back(!given && c != one.codePoint);
        m_begins.push_back(at);
        m_ends.push_back(next);
    }
    findLetters();
}

bool WrittenLine::isGiven(std::size_t i) const {
    return at(i) == kGiven;
}

bool WrittenLine::has(std::size_t at, std::u32string_view text) const {
    return at <= size() && std::u32string_view(m_chars).substr(at, text.size()) == text;
}

bool WrittenLine::endsWith(std::size_t end, std::u32string_view text) const {
    return end >= text.size() && has(end - text.size(), text);
}

std::size_t WrittenLine::afterBlanks(std::size_t at) const {
    while (at < size() && isSpace(m_chars[at]))
        ++at;
    return at;
}

std::size_t WrittenLine::beforeBlanks(std::size_t at) const {
    for (std::size_t n = 0; n < 8 && at > 0 && isSpace(m_chars[at - 1]); ++n)
        --at;
    return at;
}

std::string WrittenLine::wordAt(std::size_t at) const {
    std::string result;
    while (isCapital(this->at(at)) || isSmall(this->at(at))) {
        if (result.size() == kLongestLatinWord)
            return "";
        result += char(m_chars[at++]);
    }
    return result;
}

std::string WrittenLine::wordBefore(std::size_t end) const {
    std::string result;
    while (isCapital(before(end)) || isSmall(before(end))) {
        if (result.size() == kLongestLatinWord)
            return "";
        result += char(m_chars[--end]);
    }
    std::reverse(result.begin(), result.end());
    return result;
}

std::string WrittenLine::digitsAt(std::size_t at) const {
    std::string result;
    for (; isDigit(this->at(at)); ++at)
        result += char(m_chars[at]);
    return result;
}

std::optional<Number> WrittenLine::numberAt(std::size_t at) const {
    Number number;
    number.whole = digitsAt(at);
    if (number.whole.empty())
        return std::nullopt;
    at += number.whole.size();
    const auto isGroup = [this](std::size_t i) {
        // 10 000, with whatever blank
        const char32_t c = this->at(i);
        const bool blank = c == 0xA0 || c == 0x202F || c == 0x2009 || (c == U' ' && has(i + 1, U"000"));
        return (c == U',' || blank) && isDigit(this->at(i + 1)) && isDigit(this->at(i + 2)) &&
               isDigit(this->at(i + 3)) && !isDigit(this->at(i + 4));
    };
    if (number.whole.size() <= 3 && number.whole[0] != '0')
        for (; isGroup(at); at += 4, number.grouped = true)
            for (std::size_t i = 1; i <= 3; ++i)
                number.whole += char(m_chars[at + i]);
    if (this->at(at) == U'.' && isDigit(this->at(at + 1))) {
        number.fraction = digitsAt(at + 1);
        at += 1 + number.fraction.size();
    }
    number.end = at;
    return number;
}

std::string lower(std::string word) {
    for (char &c : word)
        if (c >= 'A' && c <= 'Z')
            c = char(c + 32);
    return word;
}

} // namespace engine::text
