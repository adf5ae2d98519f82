#include "engine/text/normalizer_rules.h"

#include "engine/text/numbers_chinese.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

constexpr Unit kThousand{U"k", "thousand", "thousand", "千", false};
constexpr Unit kMillion{U"M", "million", "million", "百万", false};
constexpr Unit kBillion{U"B", "billion", "billion", "十亿", false};
constexpr Unit kTimes{U"x", "times", "times", "倍", false};

// What there may be thousands of in a chat.
constexpr std::string_view kCounted =
    "followers subs subscribers views viewers users people fans likes players members downloads stars dollars bucks "
    "euros pounds coins gold points pts copies hits upvotes comments messages words lines steps times sales per a";

bool isFilmSize(const std::string &digits) {
    return isOneOf(digits, "1 2 4 8 16");
}

const Unit *thousand(const Number &number, bool capital, const std::string &next) {
    if (isOneOf(next, "run race walk runner runners"))
        return nullptr; // a 5k run
    if (capital && next == "gold" && isOneOf(number.whole, "9 14 18 22 24"))
        return nullptr; // carats
    const bool sure = !capital || !number.isWhole() || !isFilmSize(number.whole) || isOneOf(next, kCounted);
    return sure ? &kThousand : nullptr;
}

bool isOnePlace(const std::string &before) {
    return isOneOf(before, "room seat seats gate apartment apt flat row platform size unit suite block level");
}

} // namespace

const Unit *magnitudeAt(const WrittenLine &line, std::size_t begin, const Number &number) {
    const std::size_t end = number.end + 1;
    const char32_t letter = line.at(number.end);
    const char32_t before = line.before(begin);
    if (number.grouped || number.whole.size() > 3 || isAlphanumeric(before) || before == U'_' ||
        (before == U'-' && isLatin(line.before(begin - 1))) || isAlphanumeric(line.at(end)) || line.at(end) == U'_')
        return nullptr;
    if (letter == U'x')
        return &kTimes;
    if (View(U"kKMB").find(letter) == View::npos || line.isChinese(begin, end))
        return nullptr;
    const bool blank = line.at(end) == U' ';
    const std::string following = blank ? line.wordAt(end + 1) : "";
    const std::string next = lower(following);
    if (letter == U'k' || letter == U'K')
        return thousand(number, letter == U'K', next);
    if (isOnePlace(wordBefore(line, begin)))
        return nullptr;
    if (letter == U'M')
        return &kMillion;
    const bool name = !following.empty() && isCapital(char32_t(following[0])); // 221B Baker Street
    return name || isOneOf(next, "model models llm llms pencil pencils") ? nullptr : &kBillion;
}

// 10w+ 粉丝, 月薪15k, 5k-10k
Found readChineseMagnitude(const WrittenLine &line, std::size_t begin, const Number &number) {
    const char32_t letter = line.at(number.end);
    const bool thousands = letter == U'k' || letter == U'K';
    std::size_t end = number.end + 1;
    if (!(thousands || letter == U'w') || number.grouped || number.whole.size() > 5 || isAlphanumeric(line.at(end)) ||
        number.fraction.size() > 3 || !line.isChinese(begin, end))
        return {};
    const bool more = line.at(end) == U'+' || (line.at(end) == U'多' && isHan(line.at(end + 1)));
    end += more ? 1 : 0;
    const std::size_t next = line.at(end) == U' ' ? end + 1 : end;
    bool counted = false;
    for (const View word :
         {U"粉",   U"人",   U"观众", U"关注", U"播放", U"点赞", U"赞",   U"元",   U"块",   U"钱",   U"订阅", U"用户",
          U"观看", U"次",   U"个",   U"金币", U"票",   U"在线", U"弹幕", U"评论", U"热度", U"阅读", U"收藏", U"左右",
          U"以上", U"以下", U"步",   U"字",   U"份",   U"件",   U"套",   U"条",   U"台",   U"下载", U"浏览", U"转发"})
        counted = counted || line.has(next, word);
    const bool film = thousands && number.isWhole() && isFilmSize(number.whole); // 画质4k
    const char32_t sign = line.at(next);
    const bool ends = !film && letter != U'K' &&
                      (sign == 0 || sign == U'\n' || View(U"，。！？!?,.;；、)）…").find(sign) != View::npos);
    const std::size_t second = more ? 0 : rangeSignAt(line, end);
    const auto last = second > 0 ? line.numberAt(second) : std::nullopt;
    const bool range = last && line.at(last->end) == letter && letter != U'K';
    if (!counted && !ends && !range && !(more && !film))
        return {};
    std::string text;
    if (number.isWhole() || thousands) {
        std::string digits = number.whole + number.fraction;
        digits.append((thousands ? 3 : 4) - number.fraction.size(), '0');
        const std::size_t first = digits.find_first_not_of('0');
        text = first == std::string::npos ? "零" : chineseCardinal(digits.substr(first));
    } else {
        text = sayChinese(number) + "万";
    }
    if (range) // the last number is read when it is its turn
        return {second, text + "到"};
    return {counted ? next : end, text + (more ? "多" : "")};
}

Found readTimes(const WrittenLine &line, std::size_t at) {
    const char32_t left = line.before(line.beforeBlanks(at));
    if (line.at(at) != U'x' || !isDigit(line.at(at + 1)) || !(isHan(left) || isLatin(left)) ||
        !(line.before(at) == U' ' || isHan(line.before(at))))
        return {};
    const std::optional<Number> number = line.numberAt(at + 1);
    const std::size_t end = number->end;
    const bool name = isOneOf(number->whole, "86 64 32 264 265") ||
                      isOneOf(wordBefore(line, at), "and or of for variable if the a an is let where when");
    if (isAlphanumeric(line.at(end)) || !number->isWhole() || number->whole.size() > 7 || name ||
        (number->whole.size() == 1 && line.afterBlanks(end) != line.size()))
        return {};
    return {end, line.isChinese(at, end) ? "乘" + sayChinese(*number) : "times " + sayEnglish(*number)};
}

} // namespace engine::text
