// What `say` and `bench` share: their options, the way from arguments to a request and a loaded model, and the figures
// of a synthesis as JSON.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/cli/verb.h"
#include "engine/json.h"
#include "engine/synthesizer.h"
#include "engine/text/vocabulary.h"

namespace engine::cli {

// The sentence of exactly 40 characters that every published figure of this project is measured with.
inline constexpr const char *kStandardSentence = "Good morning, and welcome to our studio.";

// The voice that speaks when none is named, here as in the Studio.
inline constexpr const char *kDefaultVoice = "slt";

Option voiceOption();
Option modelOption();
Option precisionOption();
Option deviceOption();
Option threadsOption();
Option jsonOption(const std::string &what); // "Print WHAT as one JSON …"
std::vector<Option> flowOptions();          // --nfe, --schedule, --speed, --cfg, --sway

// --voice, or another default that the table has for it, or the shipped kDefaultVoice, or where that is not installed
// the first shipped voice, or the first of the user's own. A voice of the user's with the same id is used in its place.
// Error(BadInput) when there is none.
Voice chosenVoice(const Arguments &arguments);

// Text, voice and numbers, validated but for whether the text says anything; the seed is left at 0.
Request requestFrom(const Arguments &arguments, const std::string &text);

// --model, or the demo model.
ModelFiles chosenModel(const Arguments &arguments);
std::unique_ptr<Synthesizer> loadModel(const Arguments &arguments, const ModelFiles &files, std::stop_token stop);

// --device and --precision; applies --threads first.
Device chosenDevice(const Arguments &arguments);
Precision chosenPrecision(const Arguments &arguments);
int usedThreads(const Arguments &arguments);

// The tokens that the vocabulary lacks, each once; white space is left out, because nothing is lost with it.
std::vector<std::string> unknownSigns(const text::Vocabulary &vocabulary, const std::vector<std::string> &tokens);

// A sentence naming the signs of what is spoken that the model's vocabulary lacks, or "" when it has all of them.
// Before that, that Chinese is not read where the tables for it are not there.
std::string vocabularyWarning(const ModelFiles &files, const Request &request);

Json stagesJson(const Stages &stages);
// The keys that `say` and `bench` have in common: seed, nfe_step, schedule, model, voice, device, precision …
Json::Object settingsJson(const Request &request, const ModelSummary &summary);

} // namespace engine::cli
