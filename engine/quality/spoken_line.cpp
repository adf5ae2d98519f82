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

SpokenLine readLine(const std::string &utf8) {
    SpokenLine line;
    for (const char32_t c : text::decode(utf8)) {
        const bool ends = kEnds.find(c) != kEnds.npos;
        if (ends || kPauses.find(c) != kPauses.npos) {
            if (!line.places.empty() && line.places.back().after == line.units)
                line.places.back().ends |= ends;
            else if (line.units > 0)
                line.places.push_back({line.units, ends});
        } else if (isSpeakable(text::encode(std::u32string(1, c)))) {
            line.letters += text::lowerCase(c);
            line.before.push_back(line.units);
            line.units += text::isIdeograph(c) || text::isKanaOrHangul(c) ? 3 : isDigit(c) ? 4 : 1;
        }
    }
    return line;
}

double longestEcho(const SpokenLine &line, double apart, double tolerance) {
    double longest = 0;
    const std::size_t count = line.letters.size();
    const std::size_t most = std::min(count, std::size_t(std::max(0.0, std::ceil(apart + tolerance))));
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
