// In which language what is no word is said: that of the letters around it.
#include "engine/text/units.h"
#include "engine/text/written_line.h"

namespace engine::text {

namespace {

constexpr std::size_t kLongestNameWord = 24;
constexpr std::size_t kLongestNameInChinese = 32;

} // namespace

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
        while (i > 0 && end - i < kLongestNameWord && isAlphanumeric(m_chars[i - 1]))
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
        while (i < size() && i - start < kLongestNameWord && isAlphanumeric(m_chars[i]))
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

// One word in Latin letters, such as "iPhone", directly after Chinese.
bool WrittenLine::isNameInChinese(std::size_t lastLetter) const {
    std::size_t i = lastLetter + 1;
    const std::size_t end = i;
    const std::size_t earliest = i > kLongestNameInChinese ? i - kLongestNameInChinese : 0;
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
    for (std::size_t n = 0; n < kLongestNameWord && begin > 0 && isOfTheWord(begin - 1); ++n)
        --begin;
    for (std::size_t n = 0; n < kLongestNameWord && end < size() && isOfTheWord(end); ++n)
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

} // namespace engine::text
