#include "engine/text/normalizer_rules.h"

#include <algorithm>

#include "engine/text/currencies.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

// Thousands, millions…: "k", "m", " billion", "万".
struct Scale {
    std::string_view english;
    std::string chinese;
    std::size_t zeros = 0;
    std::size_t end = 0;
};

std::optional<Scale> scaleAt(const WrittenLine &line, std::size_t at) {
    struct Known {
        std::u32string_view sign;
        std::string_view english;
        std::size_t zeros;
    };
    static constexpr Known kKnown[] = {
        {U"k", "thousand", 3},       {U"K", "thousand", 3},       {U"mn", "million", 6},
        {U"mm", "million", 6},       {U"m", "million", 6},        {U"M", "million", 6},
        {U"bn", "billion", 9},       {U"b", "billion", 9},        {U"B", "billion", 9},
        {U"tn", "trillion", 12},     {U"T", "trillion", 12},      {U" thousand", "thousand", 3},
        {U" million", "million", 6}, {U" billion", "billion", 9}, {U" trillion", "trillion", 12},
        {U" mln", "million", 6},     {U" bn", "billion", 9}};
    for (const Known &each : kKnown)
        if (line.has(at, each.sign) && !isAlphanumeric(line.at(at + each.sign.size())))
            return Scale{each.english, "", each.zeros, at + each.sign.size()};
    std::string chinese;
    std::size_t end = at;
    for (const auto &[sign, said] :
         {std::pair{U'十', "十"}, {U'百', "百"}, {U'千', "千"}, {U'万', "万"}, {U'亿', "亿"}})
        if (line.at(end) == sign)
            chinese += said, ++end;
    return chinese.empty() ? std::nullopt : std::optional(Scale{"", chinese, 0, end});
}

struct Amount {
    Number number;
    std::optional<Scale> scale;
    std::size_t end = 0;
};

std::optional<Amount> amountAt(const WrittenLine &line, std::size_t at) {
    const std::optional<Number> number = line.numberAt(at);
    if (!number || (line.at(number->end) == U'.' && isDigit(line.at(number->end + 1))))
        return std::nullopt;
    Amount amount{*number, scaleAt(line, number->end), number->end};
    if (amount.scale)
        amount.end = amount.scale->end;
    return amount;
}

std::string english(const Amount &amount, const Currency &currency, bool attribute) {
    const Number &n = amount.number;
    if (attribute && (amount.scale || n.isWhole())) { // "a $5 million house"
        const std::string scale = amount.scale ? " " + std::string(amount.scale->english) : "";
        return sayEnglish(n) + scale + " " + std::string(currency.one);
    }
    if (amount.scale && !amount.scale->english.empty())
        return sayEnglish(n) + " " + std::string(amount.scale->english) + " " + std::string(currency.many);
    if (n.isWhole() || n.fraction.size() > 2 || currency.partOne.empty())
        return sayEnglish(n) + " " + std::string(n.isOne() ? currency.one : currency.many);
    std::string part = n.fraction.size() == 1 ? n.fraction + "0" : n.fraction;
    if (part[0] == '0')
        part.erase(0, 1);
    const std::string small =
        englishCardinal(part) + " " + std::string(part == "1" ? currency.partOne : currency.partMany);
    const std::string large =
        englishCardinal(n.whole) + " " + std::string(n.whole == "1" ? currency.one : currency.many);
    if (part == "0")
        return large;
    return n.whole == "0" ? small : large + " and " + small;
}

std::string chineseNumber(const Amount &amount, bool counting) {
    Number n = amount.number;
    if (amount.scale && amount.scale->zeros > 0) { // 1.5M = 1500000
        const std::size_t zeros = amount.scale->zeros;
        if (n.fraction.size() <= zeros) {
            n.whole += n.fraction + std::string(zeros - n.fraction.size(), '0');
            n.whole.erase(0, std::min(n.whole.find_first_not_of('0'), n.whole.size() - 1));
            n.fraction.clear();
        }
        return sayChinese(n, counting);
    }
    while (!n.fraction.empty() && n.fraction.back() == '0')
        n.fraction.pop_back();
    return sayChinese(n, counting) + (amount.scale ? amount.scale->chinese : "");
}

