#include "engine/request.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/error.h"
#include "engine/utf8.h"

namespace engine {

namespace {

constexpr std::size_t kLongestText = 200000; // bytes; about four hours of speech
constexpr std::size_t kLongestSpoken = 1000000;

// Blocks without letters and digits: punctuation, symbols, emoji, private use. Everything else from U+00C0 up counts as
// speakable; whether the model's vocabulary has it is another question.
constexpr std::array<std::pair<char32_t, char32_t>, 35> kSilent = {{
    {0x00D7, 0x00D7}, {0x00F7, 0x00F7}, {0x02C2, 0x036F}, {0x055A, 0x055F}, {0x0589, 0x058F}, {0x0591, 0x05C7},
    {0x05F3, 0x05F4}, {0x0600, 0x061F}, {0x066A, 0x066D}, {0x06D4, 0x06D4}, {0x0964, 0x0965}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x2000, 0x2070}, {0x2072, 0x2073}, {0x207A, 0x207E}, {0x208A, 0x208E}, {0x20A0, 0x20FF},
    {0x2190, 0x245F}, {0x249C, 0x249C}, {0x2500, 0x2BFF}, {0x2E00, 0x2E7F}, {0x2FF0, 0x3004}, {0x3008, 0x3020},
    {0x302A, 0x3030}, {0x303D, 0x303F}, {0x309B, 0x309C}, {0x30FB, 0x30FB}, {0xE000, 0xF8FF}, {0xFE00, 0xFE6F},
    {0xFEFF, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF},
}};

bool hasSound(char32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (c < 0xC0)
        return c == 0xAA || c == 0xB2 || c == 0xB3 || c == 0xB5 || c == 0xB9 || c == 0xBA || (c >= 0xBC && c <= 0xBE);
    if ((c >= 0x1D000 && c <= 0x1D24F) || (c >= 0x1F000 && c <= 0x1FAFF) || c >= 0xE0000)
        return false;
    for (const auto &[first, last] : kSilent)
        if (c >= first && c <= last)
            return false;
    return true;
}

bool isBlank(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
           c == 0x3000 || c == 0xFEFF;
}

// Bytes that are no UTF-8 count as U+FFFD.
template <typename Condition> bool anyCharacter(std::string_view utf8, Condition condition) {
    for (std::size_t i = 0; i < utf8.size();) {
        const Utf8Char c = decodeUtf8(utf8, i);
        if (condition(c.bytes == 0 ? U'\uFFFD' : c.codePoint))
            return true;
        i += c.bytes == 0 ? 1 : c.bytes;
    }
    return false;
}

void validateUtf8(const char *name, const std::string &text, std::size_t longest) {
    if (text.size() > longest)
        throw badInput(std::string(name) + " is " + std::to_string(text.size()) + " bytes long; at most " +
                           std::to_string(longest) + " are spoken at once.",
                       "Split it into several texts.");
    if (findInvalidUtf8(text) != std::string_view::npos)
        throw badInput(std::string(name) + " is not UTF-8: byte " + std::to_string(findInvalidUtf8(text) + 1) +
                           " is wrong.",
                       "Save the text as UTF-8.");
}

void validateTexts(const Request &request) {
    validateUtf8("The text", request.text, kLongestText);
    validateUtf8("What is to be spoken", request.spoken, kLongestSpoken);
    if (isSpeakable(request.spoken.empty() ? request.text : request.spoken)) // a pause alone has its number
        return;
    if (isBlankText(request.text))
        throw badInput("The text is empty.", "Type what should be said.");
    throw badInput("The text has nothing to say: it holds no letter and no digit.",
                   "Emoji and punctuation alone have no sound; add a word.");
}

void validateVoices(const std::vector<Voice> &others) {
    if (others.size() > kMostOtherVoices)
        throw badInput("The text names " + std::to_string(others.size()) + " other voices; at most " +
                           std::to_string(kMostOtherVoices) + " speak in one text.",
                       "Split it into several texts.");
    for (auto other = others.begin(); other != others.end(); ++other) {
        if (std::any_of(others.begin(), other, [&](const Voice &before) { return before.id == other->id; }))
            throw badInput("The voice \"" + other->id + "\" is given twice.", "Give each voice of the text once.");
    }
}

std::string written(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (!text.empty() && text.back() == '.')
        text.pop_back();
    return text;
}

void validateRange(const char *name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) // also catches not-a-number
        throw badInput(std::string(name) + " is " + written(value) + ", outside " + written(lowest) + " to " +
                           written(highest) + ".",
                       "Choose a number from " + written(lowest) + " to " + written(highest) + ".");
}

} // namespace

std::string toString(Schedule schedule) {
    return schedule == Schedule::Epss ? "epss" : "uniform";
}

Schedule scheduleFromString(const std::string &text) {
    if (text == "epss")
        return Schedule::Epss;
    if (text == "uniform")
        return Schedule::Uniform;
    throw badInput("There is no schedule \"" + text + "\".", "Choose epss or uniform.");
}

std::string toString(DurationRule rule) {
    return rule == DurationRule::AsUpstream ? "upstream" : "syllables";
}

DurationRule durationRuleFromString(const std::string &text) {
    if (text == "upstream")
        return DurationRule::AsUpstream;
    if (text == "syllables")
        return DurationRule::BySyllables;
    throw badInput("There is no rule of duration \"" + text + "\".", "Choose upstream or syllables.");
}

std::string toString(Joining joining) {
    return joining == Joining::AsUpstream ? "upstream" : "even";
}

Joining joiningFromString(const std::string &text) {
    if (text == "upstream")
        return Joining::AsUpstream;
    if (text == "even")
        return Joining::Even;
    throw badInput("Chunks are not joined \"" + text + "\".", "Choose upstream or even.");
}

Schedule effectiveSchedule(int nfeStep, Schedule wanted) {
    // Source: f5_tts/model/utils.py get_epss_timesteps.
    const bool table = nfeStep == 5 || nfeStep == 6 || nfeStep == 7 || nfeStep == 10 || nfeStep == 12 || nfeStep == 16;
    return table ? wanted : Schedule::Uniform;
}

bool isSpeakable(std::string_view utf8) {
    return anyCharacter(utf8, hasSound);
}

bool isBlankText(std::string_view utf8) {
    return !anyCharacter(utf8, [](char32_t c) { return !isBlank(c); });
}

void validate(const Request &request) {
    validateTexts(request);
    validateVoices(request.otherVoices);
    validateRange("The number of steps (NFE)", request.nfeStep, 1, 128);
    validateRange("The guidance strength (CFG)", request.cfgStrength, 0, 10);
    validateRange("The sway coefficient", request.swayCoefficient, -1, 1);
    validateRange("The speed", request.speed, 0.3, 3);
    validateRange("The cross-fade in seconds", request.crossFadeSeconds, 0, 1);
}

} // namespace engine
