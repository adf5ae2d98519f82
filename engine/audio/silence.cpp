#include "engine/audio/silence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace engine::audio {

namespace {

// RMS of any window in constant time: sums of squares up to each millisecond.
class Energy {
public:
    explicit Energy(const Pcm16 &pcm) : m_pcm(pcm), m_sums(std::size_t(pcm.milliseconds()) + 1) {
        const std::size_t width = std::size_t(pcm.channels);
        std::uint64_t sum = 0;
        std::size_t next = 0;
        for (std::size_t ms = 0; ms < m_sums.size(); ++ms) {
            const std::size_t end = std::min(pcm.frameAt(int(ms)), pcm.frames()) * width;
            for (; next < end; ++next)
                sum += std::uint64_t(std::int64_t(pcm.samples[next]) * pcm.samples[next]);
            m_sums[ms] = sum;
        }
    }

    int rms(int fromMs, int toMs) const {
        const std::size_t count = (m_pcm.frameAt(toMs) - m_pcm.frameAt(fromMs)) * std::size_t(m_pcm.channels);
        const std::uint64_t squares = m_sums[std::size_t(toMs)] - m_sums[std::size_t(fromMs)];
        return count > 0 ? int(std::sqrt(double(squares) / double(count))) : 0;
    }

private:
    const Pcm16 &m_pcm;
    std::vector<std::uint64_t> m_sums;
};

std::vector<Span> pauses(const Pcm16 &pcm, const PauseRule &rule) {
    const int length = pcm.milliseconds();
    if (length < rule.shortestMs)
        return {};
    const double threshold = std::pow(10.0, rule.thresholdDb / 20.0) * kFullScale;
    const Energy energy(pcm);
    const int last = length - rule.shortestMs;
    std::vector<int> silent;
    const auto look = [&](int ms) {
        if (energy.rms(ms, ms + rule.shortestMs) <= threshold)
            silent.push_back(ms);
    };
    for (int ms = 0; ms <= last; ms += rule.seekMs)
        look(ms);
    if (last % rule.seekMs != 0)
        look(last);
    if (silent.empty())
        return {};

    // Windows that touch or overlap are one pause.
    std::vector<Span> found;
    int first = silent.front();
    int previous = first;
    for (const int ms : silent) {
        if (ms != previous + rule.seekMs && ms > previous + rule.shortestMs) {
            found.push_back({first, previous + rule.shortestMs});
            first = ms;
        }
        previous = ms;
    }
    found.push_back({first, previous + rule.shortestMs});
    return found;
}

} // namespace

std::vector<Span> splitAtPauses(const Pcm16 &pcm, const PauseRule &rule) {
    const int length = pcm.milliseconds();
    const std::vector<Span> found = pauses(pcm, rule);
    std::vector<Span> sounds;
    if (found.empty()) {
        sounds.push_back({0, length});
    } else {
        if (found.front().fromMs == 0 && found.front().toMs == length)
            return {};
        int end = 0;
        for (const Span &pause : found) {
            if (pause.fromMs > 0)
                sounds.push_back({end, pause.fromMs});
            end = pause.toMs;
        }
        if (end != length)
            sounds.push_back({end, length});
    }

    for (Span &sound : sounds) {
        sound.fromMs -= rule.keptMs;
        sound.toMs += rule.keptMs;
    }
    for (std::size_t i = 1; i < sounds.size(); ++i) {
        Span &before = sounds[i - 1];
        Span &after = sounds[i];
        if (after.fromMs < before.toMs)
            before.toMs = after.fromMs = (before.toMs + after.fromMs) / 2;
    }
    for (Span &sound : sounds)
        sound = {std::max(sound.fromMs, 0), std::min(sound.toMs, length)};
    return sounds;
}

int leadingSilence(const Pcm16 &pcm, double thresholdDb, int chunkMs) {
    const double threshold = std::pow(10.0, thresholdDb / 20.0) * kFullScale;
    const int length = pcm.milliseconds();
    int ms = 0;
    while (ms < length && pcm.rms(ms, ms + chunkMs) < threshold)
        ms += chunkMs;
    return std::min(ms, length);
}

} // namespace engine::audio
