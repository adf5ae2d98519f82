#include "engine/quality/leak_starts.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace engine::quality {

namespace {

constexpr std::size_t kBetween = 8;     // steps of silence
constexpr std::size_t kBeforeALeak = 4; // it begins sooner than the words would have
constexpr double kPlace = 0.06;         // of the whole: how well a part's place in the text is known in the sound
constexpr double kPlaceSeconds = 0.25;
constexpr double kEarlier = 0.6; // seconds: a leak makes the whole longer, and all before it seems to end sooner

// Parts that lie near to one another look at the same sounds.
std::vector<LeakStart> inOrder(std::vector<LeakStart> starts) {
    const auto place = [](const LeakStart &start) { return std::tuple(start.seconds, start.until, start.speed); };
    std::stable_sort(starts.begin(), starts.end(),
                     [&](const LeakStart &a, const LeakStart &b) { return place(a) < place(b); });
    std::vector<LeakStart> ordered;
    for (LeakStart &start : starts) {
        if (ordered.empty() || place(ordered.back()) != place(start)) {
            ordered.push_back(std::move(start));
            continue;
        }
        std::vector<std::size_t> &letters = ordered.back().letters;
        if (letters.empty() || start.letters.empty())
            letters.clear();
        else
            letters.insert(letters.end(), start.letters.begin(), start.letters.end());
    }
    return ordered;
}

} // namespace

Course::Course(const TakeSound &take, const SpokenLine &line)
    : m_line(line), m_sounds(take.speech.stretches(kBetween)), m_end(take.speechTo) {
    for (const Stretch &sound : m_sounds)
        m_all += double(sound.length()) * kStepSeconds;
}

double Course::secondsAt(std::size_t part) const {
    if (part >= m_line.partStarts.size() || m_line.units <= 0)
        return m_end;
    double left = m_line.partStarts[part] / m_line.units * m_all;
    for (const Stretch &sound : m_sounds) {
        const double length = double(sound.length()) * kStepSeconds;
        if (left < length)
            return double(sound.from) * kStepSeconds + left;
        left -= length;
    }
    return m_end;
}

double Course::tolerance() const {
    return kPlace * m_all + kPlaceSeconds;
}

std::vector<LeakStart> leakStarts(const TakeSound &take, const SpokenLine &line, const Course &course,
                                  const LeakPlaces &places) {
    std::vector<LeakStart> starts;
    const std::vector<bool> &speech = take.speech.speech;
    for (const LeakPlaces::Run &run : places.runs) {
        const double from = course.secondsAt(run.from) - (run.from == 0 ? 0 : course.tolerance());
        const double until = course.secondsAt(run.to);
        if (run.from == 0)
            starts.push_back({take.speechFrom, until, line.speeds.front(), {0}});
        for (const double join : places.joins) {
            const std::size_t step = std::min(speech.size(), std::size_t(std::max(0.0, join) / kStepSeconds));
            const auto sound = std::find(speech.begin() + std::ptrdiff_t(step), speech.end(), true);
            const double seconds = double(sound - speech.begin()) * kStepSeconds;
            if (sound != speech.end() && seconds > from && seconds < until)
                starts.push_back({seconds, until, line.speeds[run.from], {}});
        }
        if (!places.joins.empty())
            continue;
        // Nobody says where: behind a silence, nearly where the text lets expect it.
        const std::vector<Stretch> sounds = take.speech.stretches(kBeforeALeak);
        for (std::size_t part = std::max<std::size_t>(run.from, 1); part < run.to; ++part) {
            const auto letter = std::lower_bound(line.before.begin(), line.before.end(), line.partStarts[part]);
            for (std::size_t i = 1; i < sounds.size(); ++i) {
                const double seconds = double(sounds[i].from) * kStepSeconds;
                const double late = seconds - course.secondsAt(part);
                if (late <= course.tolerance() && late >= -course.tolerance() - kEarlier)
                    starts.push_back({seconds,
                                      std::max(until, seconds),
                                      line.speeds[part],
                                      {std::size_t(letter - line.before.begin())}});
            }
        }
    }
    return inOrder(std::move(starts));
}

} // namespace engine::quality
