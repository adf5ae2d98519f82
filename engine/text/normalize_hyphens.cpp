#include "engine/text/normalizer_rules.h"

namespace engine::text {

// Between two digits that no rule took for one thing: 10-3=7, 1-2-3; and in names: GPT-4, F5-TTS.
Found readHyphen(const WrittenLine &line, std::size_t at) {
    const char32_t left = line.before(line.beforeBlanks(at));
    const std::size_t next = line.afterBlanks(at + 1);
    const char32_t right = line.at(next);
    const bool spaced = line.before(at) == U' ' && line.at(at + 1) == U' ';
    const bool tight = next == at + 1 && left == line.before(at);
    if (left == 0)
        return {next, ""}; // a list
    const bool chinese = line.isChinese(at, at + 1);
    if ((isDigit(left) || left == U')' || isLatin(left)) && (isDigit(right) || right == U'(' || isLatin(right)) &&
        (spaced || tight) && (line.at(at) == U'−' || rangeSignAt(line, at) == 0)) {
        const bool digits = isDigit(left) || isDigit(right) || left == U')';
        if (line.at(at) == U'−' || (digits && rangeSignAt(line, at) == 0 && !isLatin(right) && !isLatin(left)))
            return saidAs(line, at, at + 1, " minus ", "减");
    }
    if (tight && isDigit(left) && isDigit(right)) {
        std::size_t i = at;
        for (int n = 0; n < 8 && isDigit(line.before(i)); ++n)
            --i;
        return {at + 1, !chinese ? " " : isLatin(line.before(i)) ? "" : "，"};
    }
    const bool name = isLatin(left) && isDigit(right);
    const bool afterName = isDigit(left) && isLatin(right) && [&] {
        std::size_t i = at;
        for (int n = 0; n < 8 && isDigit(line.before(i)); ++n)
            --i;
        return isLatin(line.before(i)) || (line.before(i) == U'-' && isLatin(line.before(i - 1)));
    }();
    if (tight && name && isSmall(left)) { // nine-to-five
        const std::string word = line.wordBefore(at);
        if (word.size() <= 3 && line.before(at - word.size()) == U'-')
            return {};
    }
    if (tight && name) { // 1950s-1960s, 1st-3rd
        std::size_t i = at;
        for (int n = 0; n < 2 && isLatin(line.before(i)); ++n)
            --i;
        if (isDigit(line.before(i)))
            return {at + 1, chinese ? "到" : " to "};
    }
    if (tight && (name || afterName))
        return {at + 1, line.isChinese(at, at + 1) ? "" : " "};
    if (tight && isHan(left) && isDigit(right))
        return {at + 1, ""}; // 房间-3
    return {};
}

Found readPerInChinese(const WrittenLine &line, std::size_t at) {
    for (const std::u32string_view other :
         {U"天猫", U"日元", U"日本", U"人民", U"人气", U"月饼", U"年货", U"年卡", U"公司", U"小米", U"小红", U"平台",
          U"秒杀", U"分期", U"台湾", U"个人", U"条件", U"份额", U"盒马", U"只要", U"只需", U"张家", U"本店", U"本人"})
        if (line.has(at + 1, other))
            return {};
    if (isOneOfSigns(line.at(at + 1), U"月年天日人次斤公小晚位吨米平件周分秒台个只条张本杯碗份盒瓶"))
        return {at + 1, "每"};
    std::u32string sign;
    while (sign.size() < kLongestUnit && isAlphanumeric(line.at(at + 1 + sign.size())))
        sign += line.at(at + 1 + sign.size());
    const Unit *const unit = unitAt(sign);
    if (unit == nullptr || unit->sign != sign || unit->chinese.empty() ||
        static_cast<unsigned char>(unit->chinese.front()) < 0x80)
        return {};
    return {at + 1 + sign.size(), "每" + std::string(unit->chinese)};
}

Found readSlash(const WrittenLine &line, std::size_t at) {
    const char32_t left = line.before(line.beforeBlanks(at));
    const std::size_t next = line.afterBlanks(at + 1);
    const char32_t right = line.at(next);
    if (isHan(left)) {
        if (isOneOfSigns(left, U"元块万亿角分次个公斤吨米件币刀镑帧"))
            if (const Found per = readPerInChinese(line, at))
                return per;
        if (isHan(right))
            return {at + 1, "、"};
    }
    const std::string word = line.wordAt(at + 1);
    if (isAlphanumeric(left) && isOneOf(word, "day week month year hour minute second person night user item piece"))
        return {at + 1, " per "};
    if (isOperand(left) && isOperand(right) && (isDigit(left) || left == U')') && (isDigit(right) || right == U'('))
        return {next, line.isChinese(at, next) ? "除以" : " over "};
    const std::size_t end = runEnd(line, at, U"/");
    return {end,
            (isAlphanumeric(line.before(at)) || isHan(line.before(at))) && line.at(end) != U' ' && end < line.size()
                ? " "
                : ""};
}

bool isRangeSign(char32_t c) {
    return c == U'-' || c == U'–' || c == U'—' || c == U'~' || c == U'−';
}

namespace {

// 5-3=2, 2 = 5 - 3: digits, operators and a sign of equality.
bool isEquation(const WrittenLine &line, std::size_t at) {
    const auto belongs = [](char32_t c) { return isDigit(c) || isOneOfSigns(c, U" +-−*×÷/().?"); };
    std::size_t i = at;
    for (int n = 0; n < 24 && belongs(line.at(i)); ++n)
        ++i;
    if (isOneOfSigns(line.at(i), U"=≈≠＝"))
        return true;
    for (i = at; i > 0 && at - i < 24 && belongs(line.before(i));)
        --i;
    return isOneOfSigns(line.before(i), U"=≈≠＝");
}

} // namespace

std::size_t rangeSignAt(const WrittenLine &line, std::size_t at) {
    const bool blank = line.at(at) == U' ';
    const std::size_t sign = blank ? at + 1 : at;
    if (!isRangeSign(line.at(sign)))
        return 0;
    if ((line.at(sign + 1) == U' ') != blank)
        return 0;
    const std::size_t next = sign + (blank ? 2 : 1);
    const char32_t c = line.at(next);
    if (!isDigit(c) && !(c == U'-' && isDigit(line.at(next + 1))) && !isOneOfSigns(c, U"$€£¥₹"))
        return 0;
    return isEquation(line, sign) ? 0 : next;
}

} // namespace engine::text
