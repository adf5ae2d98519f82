#include "app/cli/verb_narrate.h"

#include <QFileInfo>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <utility>

#include "app/cli/answer.h"
#include "app/cli/narrated_lines.h"
#include "app/cli/narration.h"
#include "app/cli/narration_parts.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/preparation.h"
#include "engine/cli/progress_bar.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/take_doubts.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/licence.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;

const char *const kAsSpoken = "as-spoken";
constexpr std::size_t kMostChecked = 4 << 20; // bytes of text whose signs are looked up in the vocabulary
constexpr qsizetype kMostNamed = 10;

exporting::ExportShape shapeFrom(const Arguments &arguments, const std::filesystem::path &file) {
    exporting::ExportShape shape;
    const std::filesystem::path out = arguments.text("--out");
    const auto format = engine::audio::soundFormatOfFile(out);
    if (!format)
        throw engine::badInput("The name " + out.string() + " does not say which kind of sound file it is.",
                               "Let it end in .wav, .flac, .ogg or .opus.");
    shape.format = *format;
    shape.target = QString::fromStdString(out.string());
    shape.title = QFileInfo(QString::fromStdString(file.string())).completeBaseName();
    shape.pauseSeconds = arguments.number("--pause");
    shape.srt = arguments.text("--captions") == "srt";
    shape.vtt = arguments.text("--captions") == "vtt";
    if (const std::string loudness = arguments.text("--loudness"); loudness != kAsSpoken)
        shape.loudness = double(std::stoi(loudness));
    for (const QString &name : exporting::namesOf(shape)) {
        std::error_code error;
        if (std::filesystem::equivalent(out.parent_path() / name.toStdString(), file, error))
            throw engine::badInput("The narration would take the place of " + file.string() + ".",
                                   "Give the sound another name.");
    }
    exporting::requirePlaces(shape);
    return shape;
}

// "12,15-17"
std::set<int> numbersIn(const std::string &text) {
    std::set<int> numbers;
    const char *at = text.data();
    const char *const end = at + text.size();
    const auto number = [&] {
        int value = 0;
        const auto [next, problem] = std::from_chars(at, end, value);
        if (problem != std::errc() || value < 1 || value > script::kMostLines)
            throw UsageError{"--redo takes the numbers of lines, as 12 or 3,15-17, not \"" + text + "\"", "narrate"};
        at = next;
        return value;
    };
    for (;;) {
        const int first = number();
        const int last = at < end && *at == '-' ? (++at, number()) : first;
        for (int i = first; i <= last; ++i)
            numbers.insert(i);
        if (at == end)
            return numbers;
        if (*at++ != ',')
            at = end; // number() says what is wrong
    }
}

NarratedLines linesFrom(const Arguments &arguments, const std::string &file) {
    NarrationChoices choices;
    choices.request = requestFrom(arguments, "A text.");
    choices.request.seed = arguments.seed("--seed");
    choices.paragraphPause = arguments.number("--paragraph-pause");
    choices.sentences = arguments.text("--cut") == "sentences";
    choices.voices = engine::listVoices(engine::dataRoots()).voices;
    choices.voiceFor = [](const std::string &address) { return engine::findVoice(engine::dataRoots(), address); };
    choices.preparationFor = preparationFor;
    return narratedLines(QString::fromStdString(file), choices);
}

void noteSigns(const engine::ModelFiles &model, const NarratedLines &lines) {
    std::vector<engine::text::SpeechPart> parts;
    std::size_t bytes = 0;
    for (const NarratedLine &line : lines.lines) {
        const auto more = engine::text::readCanonical(line.request.spoken);
        parts.insert(parts.end(), more.begin(), more.end());
        if ((bytes += line.request.spoken.size()) > kMostChecked)
            break;
    }
    engine::Request all;
    all.spoken = engine::text::canonical(parts);
    if (const std::string warning = vocabularyWarning(model, all); !warning.empty())
        note(warning);
}

