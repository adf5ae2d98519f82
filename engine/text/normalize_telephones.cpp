#include "engine/text/normalizer_rules.h"

#include <algorithm>
#include <vector>

#include "engine/text/characters.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

constexpr std::size_t kMostDigits = 18;

struct Groups {
    std::vector<std::string> digits;
    std::u32string signs; // between them
    bool plus = false;
    bool brackets = false; // the first or second group stands in ( )
    std::size_t end = 0;

    std::size_t count() const {
        std::size_t sum = 0;
        for (const std::string &group : digits)
            sum += group.size();
        return sum;
    }
    bool sizes(std::initializer_list<std::size_t> wanted) const {
        return std::equal(digits.begin(), digits.end(), wanted.begin(), wanted.end(),
                          [](const std::string &group, std::size_t size) { return group.size() == size; });
    }
    bool onlyBlanks() const { return !signs.empty() && signs.find_first_not_of(U' ') == std::u32string::npos; }
};

// Groups of digits with one sign between them, as far as they can be a telephone number.
Groups groupsAt(const WrittenLine &line, std::size_t at) {
    Groups groups;
    if (line.at(at) == U'+')
        groups.plus = true, ++at;
    while (groups.digits.size() < 6) {
        const bool bracket = line.at(at) == U'(';
        const std::size_t begin = at + (bracket ? 1 : 0);
        std::string digits;
        while (isDigit(line.at(begin + digits.size())) && digits.size() <= kMostDigits)
            digits += char(line.at(begin + digits.size()));
        std::size_t end = begin + digits.size();
        if (digits.empty() || digits.size() > kMostDigits || (bracket && line.at(end) != U')'))
            break;
        if (bracket)
            groups.brackets = true, ++end;
        groups.digits.push_back(digits);
        groups.end = end;
        const char32_t sign = line.at(end);
        at = end;
        if (bracket && (isDigit(sign) || (sign == U' ' && isDigit(line.at(end + 1))))) {
            at += sign == U' ' ? 1 : 0;
            groups.signs += U'-';
            continue;
        }
        if (sign != U' ' && sign != U'-' && sign != U'.' && sign != U'–')
            break;
        if (!isDigit(line.at(end + 1)) && line.at(end + 1) != U'(')
            break;
        groups.signs += sign;
        at = end + 1;
    }
    return groups;
}

bool hasEnglishCue(const WrittenLine &line, std::size_t at) {
    return isOneOf(wordBefore(line, at), "call dial phone telephone tel fax mobile text ring hotline");
}

bool hasChineseCue(const WrittenLine &line, std::size_t at) {
    static constexpr std::u32string_view kCues[] = {U"电话", U"手机", U"热线",   U"拨打", U"拨", U"致电", U"号码",
                                                    U"座机", U"传真", U"手机号", U"拨通", U"打", U"呼叫", U"拨号"};
    // "电话是：", "电话号码为 "
    std::size_t end = at;
    for (int n = 0; n < 4 && end > 0; ++n) {
        for (const std::u32string_view cue : kCues)
            if (line.endsWith(end, cue))
                return true;
        const char32_t c = line.before(end);
        if (!isSpace(c) && std::u32string_view(U"是为:号码").find(c) == std::u32string_view::npos)
            return false;
        --end;
    }
    return false;
}

