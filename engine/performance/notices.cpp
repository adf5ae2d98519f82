#include "engine/performance/notices.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

namespace engine::performance {

namespace {

constexpr std::size_t kUtterances = 5; // whose mean RTF counts
constexpr double kCoolsBy = 5;         // °C below the threshold it is over
constexpr double kNoBytes = 1e300;
constexpr double kMinute = 60; // s between two looks at memory

std::string whole(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f", value);
    return text;
}

std::string twoDigits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", value);
    return text;
}

std::string listed(const std::vector<Throttle> &reasons) {
    std::string words;
    for (const Throttle reason : reasons) {
        if (!words.empty())
            words += ", ";
        words += toString(reason);
    }
    return words;
}

} // namespace

std::string idOf(Concern concern) {
    switch (concern) {
    case Concern::Hot:
        return "hot";
    case Concern::Throttled:
        return "throttled";
    case Concern::GpuLost:
        return "gpu-lost";
    case Concern::IdleWhileSpeaking:
        return "idle-while-speaking";
    case Concern::ClocksNotLocked:
        return "clocks-not-locked";
    case Concern::SlowSpeech:
        return "slow-speech";
    case Concern::MemoryGrows:
        return "memory-grows";
    }
    return {};
}

std::optional<Concern> concernOf(const std::string &id) {
    for (const Concern each : {Concern::Hot, Concern::Throttled, Concern::GpuLost, Concern::IdleWhileSpeaking,
                               Concern::ClocksNotLocked, Concern::SlowSpeech, Concern::MemoryGrows})
        if (idOf(each) == id)
            return each;
    return {};
}

void NoticeWatch::set(std::vector<Notice> &notices, Concern concern, bool on, double now, const std::string &what,
                      const std::string &remedy) {
    const auto known = std::find(m_on.begin(), m_on.end(), concern);
    if (on == (known != m_on.end()))
        return;
    if (on)
        m_on.push_back(concern);
    else
        m_on.erase(known);
    notices.push_back({concern, on, what, on ? remedy : std::string(), now});
}

std::vector<Notice> NoticeWatch::look(const GpuReading &gpu, const MachineReading &machine, bool speaking, double now) {
    std::vector<Notice> notices;
    const bool lost = gpu.state == GpuReading::State::Lost;
    set(notices, Concern::GpuLost, lost, now, lost ? "The GPU does not answer any more." : "The GPU answers again.",
        "Speech goes on with the CPU after the model is loaded again; if the GPU stays away, start the machine anew.");
    if (gpu.state == GpuReading::State::Present) {
        if (gpu.temperature) {
            const bool wasHot = std::find(m_on.begin(), m_on.end(), Concern::Hot) != m_on.end();
            const bool hot = *gpu.temperature > m_thresholds.hot - (wasHot ? kCoolsBy : 0);
            set(notices, Concern::Hot, hot, now,
                hot ? "The GPU is at " + whole(*gpu.temperature) + " °C." : "The GPU has cooled down.",
                "Let it breathe: clean its fan, or give it fewer steps (NFE).");
        }
        set(notices, Concern::Throttled, !gpu.throttle.empty(), now,
            gpu.throttle.empty() ? "The GPU is held back no more."
                                 : "The GPU is held back: " + listed(gpu.throttle) + ".",
            "Heat: cool it. Power: raise its power limit, or use a stronger supply.");
        lookAtClocks(notices, gpu.clocks, speaking, now);
        const bool idle = speaking && gpu.utilisation && *gpu.utilisation < m_thresholds.idleLoad;
        if (!idle)
            m_idleSince.reset();
        else if (!m_idleSince)
            m_idleSince = now;
        const bool longIdle = m_idleSince && now - *m_idleSince >= m_thresholds.idleSeconds;
        if (speaking)
            set(notices, Concern::IdleWhileSpeaking, longIdle, now,
                longIdle ? "The GPU is used by " + whole(*gpu.utilisation * 100) + " % only while it speaks."
                         : "The GPU is used well again.",
                "See whether something else keeps the processor busy, and whether the model really is on the GPU.");
    }
    if (gpu.state == GpuReading::State::None || gpu.state == GpuReading::State::Failed)
        for (const Concern concern :
             {Concern::Hot, Concern::Throttled, Concern::ClocksNotLocked, Concern::IdleWhileSpeaking})
            set(notices, concern, false, now, "The GPU is not watched any more.", {});
    if (speaking)
        m_spoke = now;
    else if (m_spoke && now - *m_spoke >= m_thresholds.silentSeconds)
        for (const Concern concern : {Concern::ClocksNotLocked, Concern::IdleWhileSpeaking})
            set(notices, concern, false, now, "Nothing is spoken on the GPU any more.", {});
    const bool growing = grows(machine, now);
    set(notices, Concern::MemoryGrows, growing, now,
        growing ? "The memory of this program keeps growing." : "The memory of this program grows no more.",
        "Save what you do and start it anew; please report it with the diagnostics.");
    return notices;
}

