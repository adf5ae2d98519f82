#include "engine/text/normalizer_rules.h"

#include "engine/text/characters.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

struct Clock {
    unsigned hour = 0;
    std::optional<unsigned> minute;
    std::optional<unsigned> second;
    std::string half; // "AM", "PM" or ""
    std::size_t end = 0;
    bool sentenceEnds = false; // with the point of "p.m."
};

// Two digits, which are no part of more.
std::optional<unsigned> twoDigits(const WrittenLine &line, std::size_t at, unsigned most) {
    if (!isDigit(line.at(at)) || !isDigit(line.at(at + 1)) || isDigit(line.at(at + 2)))
        return std::nullopt;
    const unsigned value = unsigned(line.at(at) - U'0') * 10 + unsigned(line.at(at + 1) - U'0');
    return value <= most ? std::optional(value) : std::nullopt;
}

// am, PM, a.m., p.m. after at most one blank
void readHalf(const WrittenLine &line, Clock &clock) {
    const std::size_t at = clock.end + (line.at(clock.end) == U' ' ? 1 : 0);
    const char32_t first = lowerCase(line.at(at));
    if (first != U'a' && first != U'p')
        return;
    const bool points = line.at(at + 1) == U'.';
    const std::size_t second = at + (points ? 2 : 1);
    if (lowerCase(line.at(second)) != U'm' || isAlphanumeric(line.at(second + 1)))
        return;
    clock.half = first == U'a' ? "AM" : "PM";
    clock.end = second + 1;
    if (points && line.at(clock.end) == U'.') {
        ++clock.end;
        const std::size_t next = line.afterBlanks(clock.end);
        clock.sentenceEnds = next == line.size() || (next > clock.end && isCapital(line.at(next)));
    }
}

std::optional<Clock> clockAt(const WrittenLine &line, std::size_t at) {
    Clock clock;
    const bool two = isDigit(line.at(at + 1));
    if (!isDigit(line.at(at)) || (two && isDigit(line.at(at + 2))))
        return std::nullopt;
    clock.hour = unsigned(line.at(at) - U'0');
    if (two)
        clock.hour = clock.hour * 10 + unsigned(line.at(at + 1) - U'0');
    clock.end = at + (two ? 2 : 1);
    if (clock.hour > 24)
        return std::nullopt;
    if (line.at(clock.end) == U':') {
        clock.minute = twoDigits(line, clock.end + 1, 59);
        if (!clock.minute)
            return std::nullopt;
        clock.end += 3;
        if (line.at(clock.end) == U':') {
            clock.second = twoDigits(line, clock.end + 1, 59);
            if (!clock.second)
                return std::nullopt;
            clock.end += 3;
        }
        if (line.at(clock.end) == U':' && isDigit(line.at(clock.end + 1)))
            return std::nullopt;
    }
    if (clock.hour <= 12 || clock.minute)
        readHalf(line, clock);
    if (!clock.minute && clock.half.empty() && line.at(clock.end) != U'-' && line.at(clock.end) != U'–')
        return std::nullopt;
    if (isAlphanumeric(line.at(clock.end)))
        return std::nullopt;
    return clock;
}

std::string english(const Clock &clock) {
    const auto number = [](unsigned n) { return englishCardinal(std::to_string(n)); };
    std::string text = number(clock.hour);
    const unsigned minute = clock.minute.value_or(0);
    if (minute > 0)
        text += (minute < 10 ? " oh " : " ") + number(minute);
    else if (clock.half.empty() && clock.minute && !clock.second.value_or(0))
        text = clock.hour == 0 ? "midnight" : text + " o'clock";
    if (const unsigned second = clock.second.value_or(0))
        text += (minute == 0 ? " o'clock and " : " and ") + number(second) + (second == 1 ? " second" : " seconds");
    if (!clock.half.empty())
        text += " " + clock.half;
    return text + (clock.sentenceEnds ? "." : "");
}

std::string chinese(const WrittenLine &line, const Clock &clock, std::size_t at) {
    const auto number = [](unsigned n, bool counting) { return chineseCardinal(std::to_string(n), counting); };
    std::string text;
    static constexpr std::u32string_view kHalves[] = {U"上午", U"下午", U"早上", U"晚上", U"凌晨", U"中午"};
    bool said = false;
    for (const std::u32string_view half : kHalves)
        said = said || line.endsWith(at, half);
    if (!clock.half.empty() && !said)
        text = clock.half == "AM" ? "上午" : "下午";
    text += number(clock.hour, true) + "点";
    const unsigned minute = clock.minute.value_or(0);
    const unsigned second = clock.second.value_or(0);
    if (minute > 0 || second > 0)
        text += (minute < 10 ? "零" : "") + (minute == 0 ? "" : number(minute, false)) + "分";
    if (second > 0)
        text += (second < 10 ? "零" : "") + number(second, false) + "秒";
    return text;
}

// "the ratio 16:10", "比分是 3:10"
bool isRatio(const WrittenLine &line, std::size_t at) {
    if (isOneOf(wordBefore(line, at), "ratio scale odds aspect score won lost"))
        return true;
    for (std::size_t end = at; end > 0 && at - end < 6; --end)
        for (const std::u32string_view cue : {U"比例", U"比分", U"比率", U"长宽比", U"赔率"})
            if (line.endsWith(end, cue))
                return true;
    return false;
}

} // namespace

Found readTime(const WrittenLine &line, std::size_t at) {
    const char32_t before = line.before(at);
    if (!isDigit(line.at(at)) || (isAlphanumeric(before) && before != U'T') || before == U':' || before == U'.' ||
        before == U'$')
        return {};
    std::optional<Clock> clock = clockAt(line, at);
    if (!clock || isRatio(line, at))
        return {};
    std::optional<Clock> last;
    if (const std::size_t second = rangeSignAt(line, clock->end); second > 0) {
        last = clockAt(line, second);
        // 9-11am: the second one must say that both are times; 9am-11 is left to the numbers.
        if (last && !last->minute && last->half.empty())
            last.reset();
    }
    if (!clock->minute && clock->half.empty() && !last)
        return {};
    const std::size_t end = last ? last->end : clock->end;
    if (line.isChinese(at, end))
        return {end, chinese(line, *clock, at) + (last ? "到" + chinese(line, *last, at) : "")};
    return {end, english(*clock) + (last ? " to " + english(*last) : "")};
}

} // namespace engine::text
