#include "ui/shared/peaks.h"

#include <algorithm>

namespace ui::shared {
namespace {

void widen(Peaks::Range &range, const Peaks::Range &by, bool &first) {
    range.low = first ? by.low : std::min(range.low, by.low);
    range.high = first ? by.high : std::max(range.high, by.high);
    first = false;
}

} // namespace

void Peaks::clear() {
    m_pieces.clear();
    m_bins.clear();
    m_samples = 0;
    m_sampleRate = 0;
}

void Peaks::append(const engine::ClipPtr &clip, const std::stop_token &stop) {
    if (!clip || clip->samples.empty() || clip->sampleRate <= 0) {
        return;
    }
    if (m_pieces.empty()) {
        m_sampleRate = clip->sampleRate;
    }
    m_pieces.push_back({clip, m_samples});
    m_samples += clip->samples.size();
    m_bins.reserve(m_samples / kBin);
    while ((m_bins.size() + 1) * kBin <= m_samples && !stop.stop_requested()) {
        const std::size_t start = m_bins.size() * kBin;
        m_bins.push_back(scan(start, start + kBin));
    }
}

Peaks::Range Peaks::between(std::size_t first, std::size_t last) const {
    last = std::min(last, m_samples);
    if (first >= last) {
        return {};
    }
    const std::size_t firstBin = first / kBin;
    const std::size_t lastBin = std::min((last + kBin - 1) / kBin, m_bins.size());
    if (last - first < 4 * kBin || firstBin >= lastBin) {
        return scan(first, last);
    }
    Range range;
    bool none = true;
    for (std::size_t bin = firstBin; bin < lastBin; ++bin) {
        widen(range, m_bins[bin], none);
    }
    if (lastBin * kBin < last) { // the last, incomplete bin
        widen(range, scan(lastBin * kBin, last), none);
    }
    return range;
}

Peaks::Range Peaks::scan(std::size_t first, std::size_t last) const {
    Range range;
    bool none = true;
    auto piece = std::upper_bound(m_pieces.begin(), m_pieces.end(), first,
                                  [](std::size_t sample, const Piece &candidate) { return sample < candidate.start; });
    for (piece = std::prev(piece); piece != m_pieces.end() && piece->start < last; ++piece) {
        const auto &samples = piece->clip->samples;
        const std::size_t from = std::max(first, piece->start) - piece->start;
        const std::size_t to = std::min(last - piece->start, samples.size());
        if (from < to) {
            const auto [low, high] = std::minmax_element(samples.data() + from, samples.data() + to);
            widen(range, {*low, *high}, none);
        }
    }
    return range;
}

engine::ClipPtr Peaks::joined() const {
    if (m_pieces.empty()) {
        return nullptr;
    }
    if (m_pieces.size() == 1) {
        return m_pieces.front().clip;
    }
    auto clip = std::make_shared<engine::Clip>();
    clip->sampleRate = m_sampleRate;
    clip->samples.reserve(m_samples);
    for (const Piece &piece : m_pieces) {
        clip->samples.insert(clip->samples.end(), piece.clip->samples.begin(), piece.clip->samples.end());
    }
    return clip;
}

} // namespace ui::shared
