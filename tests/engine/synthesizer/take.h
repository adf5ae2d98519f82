// One synthesis as a listener hears it, and the models and voices that tests speak with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/synthesizer.h"

struct Take {
    std::vector<float> samples;     // of all clips, one after another
    std::vector<std::size_t> clips; // length of each
    std::vector<engine::Progress> progress;
    engine::Timings timings;

    double loudness() const; // root of the mean square
};

// `onProgress` is called after each report has been noted.
Take speak(engine::Synthesizer &synthesizer, const engine::Request &request, std::stop_token stop = {},
           const std::function<void(const engine::Progress &)> &onProgress = {});

// "tiny" (tests/data/tiny/v1, random weights) or "demo" (resources/models/demo, speaks English). On the CPU in fp32.
engine::LoadOptions modelOptions(const std::string &name);
std::unique_ptr<engine::Synthesizer> makeSynthesizer(const std::string &name);

engine::Voice shippedVoice(const std::string &id);

// The shipped voice slt says `text`.
engine::Request request(const std::string &text, std::uint64_t seed = 1);

// So many chunks with the voice slt.
extern const std::string kTwoPieces, kThreePieces;
