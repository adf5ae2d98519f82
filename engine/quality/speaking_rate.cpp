#include <algorithm>
#include <string>

#include "engine/quality/reference_check.h"
#include "engine/quality/sentence_figure.h"
#include "engine/request.h"
#include "engine/text/characters.h"

namespace engine::quality {

namespace {

constexpr double kLettersPerSyllable = 3;
constexpr double kLettersPerDigit = 4;

struct Range { // units per second of speech; half of the lower and 1.4 times the upper end are beyond anybody
    double slow;
    double fast;
};

bool isLanguage(const std::string &language, std::string_view wanted) {
    return language == wanted || language.starts_with(std::string(wanted) + '-');
}

Range plausible(const SpeakingRate &rate, const std::string &language) {
    if (rate.unit == RateUnit::Letters)
        return {6.5, 21};
    if (isLanguage(language, "ja"))
        return {4, 11};
    if (isLanguage(language, "ko"))
        return {2.8, 9};
    return {2.2, 7.8};
}

} // namespace

SpeakingRate speakingRate(const std::string &transcript, const std::string &language, double speechSeconds) {
    double letters = 0, syllables = 0, digits = 0;
    const double syllablesPerHan = isLanguage(language, "ja") ? 2 : 1;
    for (const char32_t c : text::decode(transcript)) {
        if (text::isIdeograph(c))
            syllables += syllablesPerHan;
        else if (text::isKanaOrHangul(c))
            syllables += 1;
        else if ((c >= U'0' && c <= U'9') || (c >= 0xFF10 && c <= 0xFF19))
            digits += 1;
        else if (isSpeakable(text::encode(std::u32string(1, c))))
            letters += 1;
    }
    SpeakingRate rate;
    if (syllables > 0 && syllables * kLettersPerSyllable >= letters) {
        rate.unit = RateUnit::Syllables;
        rate.units = syllables + digits + letters / kLettersPerSyllable;
    } else {
        rate.units = letters + digits * kLettersPerDigit + syllables * kLettersPerSyllable;
    }
    if (rate.units <= 0 || speechSeconds <= 0)
        return rate;
    rate.perSecond = rate.units / speechSeconds;
    const Range range = plausible(rate, language);
    if (rate.perSecond < range.slow / 2 || rate.perSecond > range.fast * 1.4)
        rate.pace = Pace::Doubtful;
    else if (rate.perSecond < range.slow)
        rate.pace = Pace::TooSlow;
    else if (rate.perSecond > range.fast)
        rate.pace = Pace::TooFast;
    else
        rate.pace = Pace::Plausible;
    return rate;
}

Finding judgeRate(const SpeakingRate &rate) {
    Finding finding{Aspect::Rate, Verdict::Good, {}, {}};
    const std::string pace =
        figure(rate.perSecond, 1) + (rate.unit == RateUnit::Letters ? " letters" : " syllables") + " per second";
    switch (rate.pace) {
    case Pace::Unknown:
        finding.verdict = Verdict::Attention;
        finding.reason = rate.units > 0 ? "Without speech the transcript cannot be compared with the recording."
                                        : "There is no transcript yet.";
        finding.remedy = rate.units > 0 ? "Choose a part in which somebody speaks."
                                        : "Write down word for word what the recording says.";
        break;
    case Pace::Plausible:
        finding.reason = "The transcript fits the length: " + pace + ".";
        break;
    case Pace::TooFast:
        finding.verdict = Verdict::Attention;
        finding.reason = "The transcript is long for this recording: " + pace + " would be very fast.";
        finding.remedy = "Check that it says no more than the chosen part does.";
        break;
    case Pace::TooSlow:
        finding.verdict = Verdict::Attention;
        finding.reason = "The transcript is short for this recording: " + pace + " would be very slow.";
        finding.remedy = "Check that no words are missing from it.";
        break;
    case Pace::Doubtful:
        finding.verdict = Verdict::Alarm;
        finding.reason = "The transcript cannot belong to this recording: nobody speaks " + pace + ".";
        finding.remedy = "Write down word for word what the chosen part says; new speech goes wrong otherwise.";
        break;
    }
    return finding;
}

} // namespace engine::quality
