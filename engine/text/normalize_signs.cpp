#include "engine/text/normalize_quantities.h"
#include "engine/text/normalizer_rules.h"

#include "engine/text/characters.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

// Each sign as a word between what it joins.
struct SignWord {
    View sign;
    std::string_view english;
    std::string_view chinese;
};

constexpr SignWord kAlways[] = {
    {U"≥", "greater than or equal to", "大于等于"},
    {U">=", "greater than or equal to", "大于等于"},
    {U"≤", "less than or equal to", "小于等于"},
    {U"<=", "less than or equal to", "小于等于"},
    {U"≠", "not equal to", "不等于"},
    {U"!=", "not equal to", "不等于"},
    {U"≈", "approximately", "约等于"},
    {U"±", "plus or minus", "正负"},
    {U"÷", "divided by", "除以"},
    {U"×", "times", "乘"},
    {U"√", "square root of", "根号"},
    {U"∞", "infinity", "无穷大"},
    {U"π", "pi", "派"},
    {U"==", "equals", "等于"},
    {U"²", "squared", "的平方"},
    {U"³", "cubed", "的立方"},
    {U"→", "to", "到"},
    {U"⇒", "to", "到"},
    {U"->", "to", "到"},
    {U"=>", "to", "到"},
    {U"©", "copyright", "版权"},
    {U"№", "number", "第"},
    {U"§", "section", "第"},
    {U"℃", "degrees Celsius", "摄氏度"},
    {U"°C", "degrees Celsius", "摄氏度"},
    {U"°", "degrees", "度"},
    {U"‰", "per mille", "千分号"},
    {U"&amp;", "and", "和"},
    {U"=", "equals", "等于"},
};

constexpr SignWord kCurrencySigns[] = {{U"$", "dollars", "美元"}, {U"€", "euros", "欧元"},  {U"£", "pounds", "英镑"},
                                       {U"¥", "yen", "元"},       {U"₹", "rupees", "卢比"}, {U"₩", "won", "韩元"}};

// What is left out leaves a blank between words that it kept apart.
Found leftOut(const WrittenLine &line, std::size_t at, std::size_t end) {
    return {end, isAlphanumeric(line.before(at)) && isAlphanumeric(line.at(end)) ? " " : ""};
}

// "5 < 6" is a sentence, "users < 18" is not.
std::string isOrNothing(const WrittenLine &line, std::size_t at) {
    const std::size_t end = line.beforeBlanks(at);
    const char32_t left = line.before(end);
    const bool single = isLatin(left) && (end < 2 || !isLatin(line.before(end - 1)));
    return isDigit(left) || left == U')' || left == U'²' || single ? "is " : "";
}

// 5 < 6, a > 3
Found comparison(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    const char32_t left = line.before(line.beforeBlanks(at));
    const char32_t right = line.at(line.afterBlanks(at + 1));
    const bool single = isLatin(line.before(at)) && (at < 2 || !isLatin(line.before(at - 1))) &&
                        isLatin(line.at(at + 1)) && !isLatin(line.at(at + 2));
    const bool numbers =
        single || isDigit(left) || isDigit(right) || (line.before(at) == U' ' && line.at(at + 1) == U' ');
    if (!numbers || !isOperand(left) || !(isOperand(right) || right == U'-'))
        return leftOut(line, at, at + 1);
    const std::string is = isOrNothing(line, at);
    return c == U'<' ? saidAs(line, at, at + 1, is + "less than", "小于")
                     : saidAs(line, at, at + 1, is + "greater than", "大于");
}

// "press #", "按*键": a key of a telephone; or "".
std::string keyOfTelephone(const WrittenLine &line, std::size_t at) {
    const bool star = line.at(at) == U'*';
    if (line.isChinese(at, at + 1)) {
        const bool key = line.at(at + 1) == U'键' || line.at(at + 1) == U'号';
        if (!key && !(line.before(at) == U'按' && !isHan(line.at(at + 1))))
            return "";
        return std::string(star ? "星" : "井") + (line.at(at + 1) == U'号' ? "" : "号");
    }
    if (line.before(at) != U' ' || !isOneOf(wordBefore(line, at), "press dial hit enter type push then"))
        return "";
    const char32_t next = line.at(at + 1);
    const bool key = isDigit(next) || isSpace(next) || next == 0 || isOneOfSigns(next, U".,!?");
    return !key ? "" : std::string(star ? "star" : "pound") + (isDigit(next) ? " " : "");
}

