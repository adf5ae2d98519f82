// Hard days of the player, shared by playback_soak (long, figures) and tst_playback_soak (short, judged).
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "app/speech/player.h"
#include "tests/app/speech/continuity.h"
#include "tests/app/speech/sound_server.h"

// Threads that compute without a pause.
class BusyThreads {
public:
    explicit BusyThreads(int count);

private:
    std::vector<std::jthread> m_threads;
};

// The chosen one of two sinks is unloaded and loaded again while the player plays.
class SinkCycles {
public:
    struct Times {
        double moved = -1; // seconds from unloading until there is sound at the other sink's monitor; -1: never
        double back = -1;  // from loading until there is sound at its own again; -1: never
        int stalls = 0;    // as in Listened
    };

    explicit SinkCycles(SoundServer &server);
    Times once(int phase); // unloads after a time that differs by phase

private:
    SoundServer &m_server;
    app::speech::Player m_player;
    bool m_ready = false; // it plays to the chosen device
};

struct Listened {
    double seconds = 0; // of the sound that was heard
    std::vector<Continuity::Break> breaks;
    int underflows = 0; // said by the server
    int late = 0;       // times that sound was taken from the player after more than twice the usual time
    // Times that a thread slept much longer than its 5 ms: one of niceness -11 over 40 ms, or one of niceness 0 over
    // 25 ms.
    int stalls = 0;
    double longestStall = 0; // s
    // The same of a realtime thread, over 12 ms: then it is the machine that stands still.
    int standstills = 0;
    double longestStandstill = 0; // s
    int excused = 0;              // breaks that were seen within a second of one
};

// Plays, and holds this whole process still now and then, as a machine does that swaps or wakes up: the breaks that are
// heard.
std::vector<Continuity::Break> playThroughStandstills(SoundServer &server, int times, int milliseconds);

// Stops a tone: seconds from the place that was heard then to the last of it. -1: it never began.
double soundAfterStop(SoundServer &server, int phase, int *stalls = nullptr);

// Changes so often between two clips that are the same sound (40 ms between two changes), so that whatever the change
// itself adds or takes away would be heard as a break.
struct Switched {
    int times = 0;
    double seconds = 0; // of the sound that was heard
    std::vector<Continuity::Break> breaks;
    int underflows = 0; // said by the server
    int stalls = 0;     // as in Listened
};
Switched switchOn(SoundServer &server, int times);

// Plays without a pause for so long and compares what the monitor hands out. `more` hears of what there is so far after
// each break and each underflow.
Listened playOn(SoundServer &server, double seconds, int busyThreads,
                const std::function<void(const Listened &soFar)> &more = {});
