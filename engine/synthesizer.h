// START HERE. The door of the engine: text and a voice in, sound out.
//
// makeLocalSynthesizer() loads a model folder; speak() then runs, in reading order (engine/local_synthesizer.cpp):
//   text → parts                         engine/text/tags
//   recordings → prepared references → mel engine/audio/reference, mel
//   parts → chunks → tokens → ids        engine/chunk_planner
//   noise → mel                          engine/model/flow + dit
//   mel → wave                           engine/model/vocos
//   waves → one wave, with its pauses    engine/audio/chunk_joiner
//
// Threads: an object is used from one thread at a time; different objects may run on different threads. A stop token
// may be triggered from any thread; it is seen between transformer blocks.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "engine/clip.h"
#include "engine/data_folders.h"
#include "engine/device.h"
#include "engine/model_files.h"
#include "engine/request.h"
#include "engine/timings.h"

namespace engine {

struct Progress {
    int chunk = 0; // 0-based, of `chunks`
    int chunks = 1;
    int step = 0; // finished flow steps of this chunk, of `steps`
    int steps = 1;
    double secondsElapsed = 0;
    double secondsLeft = 0; // estimate from the steps so far

    double fraction() const { return (chunk + double(step) / steps) / chunks; }
};

struct Listener {
    // Called on the thread that runs speak(). The clips of one request, one after another, are the finished wave:
    // nothing overlaps and nothing is sent twice. After a stop no further clip is sent.
    std::function<void(ClipPtr)> chunk;
    std::function<void(const Progress &)> progress;
};

// What this implementation can do; a remote one may do less.
struct Capabilities {
    bool seed = true;
    bool nfe = true;
    bool cancel = true;
    bool progress = true;
    bool bf16 = true;
};

struct ModelSummary {
    std::string name;
    Device device;
    Precision precision = Precision::Fp32; // never Auto
    std::int64_t parameters = 0;           // of the model without its vocoder
    double loadSeconds = 0;
    std::string licence = {};           // of the weights; "unknown" when no file says it (engine/licence.h)
    std::filesystem::path folder = {};  // where it was loaded from; empty: nowhere on this machine
    std::int64_t vocoderParameters = 0; // always fp32
    bool ownDurations = false;          // says itself how long speech becomes; Request::durationRule is not used
};

class Synthesizer {
public:
    virtual ~Synthesizer() = default;
    virtual Capabilities capabilities() const = 0;
    virtual ModelSummary summary() const = 0;

    // Reads, trims and analyses the voice's recording so that the first speak() need not. Kept until the recording or
    // the transcript changes.
    virtual void prepare(const Voice &voice) = 0;

    // Throws Error; the synthesizer stays usable after an error and after a stop.
    virtual Timings speak(const Request &request, std::stop_token stop, const Listener &listener) = 0;
};

struct LoadOptions {
    ModelFiles model;
    Device device;
    Precision precision = Precision::Auto;
    std::filesystem::path chineseTables = chineseTablesFile(); // read when the first Chinese text comes
};

// What stands against loading it, as far as it can be told without reading it: what is missing, cut off or of another
// kind. Takes milliseconds; another model can be in memory meanwhile, and stay. Throws Error.
void requireLoadable(const LoadOptions &options);

// Loads the weights and warms up nothing. Throws Error. A stop during loading throws Error(Failure, "stopped").
std::unique_ptr<Synthesizer> makeLocalSynthesizer(const LoadOptions &options, std::stop_token stop = {});

} // namespace engine