// "#A-1042": the number of an order
bool isOrderNumber(const WrittenLine &line, std::size_t at) {
    std::size_t end = at;
    while (end - at < 4 && isCapital(line.at(end)))
        ++end;
    return end > at && end - at < 4 && isDigit(line.at(line.at(end) == U'-' ? end + 1 : end));
}

Found hash(const WrittenLine &line, std::size_t at) {
    if (const std::string key = keyOfTelephone(line, at); !key.empty())
        return {at + 1, key};
    const char32_t next = line.at(at + 1);
    const bool starts = !isAlphanumeric(line.before(at)) && !isHan(line.before(at));
    if (starts && (isDigit(next) || isOrderNumber(line, at + 1)) && !line.isChinese(at, at + 1))
        return {at + 1, "number "};
    if (starts && isLatin(next) && !line.isChinese(at, at + 1))
        return {at + 1, "hashtag "};
    return {at + 1, ""};
}

// 2½ km/h, 1½ tsp
Found unitBehind(const WrittenLine &line, std::size_t at, bool many) {
    const Measure measure = measureAt(line, at);
    if (measure.unit == nullptr)
        return {};
    return {measure.end, " " + std::string(many ? measure.unit->many : measure.unit->one)};
}

// Half, quarter… as one character; ①; Ⅳ
Found numberSign(const WrittenLine &line, std::size_t at) {
    struct Fraction {
        char32_t sign;
        std::string_view english, chinese;
    };
    static constexpr Fraction kFractions[] = {
        {U'½', "half", "二分之一"},      {U'¼', "one quarter", "四分之一"},  {U'¾', "three quarters", "四分之三"},
        {U'⅓', "one third", "三分之一"}, {U'⅔', "two thirds", "三分之二"},   {U'⅛', "one eighth", "八分之一"},
        {U'⅕', "one fifth", "五分之一"}, {U'⅜', "three eighths", "八分之三"}};
    const char32_t c = line.at(at);
    const bool chinese = line.isChinese(at, at + 1);
    const bool mixed = isDigit(line.before(line.beforeBlanks(at)));
    for (const Fraction &each : kFractions)
        if (c == each.sign) {
            if (chinese)
                return {at + 1, (mixed ? "又" : "") + std::string(each.chinese)};
            const std::string article = c == U'½' ? mixed ? "a " : "one " : "";
            const Found unit = unitBehind(line, at + 1, mixed);
            return {unit ? unit.end : at + 1, (mixed ? "and " : "") + article + std::string(each.english) + unit.text};
        }
    const bool circled = c >= 0x2460 && c <= 0x2473;
    const bool roman = (c >= 0x2160 && c <= 0x216B) || (c >= 0x2170 && c <= 0x217B);
    if (!circled && !roman)
        return {};
    const std::string digits = std::to_string(circled ? c - 0x2460 + 1 : (c & 0xF) + 1);
    const std::string said = chinese ? chineseCardinal(digits) : englishCardinal(digits);
    const char32_t next = line.at(at + 1);
    const bool pause = circled && (isAlphanumeric(next) || isHan(next) || next == U' ');
    return {at + 1, said + (pause ? chinese ? "，" : "," : "")};
}

// What stands for itself in another dress.
Found fullWidth(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    if (!line.isFullWidth(at))
        return {};
    const bool chinese = line.isChinese(at, at + 1);
    if (c == U':' || c == U';') {
        const bool last = at + 1 == line.size();
        if (chinese)
            return {at + 1, "，"};
        return {at + 1, std::string(1, char(c)) + (last || isSpace(line.at(at + 1)) ? "" : " ")};
    }
    return {at + 1, encode(std::u32string(1, c))};
}

} // namespace

bool isOneOfSigns(char32_t c, View signs) {
    return c != 0 && signs.find(c) != View::npos;
}

std::size_t runEnd(const WrittenLine &line, std::size_t at, View signs) {
    while (isOneOfSigns(line.at(at), signs))
        ++at;
    return at;
}