// Once, until they are locked again: they stay so, and somebody who leaves them so is not told at each sentence.
void NoticeWatch::lookAtClocks(std::vector<Notice> &notices, Clocks clocks, bool speaking, double now) {
    if (clocks == Clocks::Locked) {
        m_unlockedTold = false;
        set(notices, Concern::ClocksNotLocked, false, now, "The clocks of the GPU are locked.", {});
    } else if (clocks == Clocks::Unlocked && speaking && !m_unlockedTold) {
        m_unlockedTold = true;
        set(notices, Concern::ClocksNotLocked, true, now, "The clocks of the GPU are not locked, so that speed varies.",
            "Lock them; the handbook says how, also at every start of the machine.");
    }
}

// By the lowest of each third of the time: work that comes and goes is no growth, nor is one step, as a voice that was
// loaded.
bool NoticeWatch::grows(const MachineReading &machine, double now) {
    if (!machine.ownMemory)
        return false;
    if (m_memory.empty() || now - m_memory.back().at >= kMinute)
        m_memory.push_back({now, *machine.ownMemory});
    std::erase_if(m_memory, [&](const Memory &memory) { return now - memory.at > m_thresholds.growthSeconds; });
    const double begin = m_memory.front().at;
    const double span = m_memory.back().at - begin;
    if (span < m_thresholds.growthSeconds - 2 * kMinute || m_memory.size() < 6)
        return std::find(m_on.begin(), m_on.end(), Concern::MemoryGrows) != m_on.end();
    double lowest[3] = {kNoBytes, kNoBytes, kNoBytes};
    for (const Memory &memory : m_memory) {
        double &third = lowest[std::min(2, int(3 * (memory.at - begin) / span))];
        third = std::min(third, memory.bytes);
    }
    const double growth = lowest[2] - lowest[0];
    const bool steady = std::min(lowest[1] - lowest[0], lowest[2] - lowest[1]) > growth / 4;
    return steady && growth / (span * 2 / 3) * 3600 > m_thresholds.growthPerHour;
}

void NoticeWatch::forgetMemory() {
    m_memory.clear();
}

std::vector<Notice> NoticeWatch::silent(double now) {
    std::vector<Notice> notices;
    m_rtf.clear();
    set(notices, Concern::SlowSpeech, false, now, "Nothing was spoken for a while.", {});
    return notices;
}

std::vector<Notice> NoticeWatch::spoken(double rtf, double now) {
    std::vector<Notice> notices;
    if (m_thresholds.slowRtf <= 0)
        return notices;
    m_rtf.push_back(rtf);
    if (m_rtf.size() > kUtterances)
        m_rtf.erase(m_rtf.begin());
    if (m_rtf.size() < kUtterances)
        return notices;
    const double mean = std::accumulate(m_rtf.begin(), m_rtf.end(), 0.0) / double(m_rtf.size());
    const bool slow = mean > m_thresholds.slowRtf;
    set(notices, Concern::SlowSpeech, slow, now,
        "The mean RTF of the last five utterances is " + twoDigits(mean) + (slow ? ", above " : ", again within ") +
            twoDigits(m_thresholds.slowRtf) + ".",
        "See whether the machine is hot, its clocks are locked and nothing else works; or take fewer steps (NFE).");
    return notices;
}

} // namespace engine::performance
