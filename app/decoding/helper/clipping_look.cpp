#include "app/decoding/helper/clipping_look.h"

#include <algorithm>
#include <cmath>

#include "engine/quality/clipped_samples.h"

namespace decode {

namespace wire = app::decoding::wire;

namespace {

constexpr std::size_t kPieceSeconds = 10;
constexpr std::size_t kMostSamples = std::size_t(1) << 23; // of all channels of a piece

} // namespace

void ClippingLook::begin(int rate) {
    m_rate = rate;
}

void ClippingLook::add(std::span<const float> frames, int channels) {
    if (channels < 1 || channels > int(wire::kMostChannels))
        return;
    const auto count = std::size_t(channels);
    if (count != m_channels.size()) {
        tellPiece();
        m_channels.assign(count, engine::Clip{m_rate, {}});
    }
    const std::size_t second = std::size_t(m_rate),
                      piece = second * std::clamp(kMostSamples / (second * count), std::size_t(1), kPieceSeconds);
    while (frames.size() >= count) {
        const std::size_t taken = std::min(frames.size() / count, piece - m_channels.front().samples.size());
        for (std::size_t channel = 0; channel < count; ++channel) {
            std::vector<float> &samples = m_channels[channel].samples;
            for (std::size_t frame = 0; frame < taken; ++frame)
                samples.push_back(frames[frame * count + channel]);
        }
        frames = frames.subspan(taken * count);
        if (m_channels.front().samples.size() == piece)
            tellPiece();
    }
}

void ClippingLook::finish() {
    tellPiece();
}

void ClippingLook::tellPiece() {
    if (m_channels.empty() || m_channels.front().samples.empty())
        return;
    // At some rates a step of whole samples is longer or shorter than one of the clock: its middle says which that is.
    const double perStep = m_rate * engine::quality::kStepSeconds;
    const std::size_t size = m_channels.front().samples.size();
    const auto first = std::int64_t((double(m_from) + 0.5) / perStep);
    const auto last = std::max(first, std::int64_t(std::ceil((double(m_from + size) - 0.5) / perStep)) - 1);
    std::vector<wire::Clipped> steps(std::size_t(last - first + 1));
    for (std::size_t channel = 0; channel < m_channels.size(); ++channel) {
        const std::vector<std::uint32_t> clipped = engine::quality::clippedSamples(m_channels[channel]);
        std::vector<std::uint32_t> here(steps.size());
        for (std::size_t i = 0; i < clipped.size(); ++i) {
            const double middle = double(m_from) + (double(i) + 0.5) * double(std::lround(perStep));
            here[std::size_t(std::clamp(std::int64_t(middle / perStep), first, last) - first)] += clipped[i];
        }
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i].samples = std::max(steps[i].samples, here[i]);
            steps[i].channels |= here[i] > 0 ? std::uint32_t(1) << channel : 0;
        }
        m_channels[channel].samples.clear();
    }
    std::vector<wire::Clipped> found;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].samples == 0)
            continue;
        m_lastStep = std::max(m_lastStep + 1, first + std::int64_t(i)); // a piece may end within a step
        steps[i].step = std::uint32_t(m_lastStep);
        found.push_back(steps[i]);
    }
    m_from += size;
    if (!found.empty())
        m_tell(found);
}

} // namespace decode
