#include "app/cli/verb_takes.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "app/cli/answer.h"
#include "app/cli/take_shelf.h"
#include "app/takes/take_tags.h"
#include "engine/audio/loudness_target.h"
#include "engine/cli/console.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;
using takes::TakeRecord;

constexpr int kMostListed = 500; // takes::TakeQuery::limit
constexpr qsizetype kShownText = 48;

const char *const kAsSpoken = "as-spoken";

Json::Object jsonOf(const TakeRecord &take) {
    Json::Array others;
    for (const takes::OtherVoice &voice : take.otherVoices)
        others.emplace_back(voice.id.toStdString());
    return {{"take", std::int64_t(take.id)},
            {"created", take.created.toUTC().toString(Qt::ISODateWithMs).toStdString()},
            {"starred", take.starred},
            {"name", take.name.toStdString()},
            {"note", take.note.toStdString()},
            {"line", take.lineId.toStdString()},
            {"made_from", take.parentId == 0 ? Json() : Json(std::int64_t(take.parentId))},
            {"text", take.text.toStdString()},
            {"spoken", take.spoken.toStdString()},
            {"voice", take.voiceId.toStdString()},
            {"voice_name", take.voiceName.toStdString()},
            {"other_voices", std::move(others)},
            {"model", take.modelName.toStdString()},
            {"licence", take.modelLicence.toStdString()},
            {"seed", std::uint64_t(take.seed)},
            {"nfe_step", take.nfeStep},
            {"schedule", engine::toString(take.schedule)},
            {"cfg_strength", take.cfgStrength},
            {"sway_sampling_coef", take.swayCoefficient},
            {"speed", take.speed},
            {"cross_fade_seconds", take.crossFadeSeconds},
            {"duration_rule", engine::toString(take.durationRule)},
            {"joining", engine::toString(take.joining)},
            {"precision", take.precision.toStdString()},
            {"device", take.deviceKind.toStdString()},
            {"device_name", take.deviceName.toStdString()},
            {"program_version", take.programVersion.toStdString()},
            {"build", take.build.toStdString()},
            {"chunks", take.timings.chunks},
            {"audio_seconds", rounded(take.seconds)},
            {"synthesis_seconds", rounded(take.timings.synthesisSeconds)},
            {"first_audio_seconds", rounded(take.timings.firstAudioSeconds)},
            {"rtf", rounded(take.timings.rtf())},
            {"sample_rate", take.sampleRate},
            {"audio_hash", take.audioHash.toStdString()}};
}

std::string shortened(const QString &text) {
    const QString words = text.simplified();
    if (words.size() <= kShownText)
        return words.toStdString();
    QString first = words.left(kShownText - 1);
    if (first.back().isHighSurrogate())
        first.chop(1);
    return (first + u'…').toStdString();
}

void note(const TakeShelf &shelf) {
    for (const std::string &notice : shelf.notices())
        engine::cli::note(notice);
}

int list(const Arguments &arguments) {
    takes::TakeQuery query;
    for (const std::string &word : arguments.positional())
        query.words += QString::fromStdString(word) + u' ';
    query.limit = arguments.integer("--limit");
    query.starredOnly = arguments.has("--starred");
    TakeShelf shelf;
    const takes::TakePage page = shelf.find(query);
    note(shelf);
    if (arguments.has("--json")) {
        Json::Array array;
        for (const TakeRecord &take : page.takes)
            array.emplace_back(jsonOf(take));
        printJson(array);
        return Exit::Done;
    }
    if (page.takes.isEmpty()) {
        engine::cli::note(arguments.positional().empty() && !query.starredOnly ? "The library holds no takes."
                                                                               : "No take fits.");
        return Exit::Done;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "MADE", "VOICE", "NFE", "LENGTH", "", "TEXT"}};
    for (const TakeRecord &take : page.takes)
        rows.push_back({std::to_string(take.id),
                        take.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")).toStdString(),
                        take.voiceId.toStdString(), std::to_string(take.nfeStep), duration(take.seconds),
                        take.starred ? "*" : "", shortened(take.name.isEmpty() ? take.text : take.name)});
    print(table(rows));
    if (page.total > page.takes.size())
        engine::cli::note(std::to_string(page.takes.size()) + " of " + std::to_string(page.total) +
                          " takes; --limit shows more");
    return Exit::Done;
}