void report(const Arguments &arguments, const NarrationReport &report, const std::filesystem::path &parts,
            bool partsKept) {
    const std::string file = report.files.front().toStdString();
    Json::Array overruns;
    std::string tooLong;
    for (const exporting::Overrun &line : report.overruns) {
        overruns.push_back(Json::Object{{"line", line.number}, {"seconds", rounded(line.over)}});
        if (qsizetype(overruns.size()) <= kMostNamed)
            tooLong += (tooLong.empty() ? " " : ", ") + std::to_string(line.number);
    }
    if (!overruns.empty())
        note(std::to_string(overruns.size()) + " lines last longer than they are shown:" + tooLong +
             (qsizetype(overruns.size()) > kMostNamed ? " ..." : ""));
    if (report.belowTarget > 0)
        note(std::to_string(report.belowTarget) + " lines are quieter than the others: their peaks allow no more.");
    Json::Array doubted;
    for (const DoubtedLine &line : report.doubted) {
        doubted.push_back(Json::Object{{"line", line.number}, {"doubts", doubtsJson(line.doubts)}});
        for (const engine::quality::Doubt &doubt : line.doubts)
            note("line " + std::to_string(line.number) + ": " + lineOf(doubt));
    }
    Json::Object object{{"out", file},
                        {"lines", report.lines},
                        {"made", report.made},
                        {"audio_seconds", rounded(report.audioSeconds)},
                        {"synthesis_seconds", rounded(report.synthesisSeconds)},
                        {"loudness_lufs", report.loudness ? Json(rounded(*report.loudness)) : Json()},
                        {"below_target", report.belowTarget},
                        {"overruns", std::move(overruns)}};
    if (arguments.has("--check"))
        object.insert({"doubted", std::move(doubted)});
    if (partsKept)
        object.insert({"parts", parts.string()});
    answer(arguments, object,
           file + ": " + std::to_string(report.lines) + " lines, " + duration(report.audioSeconds) + " of speech, " +
               std::to_string(report.made) + " lines made now in " + duration(report.synthesisSeconds) +
               (report.loudness ? ", " + fixed(*report.loudness, 1) + " LUFS" : std::string()) +
               (partsKept ? "\n  the lines are kept in " + parts.string() : std::string()));
}

int narrate(const Arguments &arguments) {
    if (arguments.positional().size() != 1)
        throw UsageError{"`narrate` takes one file: narrate FILE --out BOOK.flac", "narrate"};
    const std::string file = arguments.positional().front();
    const std::set<int> redo = arguments.has("--redo") ? numbersIn(arguments.text("--redo")) : std::set<int>();
    exporting::ExportShape shape = shapeFrom(arguments, file);
    NarratedLines lines = linesFrom(arguments, file);
    shape.timed = lines.timed;
    for (const QString &sentence : std::as_const(lines.notes))
        note(sentence.toStdString());
    const int last = lines.lines.back().number;
    if (!redo.empty() && *redo.rbegin() > last)
        throw engine::badInput("There is no line " + std::to_string(*redo.rbegin()) + ": the file has " +
                                   std::to_string(last) + ".",
                               "The numbers of the lines are in the folder beside the sound, in narration.json.");
    const engine::ModelFiles model = chosenModel(arguments);
    noteSigns(model, lines);
    if (engine::commercialUse(model.licence) == engine::CommercialUse::Forbidden)
        note("The model " + model.name + " is " + model.licence + ": not for commercial use.");

    Interrupt interrupt;
    ProgressBar bar;
    std::optional<NarrationParts> parts;
    const auto stopped = [&] {
        bar.clear();
        note(parts ? "stopped; what was made is in " + parts->folder().string() + ", and the same command goes on"
                   : std::string("stopped; nothing was written"));
        return Exit::Interrupted;
    };
    try {
        bar.say("Loading the model " + model.name + " ...");
        const auto synthesizer = loadModel(arguments, model, interrupt.token());
        parts.emplace(arguments.text("--out") + ".parts");
        Narration narration(std::move(lines), *parts, *synthesizer, model);
        narration.makeOtherwise(redo);
        if (arguments.has("--check"))
            narration.checkLines();
        if (const int kept = narration.kept(); kept > 0) {
            bar.clear();
            note("going on: " + std::to_string(kept) + " lines are there already");
        }
        const NarrationReport done =
            narration.run(shape, interrupt.token(), [&](const engine::Progress &progress) { bar.show(progress); });
        if (done.files.isEmpty())
            return stopped();
        bar.clear();
        const bool keep = arguments.has("--keep-parts");
        if (keep)
            parts->keepOnly(narration.partNames());
        else if (!parts->remove())
            note("In " + parts->folder().string() + " there is something else, which stays.");
        report(arguments, done, parts->folder(), keep);
    } catch (const engine::Error &) {
        if (interrupt.happened())
            return stopped();
        throw;
    }
    return Exit::Done;
}

