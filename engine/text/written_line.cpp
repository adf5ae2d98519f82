#include "engine/text/written_line.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/text/units.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

// Beyond Unicode, so that no text holds them.
constexpr char32_t kGiven = 0x110000;
constexpr std::size_t kLongestWord = 24;
constexpr std::size_t kLongestName = 32;

// Full-width forms, and the letters and digits in strange dress that chats are full of, as plain ones. Chinese ！，？
// stay: the models know them.
char32_t plain(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c == U'！' || c == U'，' || c == U'？' ? c : c - 0xFEE0;
    if (c >= 0x1D400 && c <= 0x1D6A3) {
        const char32_t letter = (c - 0x1D400) % 52;
        return letter < 26 ? U'A' + letter : U'a' + letter - 26;
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF)
        return U'0' + (c - 0x1D7CE) % 10;
    if (c >= 0x2080 && c <= 0x2089)
        return U'0' + (c - 0x2080);
    if (c >= 0x24B6 && c <= 0x24CF)
        return U'A' + (c - 0x24B6);
    if (c >= 0x24D0 && c <= 0x24E9)
        return U'a' + (c - 0x24D0);
    switch (c) {
    case 0xFFE5:
        return U'¥';
    case 0xFFE1:
        return U'£';
    case 0xFFE0:
        return U'¢';
    case U'｡':
        return U'。';
    case U'､':
        return U'、';
    case U'〜':
        return U'~';
    case U'『':
        return U'「';
    case U'』':
        return U'」';
    case U'〈':
        return U'《';
    case U'〉':
        return U'》';
    case U'〖':
    case U'〔':
        return U'【';
    case U'〗':
    case U'〕':
        return U'】';
    case U'﹣':
        return U'-';
    default:
        return c;
    }
}

bool within(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool isUnseen(char32_t c) {
    return within(c, 0xFE00, 0xFE0F) || within(c, 0x200B, 0x200F) || within(c, 0x202A, 0x202E) ||
           within(c, 0x2060, 0x206F) || c == 0xFEFF || c == 0xAD || c == 0x20E3 || c == 0x034F || c == 0x180E ||
           within(c, 0xE0000, 0xE01EF) || within(c, 0xFFF9, 0xFFFD) || (c < 0x20 && !isSpace(c)) ||
           within(c, 0x7F, 0x84) || within(c, 0x86, 0x9F) || within(c, 0x335, 0x338) || within(c, 0x1AB0, 0x1AFF) ||
           within(c, 0x1DC0, 0x1DFF) || within(c, 0x20D0, 0x20FF) || within(c, 0xFE20, 0xFE2F);
}

bool isAccent(char32_t c) {
    return within(c, 0x300, 0x36F);
}

bool isBase(char32_t c) {
    return isLatin(c) || within(c, 0x370, 0x52F);
}

} // namespace

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool isCapital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}

bool isSmall(char32_t c) {
    return c >= U'a' && c <= U'z';
}

bool isLatin(char32_t c) {
    return isCapital(c) || isSmall(c) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
           (c >= 0x1E00 && c <= 0x1EFF);
}

bool isAlphanumeric(char32_t c) {
    return isLatin(c) || isDigit(c);
}

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
        const char32_t c = given ? kGiven : plain(one.codePoint);
        m_chars.push_back(c);
        m_fullWidth.push_back(!given && c != one.codePoint);
        m_begins.push_back(at);
        m_ends.push_back(next);
    }
    findLetters();
}

// Words with capitals around [from, to), such as "iPhone 15 Pro Max", that stand beside Chinese and in no sentence.
bool WrittenLine::isInNameBesideChinese(std::size_t from, std::size_t to) const {
    const auto isNamePart = [this](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            if (isCapital(m_chars[i]) || isDigit(m_chars[i]))
                return true;
        return false;
    };
    std::size_t begin = from;
    for (std::size_t words = 0; words < 4; ++words) {
        const std::size_t end = beforeBlanks(begin);
        std::size_t i = end;
        while (i > 0 && end - i < kLongestWord && isAlphanumeric(m_chars[i - 1]))
            --i;
        if (i == end)
            break;
        if (!isNamePart(i, end))
            return false;
        begin = i;
    }
    std::size_t end = to;
    for (std::size_t words = 0; words < 4; ++words) {
        const std::size_t start = at(end) == U' ' ? end + 1 : end;
        std::size_t i = start;
        while (i < size() && i - start < kLongestWord && isAlphanumeric(m_chars[i]))
            ++i;
        if (i == start)
            break;
        if (!isNamePart(start, i))
            return false;
        end = i;
    }
    return isHan(before(beforeBlanks(begin))) || isHan(at(at(end) == U' ' ? end + 1 : end));
}

