#include <cmath>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <utility>

#include <unistd.h>

#include "engine/audio/file.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/preparation.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/take_doubts.h"
#include "engine/cli/verbs.h"
#include "engine/error.h"
#include "engine/licence.h"
#include "engine/replacing_file.h"

namespace engine::cli {

namespace {

constexpr std::size_t kMostStandardInput = 16 << 20; // bytes; the engine's own limit on a text is far lower
constexpr double kLong = 180;                        // s of speech; whoever waits longer wants to know before
constexpr int kPartsKnown = 2;                       // finished parts of a text that the rest is guessed by

std::string readStandardInput() {
    if (isatty(STDIN_FILENO) != 0)
        note("type the text, then press Ctrl+D");
    std::string text;
    std::string block(1 << 16, '\0');
    while (text.size() <= kMostStandardInput && (std::cin.read(block.data(), std::streamsize(block.size())), true) &&
           std::cin.gcount() > 0)
        text.append(block, 0, std::size_t(std::cin.gcount()));
    if (text.size() > kMostStandardInput)
        throw badInput("The text on standard input is longer than 16 MiB.", "Split it into several texts.");
    return text;
}

// Short enough to be typed again, and exact in every JSON reader.
std::uint64_t randomSeed() {
    return std::random_device{}();
}

struct Spoken : SpokenTake {
    std::string out;
    std::optional<std::int64_t> id;                         // in the library
    std::optional<std::vector<quality::Doubt>> doubts = {}; // where they were asked for
};

// withId: there is a library, whether the take is in it or not.
void report(const Spoken &spoken, bool json, bool withId) {
    const Timings &timings = spoken.timings;
    if (!json) {
        const Request &request = spoken.request;
        print(spoken.out + ": " + duration(timings.audioSeconds) + " of speech in " +
              duration(timings.synthesisSeconds) + ", RTF " + fixed(timings.rtf(), 2) + ", first audio after " +
              fixed(timings.firstAudioSeconds, 2) + " s\n  voice " + request.voice.id + ", model " + spoken.model.name +
              ", NFE " + std::to_string(request.nfeStep) + " " +
              toString(effectiveSchedule(request.nfeStep, request.schedule)) + ", " +
              toString(spoken.model.device.kind) + " " + toString(spoken.model.precision) + ", seed " +
              std::to_string(request.seed) + " (--seed " + std::to_string(request.seed) + " repeats it)" +
              (spoken.id ? "\n  kept as take " + std::to_string(*spoken.id) : std::string()) + "\n");
        return;
    }
    Json::Object object = settingsJson(spoken.request, spoken.model);
    object.insert({{"spoken", spoken.request.spoken},
                   {"cross_fade_seconds", spoken.request.crossFadeSeconds},
                   {"duration_rule", toString(spoken.request.durationRule)},
                   {"joining", toString(spoken.request.joining)},
                   {"audio_seconds", rounded(timings.audioSeconds)},
                   {"synthesis_seconds", rounded(timings.synthesisSeconds)},
                   {"first_audio_seconds", rounded(timings.firstAudioSeconds)},
                   {"rtf", rounded(timings.rtf())},
                   {"stages", stagesJson(timings.stages)},
                   {"chunks", timings.chunks},
                   {"reference_shortened", timings.referenceShortened},
                   {"out", spoken.out}});
    if (spoken.doubts)
        object.insert({"doubts", doubtsJson(*spoken.doubts)});
    if (withId)
        object.insert({"take", spoken.id ? Json(*spoken.id) : Json()});
    printJson(object);
}

// What a long text will become, told once.
class Outlook {
public:
    // spoken: seconds of speech so far.
    void look(ProgressBar &bar, const Progress &progress, double spoken) {
        if (m_told || progress.chunk < kPartsKnown)
            return;
        m_told = true;
        const double whole = spoken * progress.chunks / progress.chunk;
        if (whole < kLong)
            return;
        bar.clear();
        note("about " + std::to_string(std::lround(whole / 60)) + " min of speech, ready in about " +
             duration(progress.secondsLeft) + "; Ctrl+C stops");
    }

private:
    bool m_told = false;
};

int say(const Arguments &arguments, const KeepTake &keep) {
    const std::string wanted = arguments.text("--text");
    Spoken spoken;
    spoken.out = arguments.text("--out");
    spoken.request = requestFrom(arguments, wanted == "-" ? readStandardInput() : wanted);
    spoken.request.crossFadeSeconds = arguments.number("--cross-fade");
    spoken.request.durationRule = durationRuleFromString(arguments.text("--duration-rule"));
    spoken.request.joining = joiningFromString(arguments.text("--joining"));
    spoken.request.seed = arguments.text("--seed").empty() ? randomSeed() : arguments.seed("--seed");
    if (!arguments.has("--as-written"))
        prepare(spoken.request);
    validate(spoken.request);
    requireReplaceable(spoken.out);
    const ModelFiles files = chosenModel(arguments);
    if (const std::string warning = vocabularyWarning(files, spoken.request); !warning.empty())
        note(warning);
    if (commercialUse(files.licence) == CommercialUse::Forbidden)
        note("The model " + files.name + " is " + files.licence + ": not for commercial use.");

    Interrupt interrupt;
    ProgressBar bar;
    std::vector<double> joins; // seconds
    const auto stopped = [&] {
        bar.clear();
        note("stopped; nothing was written");
        return Exit::Interrupted;
    };
    try {
        bar.say("Loading the model " + files.name + " ...");
        const auto synthesizer = loadModel(arguments, files, interrupt.token());
        Listener listener;
        auto whole = std::make_shared<Clip>();
        listener.chunk = [&](const ClipPtr &clip) {
            if (!whole->samples.empty())
                joins.push_back(whole->seconds());
            whole->sampleRate = clip->sampleRate;
            whole->samples.insert(whole->samples.end(), clip->samples.begin(), clip->samples.end());
        };
        Outlook outlook;
        listener.progress = [&](const Progress &progress) {
            outlook.look(bar, progress, whole->seconds());
            bar.show(progress);
        };
        spoken.timings = synthesizer->speak(spoken.request, interrupt.token(), listener);
        spoken.model = synthesizer->summary();
        spoken.clip = std::move(whole);
    } catch (const Error &) {
        if (interrupt.happened())
            return stopped();
        throw;
    }
    if (interrupt.happened())
        return stopped();
    audio::writeWav(spoken.out, *spoken.clip);
    bar.clear();
    if (spoken.timings.referenceShortened)
        note("Only the first 12 s of the recording are used; its transcript must end there too.");
    if (keep && !arguments.has("--no-keep"))
        spoken.id = keep(spoken);
    if (arguments.has("--check"))
        spoken.doubts = doubtsOf(spoken, joins);
    report(spoken, arguments.has("--json"), bool(keep));
    for (const quality::Doubt &doubt : spoken.doubts.value_or(std::vector<quality::Doubt>{}))
        note(lineOf(doubt));
    return Exit::Done;
}

} // namespace

Verb sayVerb(KeepTake keep) {
    Verb verb;
    verb.name = "say";
    verb.summary = "Speak a text in a cloned voice into a WAV file";
    verb.description = "Speaks a text in the voice of a short recording and writes it as a 24 kHz, 16-bit WAV file. "
                       "Long texts are cut "
                       "at sentence ends and joined again. Tags say how: [voice], [voice:style], {pause 500ms}, {speed "
                       "0.9}, {seed 7}, "
                       "字(zi4) and <zi4>; lexicons count, and numbers and signs are said as words (`ishowtts tokens "
                       "--spoken` shows what). The same text, voice, settings and seed give the same bytes "
                       "on one machine. "
                       "Ctrl+C stops and leaves an existing file as it was.";
    verb.options = {
        {.name = "--text",
         .takes = Takes::Text,
         .placeholder = "TEXT",
         .help = "What to say; - reads it from standard "
                 "input",
         .required = true},
        {.name = "--out", .takes = Takes::File, .placeholder = "FILE", .help = "WAV file to write", .required = true},
        voiceOption(),
        modelOption(),
        {.name = "--seed",
         .takes = Takes::Seed,
         .placeholder = "N",
         .help = "Number that decides the take; without it a random one, which is printed"},
        {.name = "--as-written",
         .takes = Takes::Nothing,
         .help =
             "Speak the text as it stands: brackets are no tags, no lexicon counts and numbers are not put into words"},
    };
    const Option crossFade{.name = "--cross-fade",
                           .takes = Takes::Number,
                           .placeholder = "S",
                           .help = "How far the pieces of a long text overlap where they are joined",
                           .fallback = "0.15",
                           .low = 0,
                           .high = 1,
                           .unit = "s"};
    const Option joining{.name = "--joining",
                         .takes = Takes::Choice,
                         .placeholder = "J",
                         .help =
                             "How the pieces of a long text follow one another: even joins them at one loudness and "
                             "with pauses like the others, upstream overlaps them wherever they end",
                         .fallback = "even",
                         .choices = {"even", "upstream"}};
    const Option durationRule{.name = "--duration-rule",
                              .takes = Takes::Choice,
                              .placeholder = "R",
                              .help =
                                  "What decides how long the speech becomes, for models without durations: what there "
                                  "is to say, or as upstream the bytes of the text",
                              .fallback = "syllables",
                              .choices = {"syllables", "upstream"}};
    for (auto options : {flowOptions(), std::vector{durationRule, crossFade, joining},
                         std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), options.begin(), options.end());
    verb.options.push_back({.name = "--check",
                            .takes = Takes::Nothing,
                            .help = "Say what is doubted about the take: holes, gaps, clicks, repeats, speech that is "
                                    "missing, words of the reference"});
    verb.options.push_back(jsonOption("figures of this synthesis"));
    verb.examples = {
        "ishowtts say --text \"Good morning, and welcome to our studio.\" --out hello.wav",
        "ishowtts say --text - --out story.wav < story.txt",
        "ishowtts say --text \"Once more.\" --voice slt --seed 42 --nfe 16 --out take.wav",
        "ishowtts say --text \"How fast?\" --out fast.wav --json | jq .rtf",
    };
    if (keep) {
        verb.description += " The take is kept in the library that the Studio shows, see `ishowtts takes`; where that "
                            "is not possible a warning says why, and the file is written all the same.";
        verb.options.push_back(
            {.name = "--no-keep", .takes = Takes::Nothing, .help = "Do not keep the take in the library"});
    }
    verb.run = [keep = std::move(keep)](const Arguments &arguments) { return say(arguments, keep); };
    return verb;
}

} // namespace engine::cli