// "/month", "/kg"
Found perAt(const WrittenLine &line, std::size_t at, bool chinese) {
    if (line.at(at) != U'/')
        return {};
    if (chinese)
        return readPerInChinese(line, at);
    const std::string word = line.wordAt(at + 1);
    const std::size_t end = at + 1 + word.size();
    struct Known {
        std::string_view sign, said;
    };
    static constexpr Known kKnown[] = {
        {"mo", "month"},      {"month", "month"},   {"yr", "year"},     {"year", "year"},   {"day", "day"},
        {"week", "week"},     {"wk", "week"},       {"hr", "hour"},     {"h", "hour"},      {"hour", "hour"},
        {"min", "minute"},    {"minute", "minute"}, {"kg", "kilogram"}, {"lb", "pound"},    {"person", "person"},
        {"night", "night"},   {"item", "item"},     {"user", "user"},   {"GB", "gigabyte"}, {"piece", "piece"},
        {"gallon", "gallon"}, {"gal", "gallon"},    {"share", "share"}, {"ton", "ton"}};
    for (const Known &each : kKnown)
        if (word == each.sign && !isAlphanumeric(line.at(end)))
            return {end, " per " + std::string(each.said)};
    return {};
}

Found said(const WrittenLine &line, std::size_t at, std::size_t end, const Amount &first,
           const std::optional<Amount> &last, const Currency &currency, bool minus) {
    std::string text;
    const bool chinese = line.isChinese(at, end);
    if (chinese) {
        text = minus ? "负" : "";
        if (last)
            text += chineseNumber(first, false) + "到";
        text += chineseNumber(last ? *last : first, true) + std::string(currency.chinese);
        // ¥500元
        for (const std::u32string_view again : {U"美元", U"日元", U"欧元", U"英镑", U"元", U"块"})
            if (line.has(end, again) && !line.has(end, U"元旦")) {
                end += again.size();
                break;
            }
    } else {
        text = minus ? "minus " : "";
        if (last) {
            text += sayEnglish(first.number);
            if (first.scale && !first.scale->english.empty())
                text += " " + std::string(first.scale->english);
            text += " to ";
        }
        text += english(last ? *last : first, currency, isAttribute(line, at, end));
        if (!last && first.scale && first.scale->english.empty())
            return {};
    }
    if (const Found per = perAt(line, end, chinese))
        return {per.end, text + per.text};
    return {end, text};
}

} // namespace

Found readMoney(const WrittenLine &line, std::size_t at) {
    const std::size_t begin = at;
    const bool minus = line.at(at) == U'-' && !isAlphanumeric(line.before(at));
    if (minus)
        ++at;
    const Currency *currency = isAlphanumeric(line.before(at)) ? nullptr : currencyAt(line, at);
    if (currency != nullptr && !isDigit(line.at(at))) {
        std::size_t digits = at + currency->sign.size();
        const bool code = isCapital(currency->sign.back());
        if (line.at(digits) == U' ')
            ++digits;
        else if (code && isAlphanumeric(line.at(digits)) && !isDigit(line.at(digits)))
            return {};
        std::optional<Amount> amount = amountAt(line, digits);
        if (!amount || isAlphanumeric(line.at(amount->end)))
            return {};
        std::size_t end = amount->end;
        std::optional<Amount> last;
        if (const std::size_t second = rangeSignAt(line, end); second > 0) {
            const bool again = line.has(second, currency->sign);
            last = amountAt(line, again ? second + currency->sign.size() : second);
            if (last && !isAlphanumeric(line.at(last->end)))
                end = last->end;
            else
                last.reset();
        }
        return said(line, begin, end, *amount, last, *currency, minus);
    }
    if (!isDigit(line.at(at)))
        return {};
    // 5€, 100 USD, 3-5€
    std::optional<Amount> first = amountAt(line, at);
    if (!first)
        return {};
    std::optional<Amount> last;
    std::size_t end = first->end;
    if (const std::size_t second = rangeSignAt(line, end); second > 0)
        if ((last = amountAt(line, second)))
            end = last->end;
    const std::size_t sign = line.at(end) == U' ' ? end + 1 : end;
    currency = currencyAt(line, sign);
    if (currency == nullptr)
        return {};
    const std::size_t after = sign + currency->sign.size();
    if (isDigit(line.at(after)) || (isCapital(currency->sign.back()) && isAlphanumeric(line.at(after))))
        return {};
    if (sign > end && isDigit(line.at(line.afterBlanks(after))) && !isCapital(currency->sign.back()))
        return {}; // "2 $5 bills"
    return said(line, begin, after, *first, last, *currency, minus);
}

} // namespace engine::text