// Letters behind a digit do not say in which language the text is: 5km, 3D, 10 kg.
void WrittenLine::findLetters() {
    std::vector<bool> letters(size());
    bool chineseSigns = false;
    bool any = false;
    bool han = false;
    bool smallWord = false; // a word of several letters, none of them a capital
    std::size_t small = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        const char32_t c = m_chars[i];
        chineseSigns = chineseSigns || std::u32string_view(U"，。！？、；：").find(c) != std::u32string_view::npos;
        const bool latin = isLatin(c);
        han = han || isHan(c);
        small = isSmall(c) && (small > 0 || !isAlphanumeric(before(i))) ? small + 1 : 0;
        smallWord = smallWord || (small > 1 && !isAlphanumeric(at(i + 1)));
        bool tells = latin || isHan(c);
        if (latin && isLatin(before(i)))
            tells = letters[i - 1];
        else if (latin && (isDigit(before(i)) || (i > 1 && before(i) == U' ' && isDigit(m_chars[i - 2]) && isUnit(i))))
            tells = false;
        else if (latin && i > 1 && before(i) == U'/' && isLatin(m_chars[i - 2]))
            tells = letters[i - 2];
        letters[i] = tells;
        any = any || tells;
    }
    if (!any && chineseSigns)
        m_options.language = SpokenLanguage::chinese;
    // "GDP 5.2%" is Chinese when the voice is.
    if (m_options.language == SpokenLanguage::chinese && !han && !smallWord)
        letters.assign(size(), false);
    m_letterBefore.assign(size() + 1, 0);
    m_letterAfter.assign(size() + 1, std::uint32_t(size()));
    for (std::size_t i = 0; i < size(); ++i)
        m_letterBefore[i + 1] = letters[i] ? std::uint32_t(i + 1) : m_letterBefore[i];
    for (std::size_t i = size(); i-- > 0;)
        m_letterAfter[i] = letters[i] ? std::uint32_t(i) : m_letterAfter[i + 1];
}

bool WrittenLine::isUnit(std::size_t at) const {
    std::size_t end = at;
    while (end - at < kLongestUnit && isLatin(this->at(end)))
        ++end;
    const std::u32string_view word = std::u32string_view(m_chars).substr(at, end - at);
    const Unit *unit = isLatin(this->at(end)) ? nullptr : unitAt(word);
    return unit != nullptr && unit->sign == word;
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

// One word in Latin letters, such as "iPhone", directly after Chinese.
bool WrittenLine::isNameInChinese(std::size_t lastLetter) const {
    std::size_t i = lastLetter + 1;
    const std::size_t end = i;
    const std::size_t earliest = i > kLongestName ? i - kLongestName : 0;
    while (i > earliest && (isAlphanumeric(m_chars[i - 1]) || m_chars[i - 1] == U'-' || m_chars[i - 1] == U'.'))
        --i;
    static constexpr std::u32string_view kEnglish[] = {
        U"in",  U"at", U"on",   U"of",   U"is",  U"was", U"and",   U"to",  U"for", U"has",    U"had",  U"have",
        U"the", U"by", U"from", U"with", U"are", U"or",  U"about", U"ate", U"got", U"bought", U"costs"};
    for (const std::u32string_view word : kEnglish)
        if (std::u32string_view(m_chars).substr(i, end - i) == word)
            return false;
    i = beforeBlanks(i);
    return i > 0 && isHan(m_chars[i - 1]);
}

SpokenLanguage WrittenLine::languageAround(std::size_t from, std::size_t to) const {
    // Of something like RTX4090 what stands around the whole of it decides.
    std::size_t begin = from;
    std::size_t end = std::min(to, size());
    const auto isOfTheWord = [this](std::size_t i) {
        return isAlphanumeric(at(i)) || (at(i) == U'-' && isAlphanumeric(before(i)) && isAlphanumeric(at(i + 1)));
    };
    for (std::size_t n = 0; n < kLongestWord && begin > 0 && isOfTheWord(begin - 1); ++n)
        --begin;
    for (std::size_t n = 0; n < kLongestWord && end < size() && isOfTheWord(end); ++n)
        ++end;
    std::size_t left = m_letterBefore[begin];
    std::size_t right = m_letterAfter[end];
    if (left == 0 && right == size()) { // the word itself is all there is
        left = m_letterBefore[from];
        right = m_letterAfter[std::min(to, size())];
    }
    const auto language = [this](std::size_t i) {
        return isHan(m_chars[i]) ? SpokenLanguage::chinese : SpokenLanguage::english;
    };
    if (left == 0 && right == size())
        return m_options.language;
    if (isInNameBesideChinese(begin, end))
        return SpokenLanguage::chinese;
    if (left == 0)
        return language(right);
    if (right == size())
        return isNameInChinese(left - 1) ? SpokenLanguage::chinese : language(left - 1);
    if (begin - left < right - end && !(isHan(m_chars[right]) && isNameInChinese(left - 1)))
        return language(left - 1);
    return language(right);
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
        if (result.size() == kLongestWord)
            return "";
        result += char(m_chars[at++]);
    }
    return result;
}

std::string WrittenLine::wordBefore(std::size_t end) const {
    std::string result;
    while (isCapital(before(end)) || isSmall(before(end))) {
        if (result.size() == kLongestWord)
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