qint64 idIn(const std::string &word) {
    qint64 id = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (problem != std::errc() || end != word.data() + word.size() || id <= 0)
        throw UsageError{"`takes export` takes the id of a take, not \"" + word + "\"", "takes"};
    return id;
}

int exportOne(const Arguments &arguments) {
    const auto &words = arguments.positional();
    if (words.size() != 2)
        throw UsageError{"`takes export` takes one id: takes export ID --out FILE", "takes"};
    if (!arguments.has("--out"))
        throw UsageError{"`takes export` needs --out FILE", "takes"};
    const qint64 id = idIn(words[1]);
    const std::filesystem::path file = arguments.text("--out");
    const auto format = engine::audio::soundFormatOfFile(file);
    if (!format)
        throw engine::badInput("The name " + file.string() + " does not say which kind of sound file it is.",
                               "Let it end in .wav, .flac, .ogg or .opus.");
    if (!engine::audio::canWrite(*format))
        throw engine::badInput("This machine cannot write " + file.extension().string() + " files.",
                               "Let the name end in .wav.");
    engine::requireReplaceable(file);

    TakeShelf shelf;
    const TakeRecord take = shelf.byId(id);
    const engine::ClipPtr clip = shelf.audio(take);
    note(shelf);
    engine::audio::SoundTags tags = takes::tagsOf(take);
    Json::Object result{
        {"take", std::int64_t(take.id)}, {"out", file.string()}, {"audio_seconds", rounded(take.seconds)}};
    std::string said = file.string() + ": take " + std::to_string(id) + ", " + duration(take.seconds);
    if (const std::string wanted = arguments.text("--loudness"); wanted != kAsSpoken) {
        const auto change = engine::audio::writeAtLoudness(file, *clip, *format, tags, double(std::stoi(wanted)));
        if (const auto reached = change.reached()) {
            result.insert({{"loudness_lufs", rounded(*reached)}, {"loudness_gain_db", rounded(change.gain.decibel)}});
            said += ", " + fixed(*reached, 1) + " LUFS";
            if (change.gain.limitedByPeak)
                engine::cli::note("It is at " + fixed(*reached, 1) + " LUFS instead of " + wanted +
                                  ": its peaks allow no more.");
        }
    } else {
        engine::audio::writeSound(file, *clip, *format, tags);
    }
    answer(arguments, result, said);
    return Exit::Done;
}

} // namespace

Verb takesVerb() {
    Verb verb;
    verb.name = "takes";
    verb.summary = "List the takes that were kept, or write one as a file";
    verb.description =
        "Lists the takes of the library, newest first: those of the Studio and those of `say`. Words narrow it down: "
        "each must be in the text, name, note or voice. `takes export ID --out FILE` writes one with its settings in "
        "the "
        "tags; the name says the format (.wav, .flac, .ogg, .opus). To search for the word \"export\", put another one "
        "first.";
    verb.positionalHelp = "[WORDS... | export ID]";
    verb.positionalChoices = {"export"};
    verb.options = {
        {.name = "--limit",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "How many to list at most",
         .fallback = "20",
         .low = 1,
         .high = kMostListed,
         .unit = "takes"},
        {.name = "--starred", .takes = Takes::Nothing, .help = "Only those with a star"},
        {.name = "--out", .takes = Takes::File, .placeholder = "FILE", .help = "With `export`: the file to write"},
        {.name = "--loudness",
         .takes = Takes::Choice,
         .placeholder = "LUFS",
         .help = "With `export`: how loud the file is, as far as its peaks allow",
         .fallback = kAsSpoken,
         .choices = {kAsSpoken, "-14", "-16", "-18", "-20", "-23"}},
        {.name = "--json", .takes = Takes::Nothing, .help = "Print the takes as one JSON array, alone on stdout"},
    };
    verb.examples = {
        "ishowtts takes",
        "ishowtts takes good morning --limit 5",
        "ishowtts takes --starred --json | jq -r '.[] | \"\\(.take) \\(.text)\"'",
        "ishowtts takes export 12 --out morning.flac --loudness -16",
    };
    verb.run = [](const Arguments &arguments) {
        const auto &words = arguments.positional();
        const bool exports = !words.empty() && words.front() == "export";
        if (!exports && (arguments.has("--out") || arguments.has("--loudness")))
            throw UsageError{"--out and --loudness belong to `takes export ID`", "takes"};
        return exports ? exportOne(arguments) : list(arguments);
    };
    return verb;
}

} // namespace app::cli
