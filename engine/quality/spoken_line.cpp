#include "engine/quality/spoken_line.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "engine/request.h"
#include "engine/text/characters.h"

namespace engine::quality {

namespace {

constexpr std::u32string_view kEnds = U".!?…。！？\n";
constexpr std::u32string_view kPauses = U",;:—–()\"“”，；：、（）「」《》";

bool isDigit(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= 0xFF10 && c <= 0xFF19);
}

} // namespace

void SpokenLine::add(const std::string &utf8, double weight, double speed) {
    if (units > 0 && (places.empty() || places.back().after < units))
        places.push_back({units, false});
    partStarts.push_back(units);
    speeds.push_back(speed);
    for (const char32_t c : text::decode(utf8)) {
        const bool ends = kEnds.find(c) != kEnds.npos;
        if (ends || kPauses.find(c) != kPauses.npos) {
            if (!places.empty() && places.back().after == units)
                places.back().ends |= ends;
            else if (units > 0)
                places.push_back({units, ends});
        } else if (isSpeakable(text::encode(std::u32string(1, c)))) {
            const bool syllabic = text::isIdeograph(c) || text::isKanaOrHangul(c);
            const double own = syllabic ? 3 : isDigit(c) ? 4 : 1;
            letters += text::lowerCase(c);
            before.push_back(units);
            units += own * weight;
            plainUnits += own;
            syllabicUnits += syllabic ? own : 0;
        }
    }
    lightest = std::min(lightest, weight);
    slowest = std::min(slowest, speed);
}

SpokenLine readLine(const std::string &utf8) {
    SpokenLine line;
    line.add(utf8, 1, 1);
    return line;
}

double longestEcho(const SpokenLine &line, double apart, double tolerance) {
    double longest = 0;
    const std::size_t count = line.letters.size();
    // What weighs less than a unit is farther away in letters.
    const std::size_t most =
        std::size_t(std::clamp(std::ceil((apart + tolerance) / line.lightest), 0.0, double(count)));
    for (std::size_t shift = 1; shift <= most; ++shift) {
        double run = 0;
        for (std::size_t i = 0; i + shift < count; ++i) {
            const double units = line.before[i + shift] - line.before[i];
            const double own = line.before[i + 1] - line.before[i];
            run = line.letters[i] == line.letters[i + shift] && std::abs(units - apart) <= tolerance ? run + own : 0;
            longest = std::max(longest, run);
        }
    }
    return longest;
}

} // namespace engine::quality
