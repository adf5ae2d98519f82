// Clips on one time line of which one is heard: for comparing. The change from one to another is a cross-fade of 5 ms
// at the same place, y = a·(1 − w) + b·w with w = (1 − cos πt)/2, and each clip has a gain of its own. The longest one
// gives the length; after its end a shorter one is silent. Mono at engine::kSampleRate. Any thread, one at a time; a
// copy is cheap and goes on by itself.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "engine/clip.h"

namespace app::speech {

struct GroupClip {
    engine::ClipPtr clip; // null = a silent one
    double gain = 1.0;    // linear, 0…1
};

class ClipGroup {
public:
    static constexpr std::size_t kMost = 12;
    static constexpr int kCrossFade = engine::kSampleRate / 200; // samples

    // What is over kMost is left out. `heard` counts from 0, here and below, and is brought into range.
    ClipGroup(std::span<const GroupClip> clips, int heard);

    std::size_t size() const { return m_size; }   // samples
    void hear(int index);                         // also in the middle of another change
    void setGains(std::span<const double> gains); // linear; they glide. Those that are not given stay.
    // The sample there; steps cross-fade and gains on. `position` below size().
    float at(std::size_t position);

private:
    using Numbers = std::array<float, kMost>;

    int inRange(int index) const;
    float weight(std::size_t index) const; // now; all together are 1
    float sampleOf(std::size_t index, std::size_t position) const;

    std::shared_ptr<const std::vector<engine::ClipPtr>> m_clips;
    std::size_t m_size = 0;
    Numbers m_gains{};
    Numbers m_gainsWanted{};
    Numbers m_before{}; // weights when the change began
    int m_heard = 0;
    int m_step = kCrossFade; // of the change; kCrossFade: it is over
};

} // namespace app::speech