bool isOperand(char32_t c) {
    return isAlphanumeric(c) || isHan(c) || c == U')' || c == U'(' || c == U'π' || c == U'√' || c == U'∞' ||
           c == U'²' || c == U'³' || c == U'π';
}

Found saidAs(const WrittenLine &line, std::size_t at, std::size_t end, std::string_view english,
             std::string_view chinese) {
    return {end, std::string(line.isChinese(at, end) ? chinese : english)};
}

Found readSign(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    const char32_t left = line.before(line.beforeBlanks(at));
    const char32_t right = line.at(line.afterBlanks(at + 1));
    if (const Found found = readRepeatedSign(line, at))
        return found;
    if (const Found found = numberSign(line, at))
        return found;
    for (const SignWord &each : kAlways)
        if (line.has(at, each.sign)) {
            const std::size_t end = at + each.sign.size();
            const bool arrow = each.english == "to" || each.english == "equals";
            if (arrow && (left == 0 || end >= line.size() || !isOperand(left)))
                return leftOut(line, at, end);
            const bool compares = each.english.find("equal to") != std::string_view::npos;
            return saidAs(line, at, end, (compares ? isOrNothing(line, at) : "") + std::string(each.english),
                          each.chinese);
        }
    for (const SignWord &each : kCurrencySigns)
        if (c == each.sign[0]) {
            if (isLatin(line.at(at + 1)) || left == 0)
                return leftOut(line, at, at + 1);
            return saidAs(line, at, at + 1, each.english, each.chinese);
        }
    switch (c) {
    case U'<':
    case U'>':
        return comparison(line, at);
    case U'-':
    case U'−':
        return readHyphen(line, at);
    case U'–':
        if (isLatin(line.before(at)) && isDigit(line.at(at + 1)))
            return saidAs(line, at, at + 1, " to ", "到"); // noon–3pm
        if (isDigit(left) && isDigit(right))
            return readHyphen(line, at);
        // Few models know it: Paris–Dakar, and a thought – like this.
        return {at + 1, isLatin(line.before(at)) && isLatin(line.at(at + 1)) ? "-" : "—"};
    case U'.':
        if (isDigit(line.before(at)) && isHan(right) && line.isChinese(at, at + 1)) // a list: "1. 苹果"
            return {line.afterBlanks(at + 1), "，"};
        return {};
    case U'/':
        return readSlash(line, at);
    case U'#':
        return hash(line, at);
    case U'+':
        if (line.at(at + 1) == U'+')
            return leftOut(line, at, runEnd(line, at, U"+"));
        if (isDigit(left) && line.before(at) != U' ' && !isDigit(right) && right != U'(' && line.isChinese(at, at + 1))
            return {at + 1, isLatin(right) ? "加" : "多"};
        return saidAs(line, at, at + 1, "plus", "加");
    case U'*':
        if (isDigit(left) && isDigit(right))
            return saidAs(line, at, at + 1, "times", "乘");
        if (const std::string key = keyOfTelephone(line, at); !key.empty())
            return {at + 1, key};
        return leftOut(line, at, runEnd(line, at, U"*"));
    case U'&':
        if (line.has(at, U"&nbsp;"))
            return {at + 6, " "};
        if (line.has(at, U"&quot;") || line.has(at, U"&lt;") || line.has(at, U"&gt;"))
            return leftOut(line, at, at + (line.at(at + 1) == U'q' ? 6 : 4));
        return left != 0 && isOperand(right) ? saidAs(line, at, at + 1, " and ", "和") : leftOut(line, at, at + 1);
    case U'@':
        return right == 0 ? Found{at + 1, ""} : saidAs(line, at, at + 1, "at", "艾特");
    case U'%':
        return isOperand(left) ? saidAs(line, at, at + 1, "percent", "百分号") : Found{at + 1, ""};
    case U'~':
        return saidAs(line, at, at + 1, "about", "约");
    case U'^':
        if (isOperand(left) && isDigit(right))
            return saidAs(line, at, at + 1, "to the power of", "的次方");
        return leftOut(line, at, at + 1);
    case U'_':
    case U'`':
    case U'{':
    case U'}':
    case U'\\':
    case U'™':
    case U'®':
    case U'¶':
    case U'¨':
    case U'¬':
    case U'¦':
        return leftOut(line, at, at + 1);
    default:
        return fullWidth(line, at);
    }
}

} // namespace engine::text
