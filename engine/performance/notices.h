// What a person should know about heat and speed, and what to do about it: one notice when something begins, one when
// it is over. The thresholds are iShowTTS's. Pure; time is told. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/performance/gpu_probe.h"
#include "engine/performance/machine_probe.h"

namespace engine::performance {

enum class Concern { Hot, Throttled, GpuLost, IdleWhileSpeaking, ClocksNotLocked, SlowSpeech, MemoryGrows };

std::string idOf(Concern concern); // "hot", "throttled", …: for records and the handbook's pages; never changes
std::optional<Concern> concernOf(const std::string &id);

struct Notice {
    Concern concern = Concern::Hot;
    bool begins = true; // else it is over
    std::string what;   // English, one sentence
    std::string remedy; // what to do; empty when it is over
    double at = 0;      // s
};

struct Thresholds {
    double hot = 80;             // °C of the GPU; over at 5 less
    double idleLoad = 0.5;       // utilisation while speaking
    double idleSeconds = 10;     // so long
    double slowRtf = 0;          // mean of the last five utterances; 0: none
    double growthPerHour = 64e6; // bytes of this program's memory an hour
    double growthSeconds = 1800; // looked at over so long
    double silentSeconds = 60;   // after so long without speech, what was said of speaking is over
};

class NoticeWatch {
public:
    explicit NoticeWatch(Thresholds thresholds = {}) : m_thresholds(thresholds) {}

    // now: s, never backwards. speaking: something is being synthesised on the GPU.
    std::vector<Notice> look(const GpuReading &gpu, const MachineReading &machine, bool speaking, double now);
    std::vector<Notice> spoken(double rtf, double now);
    std::vector<Notice> silent(double now); // nothing was spoken for so long that the last RTFs say nothing of now
    void forgetMemory();                    // from now on it is another program's

private:
    struct Memory {
        double at;
        double bytes;
    };
    void set(std::vector<Notice> &notices, Concern concern, bool on, double now, const std::string &what,
             const std::string &remedy);
    void lookAtClocks(std::vector<Notice> &notices, Clocks clocks, bool speaking, double now);
    bool grows(const MachineReading &machine, double now);

    const Thresholds m_thresholds;
    std::vector<Concern> m_on;
    std::optional<double> m_idleSince;
    std::optional<double> m_spoke; // when it was last seen speaking
    bool m_unlockedTold = false;   // since they were last locked
    std::vector<double> m_rtf;
    std::vector<Memory> m_memory; // at most one a minute
};

} // namespace engine::performance
