#include "app/speech/track_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace app::speech {

namespace {

constexpr std::size_t kBlock = engine::kSampleRate / 100;

float peakOf(std::span<const float> samples) {
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

} // namespace

void TrackReader::begin(std::size_t leadIn) {
    m_blocks.clear();
    m_change.reset();
    m_offset = m_ahead = 0;
    m_peak = 0;
    m_now.leadIn = leadIn;
    m_now.quietSeconds = 0;
}

void TrackReader::readOn(std::span<float> out) {
    const std::size_t silence = std::min(m_now.leadIn, out.size());
    std::fill_n(out.begin(), silence, 0.0F);
    m_now.leadIn -= silence;
    out = out.subspan(silence);
    m_now.track.read(out);
    const double seconds = double(out.size()) / engine::kSampleRate;
    m_now.quietSeconds = m_now.track.silent() ? m_now.quietSeconds + seconds : 0.0;
}

void TrackReader::read(std::span<float> out) {
    while (!out.empty()) {
        const std::span<float> block = out.first(std::min(kBlock, out.size()));
        m_blocks.push_back({m_now, block.size()});
        readOn(block);
        m_blocks.back().peak = peakOf(block);
        m_ahead += block.size();
        if (m_change)
            m_change->read += block.size();
        out = out.subspan(block.size());
    }
}

void TrackReader::takeBack(std::size_t samples) {
    samples = std::min(samples, retractable());
    while (samples > 0) {
        Block &last = m_blocks.back();
        const std::size_t kept = last.size - std::min(samples, last.size);
        samples -= last.size - kept;
        m_ahead -= last.size;
        if (m_change)
            m_change->read -= last.size;
        m_now = std::move(last.before);
        m_blocks.pop_back();
        if (kept > 0) {
            std::vector<float> again(kept);
            read(again);
        }
    }
}

void TrackReader::heardAllBut(std::size_t ahead) {
    std::size_t heard = m_ahead - std::min(ahead, m_ahead);
    while (!m_blocks.empty()) {
        Block &first = m_blocks.front();
        if (heard > 0 && !std::exchange(first.heard, true))
            m_peak = std::max(m_peak, first.peak);
        if (heard < first.size)
            break;
        heard -= first.size;
        m_ahead -= first.size;
        m_offset = 0;
        m_blocks.pop_front();
    }
    m_offset = m_blocks.empty() ? 0 : std::max(m_offset, heard);
    if (!changeIsAhead())
        m_change.reset();
}

std::size_t TrackReader::retractable() const {
    return m_change ? std::min(unheard(), m_change->read) : unheard();
}

const Track &TrackReader::heardTrack() const {
    if (changeIsAhead())
        return m_change->track;
    return unheard() == 0 ? m_now.track : m_blocks.front().before.track;
}

double TrackReader::heardSeconds() const {
    if (changeIsAhead() && m_change->jumped)
        return m_change->track.seconds();
    if (unheard() == 0)
        return m_now.track.seconds();
    const Track &track = m_blocks.front().before.track;
    const bool moves = !track.silent() && !track.idle();
    return track.seconds() + (moves ? double(m_offset) / engine::kSampleRate : 0.0);
}

} // namespace app::speech
