// Two clips on one time line of which one is heard: for comparing. The change from one to the other is a cross-fade at
// the same place, and each has a gain of its own. The longer one gives the length; after the end of the shorter one
// that one is silent. Mono at engine::kSampleRate. Any thread, one at a time.
#pragma once

#include "engine/clip.h"

namespace app::speech {

struct PairGains {
    double first = 1.0; // linear, 0…1
    double second = 1.0;

    friend bool operator==(const PairGains &, const PairGains &) = default;
};

class ClipPair {
public:
    static constexpr int kCrossFade = engine::kSampleRate / 100; // samples

    ClipPair(engine::ClipPtr first, engine::ClipPtr second, PairGains gains, int heard); // null = a silent one

    std::size_t size() const; // samples
    void hear(int side);      // 0 or 1
    void setGains(PairGains gains) { m_wanted = gains; }
    // The sample there; steps cross-fade and gains on. `position` below size().
    float at(std::size_t position);

private:
    float sampleOf(const engine::ClipPtr &clip, std::size_t position) const;

    engine::ClipPtr m_first;
    engine::ClipPtr m_second;
    PairGains m_wanted;
    float m_firstGain;
    float m_secondGain;
    float m_mix; // 0 = the first alone, 1 = the second alone
    float m_mixWanted;
};

} // namespace app::speech