bool isMobile(const std::string &digits) {
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool isRound(const std::string &digits) {
    return digits.back() == '0';
}

bool isChineseNumber(const Groups &g) {
    const std::string &first = g.digits[0];
    if (g.digits.size() == 1)
        return isMobile(first);
    if (g.sizes({3, 4, 4}) || g.sizes({3, 3, 5}))
        return first[0] == '1' && first[1] >= '3';
    if (g.onlyBlanks())
        return false;
    const bool areaCode = first[0] == '0' && (first.size() == 3 || first.size() == 4);
    const bool freeCode = first == "400" || first == "800";
    if (areaCode || freeCode)
        return g.count() >= 10 && g.count() <= 12;
    return g.sizes({2, 11}) && first == "86";
}

bool isEnglishNumber(const Groups &g) {
    if (g.onlyBlanks() && !g.brackets)
        return g.sizes({3, 3, 4}) || (g.digits[0][0] == '0' && g.count() >= 10 && g.count() <= 12);
    if (g.sizes({3, 3, 4}) || g.sizes({1, 3, 3, 4}))
        return true;
    return g.sizes({3, 4}) && g.signs != U"." && !(isRound(g.digits[0]) && isRound(g.digits[1]));
}

// 17 digits and a digit or X.
Found identityCard(const WrittenLine &line, std::size_t at) {
    std::string digits;
    while (isDigit(line.at(at + digits.size())) && digits.size() <= kMostDigits)
        digits += char(line.at(at + digits.size()));
    const std::size_t end = at + digits.size();
    const bool x = digits.size() == 17 && (line.at(end) == U'X' || line.at(end) == U'x');
    if ((digits.size() != 18 && !x) || isAlphanumeric(line.at(end + (x ? 1 : 0))))
        return {};
    if (line.isChinese(at, end))
        return {end + (x ? 1 : 0), chineseDigits(digits) + (x ? "X" : "")};
    return {end + (x ? 1 : 0), englishDigits(digits) + (x ? " X" : "")};
}

} // namespace

Found readTelephone(const WrittenLine &line, std::size_t at) {
    const char32_t first = line.at(at);
    if (!isDigit(first) && !(first == U'+' && isDigit(line.at(at + 1))) && !(first == U'(' && isDigit(line.at(at + 1))))
        return {};
    if (isAlphanumeric(line.before(at)))
        return {};
    if (const Found card = identityCard(line, at))
        return card;
    if (const Found words = readTelephoneWords(line, at))
        return words;
    Groups groups = groupsAt(line, at);
    if (groups.digits.empty() || isAlphanumeric(line.at(groups.end)) || line.at(groups.end) == U'%')
        return {};
    const bool chinese = line.isChinese(at, groups.end);
    bool isNumber = groups.plus && groups.count() >= 8 && groups.count() <= 15 &&
                    (groups.digits.size() > 1 || groups.count() >= 10);
    isNumber = isNumber || isChineseNumber(groups) || (!chinese && isEnglishNumber(groups));
    if (!isNumber && (chinese ? hasChineseCue(line, at) : hasEnglishCue(line, at)) && !groups.brackets) {
        // "call 911", "拨打110", whatever the groups; a lone short one only where nothing counts things.
        isNumber = groups.digits.size() > 1 ? groups.count() >= 7 && !groups.onlyBlanks()
                                            : groups.digits[0].size() >= 3 && line.at(groups.end) != U'.' &&
                                                  (!chinese || !isHan(line.at(groups.end)) ||
                                                   groups.digits[0].size() >= 5 || line.has(groups.end, U"报警") ||
                                                   line.has(groups.end, U"求") || line.has(groups.end, U"急救"));
        if (!isNumber && groups.digits.size() == 1 && groups.digits[0].size() >= 3 && line.at(groups.end) == U'.')
            isNumber = !isDigit(line.at(groups.end + 1));
    }
    // 978-7-111-12345-6: a number of some kind, too
    const bool serial = !isNumber && groups.digits.size() >= 3 && groups.count() >= 9 && !groups.brackets &&
                        groups.signs.find_first_not_of(U'-') == std::u32string::npos;
    if (!isNumber && !serial)
        return {};
    std::string text = groups.plus ? chinese ? "加" : "plus " : "";
    for (std::size_t i = 0; i < groups.digits.size(); ++i) {
        if (i > 0)
            text += chinese ? "，" : ", ";
        text +=
            chinese ? (serial ? chineseDigits : chineseTelephone)(groups.digits[i]) : englishDigits(groups.digits[i]);
    }
    return {groups.end, text};
}

} // namespace engine::text
