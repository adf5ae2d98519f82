// Where the time of an utterance goes: its stages, the kinds of operators and the operators themselves with the shapes
// of what goes in, the memory that it takes, and what would make it faster. Data only: `ishowtts profile` prints it.
//
// Utterances with and without recording take turns, so that what the recording costs is measured too. Times are of the
// mean utterance; those of operators are their own, without what they call, added up over all threads. Threads: as
// Synthesizer; nothing else may compute in this program meanwhile.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/performance/speed_record.h"
#include "engine/request.h"
#include "engine/synthesizer.h"

namespace engine::performance {

struct ProfiledStage {
    std::string name;                   // "text", "reference", "dit", "vocoder", "joining"
    double seconds = 0;                 // of the wall clock
    std::optional<double> covered = {}; // share of it in which an operator ran, where operators do the work
};

struct ProfiledCategory {
    std::string name; // "matrix products", "attention", …
    int calls = 0;
    double seconds = 0;
};

struct ProfiledOperator {
    std::string name;     // "aten::addmm", "ishowtts::attention"
    std::string category; // see categoryOf()
    std::string shapes;   // "[1, 312, 1024] [4096, 1024]"
    int calls = 0;        // of one utterance
    double seconds = 0;
    double bytes = 0; // of tensors that it made, on the thread that asked
};

enum class Weight { High, Medium, Low };
std::string toString(Weight weight); // "HIGH", "MEDIUM", "LOW"

struct Recommendation {
    Weight weight = Weight::Low;
    std::string what;   // what the figures say
    std::string remedy; // what to do
    double saves = 0;   // share of the utterance's time, at most; 0: not known
};

struct Profile {
    // What it was made with.
    std::string model, precision, device, deviceName;
    bool fastBf16 = false;
    int threads = 0;
    int nfe = 0;
    double cfg = 0;
    Clocks clocks = Clocks::Unknown;
    int runs = 0;      // with recording; as many without
    int parts = 0;     // chunks of the text
    double frames = 0; // of reference and speech together, of all parts

    double seconds = 0;      // with recording
    double plainSeconds = 0; // without, median
    double overhead = 0;     // of the recording: median with ÷ median without − 1
    // The same of the processor time of all threads, the least with ÷ the least without: however busy the machine is.
    double processorOverhead = 0;
    double audioSeconds = 0;
    double processorSeconds = 0; // of all threads, without recording
    std::vector<ProfiledStage> stages;
    std::vector<ProfiledCategory> categories; // the longest first
    std::vector<ProfiledOperator> operators;  // the longest first
    double memory = 0;                        // bytes of the program before the first utterance that was recorded
    double mostMemory = 0;                    // at most, during them; 0: the system does not tell
    double tensorBytes = 0;                   // made anew by one utterance

    double stageSeconds() const;           // sum
    double operatorSeconds() const;        // sum
    double share(const char *stage) const; // of `seconds`
    double rtf() const { return audioSeconds > 0 ? plainSeconds / audioSeconds : 0; }
    double referenceShare() const; // of the frames: those of the recording, which are computed and thrown away
};

std::string categoryOf(const std::string &operatorName);

// What follows from the figures, the weightiest first; never empty.
std::vector<Recommendation> recommendations(const Profile &profile);

struct ProfileRun {
    Profile profile;
    std::string trace;    // of the last utterance, where it was wanted: Chrome's trace format, which Perfetto opens
    bool stopped = false; // the stop token was seen: the rest says nothing
};

struct ProfileWish {
    int runs = 3;       // with recording, and as many without
    bool trace = false; // some 200 bytes for each operator
};

// One utterance to warm up, then those that are wished. `finished` is called after each of them (1…2·runs + 1). Throws
// what speak() throws.
ProfileRun profileSpeech(Synthesizer &synthesizer, const Request &request, ProfileWish wish, std::stop_token stop,
                         const std::function<void(int utterance)> &finished);

} // namespace engine::performance
