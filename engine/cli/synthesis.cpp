#include "engine/cli/synthesis.h"

#include <algorithm>
#include <string_view>

#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/text/chinese.h"
#include "engine/text/tags.h"
#include "engine/text/tokens.h"
#include "engine/text/vocabulary.h"

namespace engine::cli {

static_assert(std::string_view(kStandardSentence).size() == 40);

Option voiceOption() {
    return {.name = "--voice",
            .takes = Takes::Voice,
            .placeholder = "ID",
            .help = "Voice to speak in, see `ishowtts voices`",
            .fallback = kDefaultVoice};
}

Option modelOption() {
    return {.name = "--model",
            .takes = Takes::Model,
            .placeholder = "NAME|DIR",
            .help = "Model, by name (see `ishowtts models`) or by folder",
            .fallback = "demo"};
}

Option precisionOption() {
    return {.name = "--precision",
            .takes = Takes::Choice,
            .placeholder = "P",
            .help = "Arithmetic; auto takes bf16 where the device is faster with it",
            .fallback = "auto",
            .choices = {"auto", "fp32", "bf16"}};
}

Option deviceOption() {
    return {.name = "--device",
            .takes = Takes::Choice,
            .placeholder = "D",
            .help = "Where to compute, see `ishowtts devices`",
            .fallback = "auto",
            .choices = {"auto", "cpu", "cuda"}};
}

Option threadsOption() {
    return {.name = "--threads",
            .takes = Takes::Integer,
            .placeholder = "N",
            .help = "Threads to compute with; 0 lets the engine decide",
            .fallback = "0",
            .low = 0,
            .high = 1024};
}

Option jsonOption(const std::string &what) {
    return {.name = "--json", .takes = Takes::Nothing, .help = "Print the " + what + " as JSON, alone on stdout"};
}

std::vector<Option> flowOptions() {
    return {
        {.name = "--nfe",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Steps of the flow: more take longer and sound a little better",
         .fallback = "7",
         .low = 1,
         .high = 128},
        {.name = "--schedule",
         .takes = Takes::Choice,
         .placeholder = "S",
         .help = "Spacing of the steps; epss exists for 5, 6, 7, 10, 12 and 16 steps, other counts are uniform",
         .fallback = "epss",
         .choices = {"epss", "uniform"}},
        {.name = "--speed",
         .takes = Takes::Number,
         .placeholder = "X",
         .help = "Pace; above 1 is faster speech",
         .fallback = "1",
         .low = 0.3,
         .high = 3,
         .unit = "times"},
        {.name = "--cfg",
         .takes = Takes::Number,
         .placeholder = "X",
         .help = "Guidance: how closely to follow text and voice; 0 turns it off",
         .fallback = "2",
         .low = 0,
         .high = 10},
        {.name = "--sway",
         .takes = Takes::Number,
         .placeholder = "X",
         .help = "Sway of the steps; below 0 spends more of them early",
         .fallback = "-1",
         .low = -1,
         .high = 1},
    };
}

Voice chosenVoice(const Arguments &arguments) {
    const auto roots = dataRoots();
    const std::string wanted = arguments.text("--voice");
    if (arguments.has("--voice") || (!wanted.empty() && wanted != kDefaultVoice))
        return findVoice(roots, wanted);
    for (const auto &some : {std::vector{shippedDataFolder()}, roots}) {
        const std::vector<Voice> voices = listVoices(some).voices;
        if (voices.empty())
            continue;
        const bool usual =
            std::any_of(voices.begin(), voices.end(), [](const Voice &v) { return v.id == kDefaultVoice; });
        return findVoice(roots, usual ? kDefaultVoice : voices.front().id);
    }
    throw badInput("There is no voice on this machine.",
                   "Put a folder with voice.json and a recording into " + (userDataFolder() / "voices").string() + ".");
}

Request requestFrom(const Arguments &arguments, const std::string &text) {
    Request request;
    request.text = text;
    request.nfeStep = arguments.integer("--nfe");
    request.schedule = scheduleFromString(arguments.text("--schedule"));
    request.cfgStrength = arguments.number("--cfg");
    request.swayCoefficient = arguments.number("--sway");
    request.speed = arguments.number("--speed");
    request.voice = chosenVoice(arguments);
    Request checked = request;
    checked.spoken = "a"; // signs may become words, or tags a pause
    validate(checked);
    return request;
}

Device chosenDevice(const Arguments &arguments) {
    limitThreads(arguments.integer("--threads"));
    return chooseDevice(arguments.text("--device"));
}

Precision chosenPrecision(const Arguments &arguments) {
    return precisionFromString(arguments.text("--precision"));
}

int usedThreads(const Arguments &arguments) {
    return threadsFor(arguments.integer("--threads"));
}

ModelFiles chosenModel(const Arguments &arguments) {
    return findModel(dataRoots(), arguments.text("--model"));
}

std::unique_ptr<Synthesizer> loadModel(const Arguments &arguments, const ModelFiles &files, std::stop_token stop) {
    LoadOptions options;
    options.model = files;
    options.device = chosenDevice(arguments);
    options.precision = chosenPrecision(arguments);
    if (files.flags.isGuess)
        note("nothing says how the weights of " + files.name + " are read: taken as " + files.flags.source +
             ".\n  If it mumbles, write \"flags\" into model.json beside them, or put upstream's YAML there.");
    return makeLocalSynthesizer(options, stop);
}

std::vector<std::string> unknownSigns(const text::Vocabulary &vocabulary, const std::vector<std::string> &tokens) {
    std::vector<std::string> unknown = vocabulary.unknown(tokens);
    std::erase_if(unknown, [](const std::string &token) { return isBlankText(token); });
    return unknown;
}

std::string vocabularyWarning(const ModelFiles &files, const Request &request) {
    const text::Chinese chinese(chineseTablesFile());
    std::vector<text::SpeechPart> parts = text::readCanonical(request.spoken);
    if (request.spoken.empty())
        parts.emplace_back().speech = text::asWritten(request.text);
    std::vector<std::string> tokens;
    for (const text::SpeechPart &part : parts) {
        if (const std::string complaint = chinese.complaint(part.speech.text); !complaint.empty())
            return complaint;
        const auto more = text::toTokens(part.speech.text, part.speech.readings, chinese);
        tokens.insert(tokens.end(), more.begin(), more.end());
    }
    const auto unknown = unknownSigns(text::Vocabulary::load(files.vocabulary), tokens);
    if (unknown.empty())
        return "";
    constexpr std::size_t shown = 10;
    std::string list;
    for (std::size_t i = 0; i < std::min(shown, unknown.size()); ++i)
        list += " " + unknown[i];
    if (unknown.size() > shown)
        list += " and " + std::to_string(unknown.size() - shown) + " more";
    return "the model " + files.name + " does not know these signs and cannot say them:" + list;
}

Json stagesJson(const Stages &stages) {
    return Json::Object{{"text", rounded(stages.text)},
                        {"reference", rounded(stages.reference)},
                        {"dit", rounded(stages.dit)},
                        {"vocoder", rounded(stages.vocoder)},
                        {"other", rounded(stages.other)}};
}

Json::Object settingsJson(const Request &request, const ModelSummary &summary) {
    return {{"seed", request.seed},
            {"nfe_step", request.nfeStep},
            {"schedule", toString(effectiveSchedule(request.nfeStep, request.schedule))},
            {"cfg_strength", request.cfgStrength},
            {"sway_sampling_coef", request.swayCoefficient},
            {"speed", request.speed},
            {"voice", request.voice.id},
            {"model", summary.name},
            {"device", toString(summary.device.kind)},
            {"device_name", summary.device.name},
            {"precision", toString(summary.precision)},
            {"sample_rate", kSampleRate},
            {"load_seconds", rounded(summary.loadSeconds)}};
}

} // namespace engine::cli