Option pauseOption(const char *name, const char *help, const char *fallback) {
    return {.name = name,
            .takes = Takes::Number,
            .placeholder = "S",
            .help = help,
            .fallback = fallback,
            .low = 0,
            .high = exporting::kLongestPause,
            .unit = "s"};
}

} // namespace

Verb narrateVerb() {
    Verb verb;
    verb.name = "narrate";
    verb.summary = "Speak a whole text, subtitles or a table into one sound file";
    verb.description =
        "Speaks a file line by line and joins the lines at one loudness with even pauses: a text (.txt) by its "
        "sentences, subtitles (.srt, .vtt) each at its time, a table (.csv, .tsv) by its rows with a voice, speed, "
        "seed "
        "and times of their own where it has such columns. Tags, the lexicons and numbers are read as in the Studio. "
        "What was made is kept beside the result, in BOOK.flac.parts/, until that is there: after Ctrl+C, a crash or a "
        "power cut the same command goes on, and after a change in the text or the settings only what changed is made "
        "again. Memory does not grow with the length.";
    verb.positionalHelp = "FILE";
    verb.options = {
        {.name = "--out",
         .takes = Takes::File,
         .placeholder = "FILE",
         .help = "Sound file to write; its name says the format (.wav, .flac, .ogg, .opus)",
         .required = true},
        voiceOption(),
        modelOption(),
        {.name = "--captions",
         .takes = Takes::Choice,
         .placeholder = "C",
         .help = "Write captions with the real times beside the sound",
         .choices = {"srt", "vtt"}},
        {.name = "--loudness",
         .takes = Takes::Choice,
         .placeholder = "LUFS",
         .help = "How loud the lines are, as far as their peaks allow; as-spoken takes what is usual among them",
         .fallback = kAsSpoken,
         .choices = {kAsSpoken, "-14", "-16", "-18", "-20", "-23"}},
        {.name = "--cut",
         .takes = Takes::Choice,
         .placeholder = "C",
         .help = "What is a line of a text; a paragraph with tags always stays whole",
         .fallback = "sentences",
         .choices = {"sentences", "paragraphs"}},
        pauseOption("--pause", "Silence between two lines", "0.4"),
        pauseOption("--paragraph-pause", "Silence between two paragraphs of a text", "0.8"),
        {.name = "--seed",
         .takes = Takes::Seed,
         .placeholder = "N",
         .help = "Number that decides how the lines are spoken",
         .fallback = "1"},
        {.name = "--redo",
         .takes = Takes::Text,
         .placeholder = "LINES",
         .help = "Speak these lines otherwise than before, as 12 or 3,15-17; needs what --keep-parts kept"},
        {.name = "--check",
         .takes = Takes::Nothing,
         .help = "Say which lines are doubted, and why, as `say --check` does; --redo speaks them otherwise"},
        {.name = "--keep-parts", .takes = Takes::Nothing, .help = "Keep the lines beside the result when it is there"},
    };
    for (auto options : {flowOptions(), std::vector{precisionOption(), deviceOption(), threadsOption()}})
        verb.options.insert(verb.options.end(), options.begin(), options.end());
    verb.options.push_back(jsonOption("figures of this narration"));
    verb.examples = {
        "ishowtts narrate book.txt --out book.flac",
        "ishowtts narrate book.txt --voice rms --out book.opus --loudness -18 --captions srt",
        "ishowtts narrate film.srt --out film-spoken.wav",
        "ishowtts narrate book.txt --out book.flac --keep-parts && ishowtts narrate book.txt --out book.flac "
        "--keep-parts --redo 12",
    };
    verb.run = narrate;
    return verb;
}

} // namespace app::cli
