#include "engine/audio/chunk_joiner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/audio/speech_shape.h"
#include "engine/clip.h"

namespace engine::audio {

namespace {

constexpr std::size_t kPauseFade = 2 * kSampleRate / 1000;
constexpr double kHeard = 31; // dB below the loud moments
constexpr std::size_t kSeamFade = 5 * kSampleRate / 1000;
constexpr std::size_t kUsualPause = 150 * kSampleRate / 1000;
constexpr std::size_t kRememberedPauses = 101;
constexpr double kShortestGap = 0.9; // of the median pause
constexpr double kLongestGap = 1.3;

// To 0 and from 0 within so many samples, or all there are.
void fadeOut(std::vector<float> &wave, std::size_t samples) {
    samples = std::min(samples, wave.size());
    for (std::size_t i = 0; i < samples; ++i)
        wave[wave.size() - 1 - i] *= float(double(i) / double(samples));
}
void fadeIn(std::vector<float> &wave, std::size_t samples) {
    samples = std::min(samples, wave.size());
    for (std::size_t i = 0; i < samples; ++i)
        wave[i] *= float(double(i) / double(samples));
}

void cutEnd(std::vector<float> &wave) {
    wave.resize(std::min(speechShape(wave, kHeard).to + kPauseFade, wave.size()));
    fadeOut(wave, kPauseFade);
}
void cutBeginning(std::vector<float> &wave) {
    const std::size_t from = speechShape(wave, kHeard).from;
    wave.erase(wave.begin(), wave.begin() + std::ptrdiff_t(from > kPauseFade ? from - kPauseFade : 0));
    fadeIn(wave, kPauseFade);
}

// `length` samples that begin with the tail and end with the lead: cross-faded where they meet, zeros where they do
// not.
std::vector<float> silenceOf(std::vector<float> tail, std::vector<float> lead, std::size_t length) {
    tail.resize(std::min(tail.size(), length));
    lead.erase(lead.begin(), lead.end() - std::ptrdiff_t(std::min(lead.size(), length)));
    const std::size_t both = tail.size() + lead.size();
    const std::size_t fade = std::max(both > length ? both - length : 0, kSeamFade);
    fadeOut(tail, fade);
    fadeIn(lead, fade);
    std::vector<float> silence(length);
    std::copy(tail.begin(), tail.end(), silence.begin());
    for (std::size_t i = 0; i < lead.size(); ++i)
        silence[length - lead.size() + i] += lead[i];
    return silence;
}

} // namespace

ChunkJoiner::ChunkJoiner(Joining joining, int crossFadeSamples)
    : m_joining(joining), m_crossFade(std::size_t(std::max(crossFadeSamples, 0))), m_stitcher(crossFadeSamples) {}

std::vector<float> ChunkJoiner::push(std::vector<float> wave, Next next) {
    if (m_joining == Joining::Even)
        remember(speechShape(wave).pauses);
    if (std::exchange(m_afterPause, false))
        cutBeginning(wave);
    if (next == Next::Pause)
        cutEnd(wave);
    const bool last = next != Next::Chunk;
    return m_joining == Joining::Even ? join(std::move(wave), last) : m_stitcher.push(wave, last);
}

std::vector<float> ChunkJoiner::pause(double seconds) {
    m_afterPause = true;
    const std::size_t length = std::size_t(std::lround(std::max(seconds, 0.0) * kSampleRate));
    return std::vector<float>(length - std::min(length, kPauseFade)); // half of each fade counts as silence
}

std::vector<float> ChunkJoiner::join(std::vector<float> wave, bool last) {
    const SpeechShape shape = speechShape(wave);
    const auto from = wave.begin() + std::ptrdiff_t(shape.from), to = wave.begin() + std::ptrdiff_t(shape.to);
    std::vector<float> ready;
    auto begin = wave.begin();
    if (m_open) {
        if (shape.from < kSeamFade) // it begins with sound
            fadeIn(wave, kSeamFade);
        const std::size_t length = gap(m_tail.size() + shape.from);
        ready = silenceOf(std::move(m_tail), {wave.begin(), from}, length);
        begin = from;
    }
    if (!last && std::size_t(wave.end() - to) < kSeamFade)
        fadeOut(wave, kSeamFade);
    const auto end = last ? wave.end() : to;
    ready.insert(ready.end(), begin, end);
    m_tail.assign(end, wave.end());
    m_open = !last;
    return ready;
}

void ChunkJoiner::remember(const std::vector<std::size_t> &pauses) {
    m_pauses.insert(m_pauses.end(), pauses.begin(), pauses.end());
    while (m_pauses.size() > kRememberedPauses)
        m_pauses.pop_front();
}

// The silence between two chunks that have so much of it together.
std::size_t ChunkJoiner::gap(std::size_t silence) const {
    std::vector<std::size_t> pauses(m_pauses.begin(), m_pauses.end());
    std::nth_element(pauses.begin(), pauses.begin() + std::ptrdiff_t(pauses.size() / 2), pauses.end());
    const double median = pauses.empty() ? kUsualPause : double(pauses[pauses.size() / 2]);
    return std::clamp(silence - std::min(silence, m_crossFade), std::size_t(kShortestGap * median),
                      std::size_t(kLongestGap * median));
}

} // namespace engine::audio
