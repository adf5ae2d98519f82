#include "app/cli/verb_voice_library.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <variant>

#include "app/cli/answer.h"
#include "app/cli/quiet_application.h"
#include "app/cli/settings_taken.h"
#include "app/decoding/decoding_job.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_pack.h"
#include "engine/audio/reference.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/quality/reference_check.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::Json;
using voices::VoiceFolders;

QString fileNamed(const std::string &name) {
    return QFile::decodeName(std::filesystem::absolute(name).lexically_normal().c_str());
}

engine::Error errorOf(storage::Trouble trouble, const Problem &problem) {
    const bool theirs = trouble == storage::Trouble::BadInput || trouble == storage::Trouble::Missing;
    return {theirs ? engine::ErrorKind::BadInput : engine::ErrorKind::Failure, problem.what.toStdString(),
            problem.remedy.toStdString()};
}

// What changes voices, and the application that Qt needs to find the program beside this one that reads sound.
class Desk {
public:
    Desk() { m_folders.tidy(); }

    VoiceFolders &folders() { return m_folders; }
    const Interrupt &interrupt() const { return m_interrupt; }

    decoding::Outcome decode(const QString &file) { return decoding::decodeFile(file, m_interrupt.token()); }

private:
    const Interrupt m_interrupt;
    const QuietApplication m_application;
    VoiceFolders m_folders{engine::dataRoots()};
};

std::vector<std::string> rest(const Arguments &arguments) {
    return {arguments.positional().begin() + 1, arguments.positional().end()};
}

void requireOne(const std::vector<std::string> &words, const char *usage) {
    if (words.size() != 1)
        throw UsageError{usage, "voices"};
}

const char *nameOf(engine::quality::Aspect aspect) {
    using engine::quality::Aspect;
    switch (aspect) {
    case Aspect::Speech:
        return "speech";
    case Aspect::Length:
        return "length";
    case Aspect::Noise:
        return "noise";
    case Aspect::Clipping:
        return "clipping";
    case Aspect::Loudness:
        return "loudness";
    case Aspect::Ends:
        return "ends";
    case Aspect::Rate:
        return "transcript";
    }
    return "";
}

// As the clinic suggests it; empty where there is no speech.
std::string bestPart(const decoding::DecodedSound &sound) {
    const auto window = engine::quality::suggestWindow(*sound.clip, sound.clipping ? *sound.clipping
                                                                                   : engine::quality::KnownClipping{});
    return window ? " The best part is --from " + fixed(window->fromSeconds, 2) + " --to " +
                        fixed(window->toSeconds, 2) + "."
                  : std::string();
}

voices::VoiceReference referenceFrom(const Arguments &arguments, const decoding::DecodedSound &sound) {
    const double length = sound.clip->seconds();
    const double from = arguments.has("--from") ? arguments.number("--from") : 0;
    const double to = arguments.has("--to") ? arguments.number("--to") : length;
    if (!(from < to) || to > length + 0.001)
        throw engine::badInput("The part from " + fixed(from, 1) + " to " + fixed(to, 1) + " s is not in " +
                                   sound.fileName.toStdString() + ", which is " + fixed(length, 1) + " s long.",
                               "Correct --from and --to.");
    if (to - from > engine::audio::kMaxReferenceSeconds + 0.001)
        throw engine::badInput("The recording is " + fixed(to - from, 1) + " s long; the model hears 12 s of it.",
                               "Choose 3 to 12 s with --from and --to, and let --text be what is said there." +
                                   bestPart(sound));
    auto part = std::make_shared<engine::Clip>();
    const auto at = [&](double seconds) {
        return sound.clip->samples.begin() +
               std::min(long(seconds * sound.clip->sampleRate), long(sound.clip->samples.size()));
    };
    part->samples.assign(at(from), at(to));
    float peak = 1;
    for (const float sample : part->samples)
        peak = std::max(peak, std::abs(sample));
    for (float &sample : part->samples)
        sample /= peak; // what a file can hold
    return {part,
            QString::fromStdString(arguments.text("--text")),
            {sound.fileName.toStdString(), sound.sha256.toStdString(), from, to},
            {},
            sound.clipping ? sound.clipping->within(from, to) : engine::quality::KnownClipping{}};
}

// What the model will hear decides how the voice will be: what the clinic says of it is said here too. The voice is
// made all the same.
Json::Array tellFindings(const Arguments &arguments, const voices::VoiceReference &reference) {
    using namespace engine::quality;
    const ReferenceCheck check =
        checkReference(*reference.clip, arguments.text("--text"), arguments.text("--language"), reference.clipping);
    Json::Array told;
    for (const Finding &finding : check.findings) {
        const char *const verdict = finding.verdict == Verdict::Alarm       ? "not right"
                                    : finding.verdict == Verdict::Attention ? "could be better"
                                                                            : "good";
        told.emplace_back(Json::Object{{"what", nameOf(finding.aspect)},
                                       {"verdict", verdict},
                                       {"why", finding.reason},
                                       {"remedy", finding.remedy}});
        if (finding.verdict != Verdict::Good)
            note(std::string(nameOf(finding.aspect)) + ", " + verdict + ": " + finding.reason + " " + finding.remedy);
    }
    return told;
}

// BCP 47 in its form: what is registered changes every year.
void requireLanguageTag(const std::string &tag) {
    static const QRegularExpression form(QStringLiteral("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"));
    if (!tag.empty() && (tag.size() > 35 || !form.match(QString::fromStdString(tag)).hasMatch()))
        throw engine::badInput("\"" + tag + "\" is no language tag.", "Write it as en, en-GB or zh-Hans.");
}

int add(const Arguments &arguments) {
    requireOne(rest(arguments),
               "`voices add` takes one recording: voices add FILE --name NAME --text \"What it says.\"");
    if (!arguments.has("--name") || !arguments.has("--text"))
        throw UsageError{"`voices add` needs --name NAME and --text \"What the recording says.\"", "voices"};
    requireLanguageTag(arguments.text("--language"));
    Desk desk;
    const decoding::Outcome outcome = desk.decode(fileNamed(rest(arguments).front()));
    if (std::holds_alternative<decoding::Stopped>(outcome))
        return Exit::Interrupted;
    if (const auto *problem = std::get_if<Problem>(&outcome))
        throw errorOf(storage::Trouble::BadInput, *problem);
    const auto &sound = std::get<decoding::DecodedSound>(outcome);
    if (!sound.notice.isEmpty())
        note(sound.notice.toStdString());

    voices::VoiceDetails details;
    details.name = QString::fromStdString(arguments.text("--name"));
    details.language = QString::fromStdString(arguments.text("--language"));
    details.licence = QString::fromStdString(arguments.text("--licence"));
    details.consent.by = arguments.text("--consent");
    const voices::VoiceReference reference = referenceFrom(arguments, sound);
    Json::Array findings = tellFindings(arguments, reference);
    const voices::VoiceChange made = desk.folders().create(details, reference);
    const engine::Voice voice = engine::findVoice(desk.folders().roots(), made.id.toStdString());
    answer(arguments,
           Json::Object{{"id", voice.id},
                        {"name", voice.name},
                        {"recording", voice.recording.string()},
                        {"findings", std::move(findings)}},
           voice.id + ": " + voice.name + ". Hear it with: ishowtts say --voice " + voice.id + " --text \"Hello.\"");
    return Exit::Done;
}

voices::Clash clashOf(const Arguments &arguments) {
    const std::string word = arguments.text("--existing");
    return word == "replace" ? voices::Clash::Replace : word == "skip" ? voices::Clash::Skip : voices::Clash::KeepBoth;
}

// As lines, and into `whole`; what was not taken is a note.
std::string takenBeside(const TakenFromFile &taken, Json::Object &whole) {
    std::string lines;
    const auto put = [&](const char *name, const QStringList &said, const char *before) {
        Json::Array all;
        for (const QString &line : said) {
            all.emplace_back(line.toStdString());
            if (before)
                lines += before + line.toStdString() + "\n";
            else
                note("not taken, " + line.toStdString());
        }
        whole[name] = std::move(all);
    };
    put("settings", taken.settings, "");
    put("rules", taken.rules, "rules of reading: ");
    put("left", taken.left, nullptr);
    return lines;
}

int import(const Arguments &arguments) {
    requireOne(rest(arguments), "`voices import` takes one file: a pack, an F5-TTS .toml, an ishowtts.toml or an "
                                "overrides.json");
    Desk desk;
    const QString file = fileNamed(rest(arguments).front());
    const bool takesSettings = arguments.has("--settings");
    if (takesSettings) {
        if (voices::readForeignVoices(file).settingsIn.isEmpty())
            throw UsageError{"--settings takes over what an ishowtts.toml sets", "voices"};
        requireTakeable(file); // before there are voices
    }
    const voices::Decode decode = [&](const QString &sound, const std::stop_token &) { return desk.decode(sound); };
    const std::stop_token stop = desk.interrupt().token();
    voices::ImportReport report;
    try {
        report = voices::isPack(file) ? voices::importPack(file, clashOf(arguments), desk.folders(), decode, stop)
                                      : voices::importForeignVoices(file, desk.folders(), decode, stop);
    } catch (const voices::TransferStopped &) {
        note("stopped; nothing was added");
        return Exit::Interrupted;
    }
    Json::Array taken;
    std::string lines;
    for (const voices::TakenVoice &voice : report.taken) {
        taken.emplace_back(Json::Object{{"id", voice.change.id.toStdString()},
                                        {"name", voice.name.toStdString()},
                                        {"notice", voice.notice.toStdString()}});
        lines += voice.change.id.toStdString() + ": " + voice.name.toStdString() + "\n";
        if (!voice.notice.isEmpty())
            note(voice.change.id.toStdString() + ": " + voice.notice.toStdString());
    }
    Json::Array here;
    for (const voices::VoiceHere &voice : report.here) {
        here.emplace_back(Json::Object{{"id", voice.id.toStdString()}, {"name", voice.name.toStdString()}});
        note(voice.name.toStdString() + ": it is here already, as " + voice.id.toStdString());
    }
    Json::Array refused;
    for (const voices::RefusedVoice &voice : report.refused) {
        refused.emplace_back(Json::Object{{"name", voice.name.toStdString()},
                                          {"what", voice.reason.what.toStdString()},
                                          {"remedy", voice.reason.remedy.toStdString()}});
        note(voice.name.toStdString() + ": " + voice.reason.what.toStdString() + "\n  " +
             voice.reason.remedy.toStdString());
    }
    Json::Object whole{{"taken", std::move(taken)}, {"here", std::move(here)}, {"refused", std::move(refused)}};
    TakenFromFile beside;
    std::exception_ptr failure;
    if (takesSettings) {
        try {
            takeSettingsFrom(file, beside);
        } catch (...) { // what was taken is said first
            failure = std::current_exception();
        }
        lines += takenBeside(beside, whole);
    }
    if (arguments.has("--json"))
        printJson(whole);
    else
        print(lines);
    if (failure)
        std::rethrow_exception(failure);
    const bool skipped = voices::isPack(file) && clashOf(arguments) == voices::Clash::Skip; // as was asked for
    const bool took =
        !report.taken.isEmpty() || !report.here.isEmpty() || !beside.settings.isEmpty() || !beside.rules.isEmpty();
    const bool left = !report.refused.isEmpty() || !beside.left.isEmpty();
    return left && !took && !skipped ? Exit::BadInput : Exit::Done;
}

int exportPack(const Arguments &arguments) {
    if (rest(arguments).empty() || !arguments.has("--out"))
        throw UsageError{"`voices export` takes ids and a file: voices export ID... --out FILE" +
                             std::string(voices::kPackSuffix),
                         "voices"};
    Desk desk;
    const std::string out = arguments.text("--out");
    const QString file = fileNamed(out);
    if (!voices::isPack(file))
        throw engine::badInput("The name " + out + " is none of a pack.",
                               "Let it end in " + std::string(voices::kPackSuffix) + ".");
    QStringList ids;
    Json::Array written;
    for (const std::string &id : rest(arguments)) {
        ids << QString::fromStdString(id);
        written.emplace_back(id);
    }
    try {
        voices::writePack(ids, file, desk.folders(), desk.interrupt().token());
    } catch (const voices::TransferStopped &) {
        note("stopped; nothing was written");
        return Exit::Interrupted;
    }
    answer(arguments, Json::Object{{"out", out}, {"voices", std::move(written)}},
           out + ": " + ids.join(QStringLiteral(", ")).toStdString());
    return Exit::Done;
}

int remove(const Arguments &arguments) {
    requireOne(rest(arguments), "`voices remove` takes the id of a voice of your own");
    Desk desk;
    const std::string id = rest(arguments).front();
    desk.folders().remove(QString::fromStdString(id));
    answer(arguments, Json::Object{{"removed", id}},
           id + " was removed; for a week `ishowtts voices restore " + id + "` brings it back");
    return Exit::Done;
}

int restore(const Arguments &arguments) {
    requireOne(rest(arguments), "`voices restore` takes the id of a voice");
    Desk desk;
    const QString id = QString::fromStdString(rest(arguments).front());
    voices::VoiceChange change;
    if (arguments.has("--baseline")) {
        change = desk.folders().restoreBaseline(id);
    } else {
        const auto removed = desk.folders().removed();
        const auto newest =
            std::find_if(removed.begin(), removed.end(), [&](const auto &voice) { return voice.id == id; });
        if (newest == removed.end())
            throw engine::badInput("No voice \"" + id.toStdString() + "\" was removed in the last week.",
                                   "`voices restore ID --baseline` brings back how a voice was shipped or first made.");
        change = desk.folders().undo({voices::VoiceChange::What::Removed, id, newest->kept, 0});
    }
    const std::string now = change.id.toStdString();
    answer(arguments, Json::Object{{"id", now}}, now + " is back");
    return Exit::Done;
}

const std::vector<std::pair<std::string, int (*)(const Arguments &)>> kActs{
    {"add", add}, {"import", import}, {"export", exportPack}, {"remove", remove}, {"restore", restore}};

void requireFitting(const Arguments &arguments, const std::string &act) {
    const std::vector<std::pair<const char *, std::string>> owners{
        {"--name", "add"},        {"--text", "add"},         {"--language", "add"}, {"--licence", "add"},
        {"--consent", "add"},     {"--from", "add"},         {"--to", "add"},       {"--existing", "import"},
        {"--settings", "import"}, {"--baseline", "restore"}, {"--out", "export"}};
    for (const auto &[option, owner] : owners) {
        if (arguments.has(option) && owner != act)
            throw UsageError{std::string(option) + " belongs to `voices " + owner + "`", "voices"};
    }
    if (!act.empty() && arguments.has("--ids"))
        throw UsageError{"--ids belongs to the list of voices", "voices"};
}

Option text(const char *name, const char *placeholder, const char *help) {
    return {.name = name, .placeholder = placeholder, .help = help};
}

Option seconds(const char *name, const char *help) {
    return {
        .name = name, .takes = Takes::Number, .placeholder = "S", .help = help, .low = 0, .high = 10800, .unit = "s"};
}

} // namespace

Verb voicesVerb() {
    Verb verb = engine::cli::voicesVerb();
    verb.summary = "List the voices, add, import, export and remove them";
    verb.description +=
        " `voices add FILE` makes one of a recording (any sound or film; 3 to 12 s of one person), which is best done "
        "with that person's leave, and says what is not right about it. `voices import FILE` takes a pack "
        "(*.ishowtts-voice.zip), the voices of an F5-TTS "
        ".toml, of an ishowtts.toml or of its overrides.json; what cannot be taken has its reason, and --settings "
        "takes over what else an ishowtts.toml sets. Voices that an ishowtts.toml has brought before are not added "
        "again. `voices export ID... "
        "--out FILE` writes a pack with licence and consent. `voices remove ID` is for your own voices, and for a week "
        "`voices restore ID` undoes it.";
    verb.positionalHelp = "[add FILE | import FILE | export ID... | remove ID | restore ID]";
    for (const auto &[name, run] : kActs)
        verb.positionalChoices.push_back(name);
    verb.options.insert(
        verb.options.end(),
        {text("--name", "NAME", "With `add`: what the voice is called; its id is made of it"),
         text("--text", "TEXT", "With `add`: what the recording says, word for word"),
         text("--language", "TAG", "With `add`: its language, as en-GB"),
         text("--licence", "LICENCE", "With `add`: what others may do with it"),
         text("--consent", "WHO", "With `add`: who allowed that this voice is copied"),
         seconds("--from", "With `add`: where in the recording to begin"),
         seconds("--to", "With `add`: where in the recording to end"),
         {.name = "--existing",
          .takes = Takes::Choice,
          .placeholder = "WHAT",
          .help = "With `import` of a pack: what becomes of voices whose id is there already",
          .fallback = "keep-both",
          .choices = {"keep-both", "replace", "skip"}},
         {.name = "--settings",
          .takes = Takes::Nothing,
          .help = "With `import` of an ishowtts.toml: its settings and the rules of its chat, too"},
         {.name = "--out", .takes = Takes::File, .placeholder = "FILE", .help = "With `export`: the pack to write"},
         {.name = "--baseline",
          .takes = Takes::Nothing,
          .help = "With `restore`: as the voice was shipped, or first made"}});
    verb.examples.insert(verb.examples.end(),
                         {"ishowtts voices add anna.m4a --name Anna --text \"Good morning, all.\" --from 2 --to 9.5",
                          "ishowtts voices import story.toml",
                          "ishowtts voices import ~/ishowtts/config/ishowtts.toml --settings",
                          "ishowtts voices export anna --out anna.ishowtts-voice.zip"});
    const auto list = verb.run;
    verb.run = [list](const Arguments &arguments) {
        const std::string act = arguments.positional().empty() ? "" : arguments.positional().front();
        const auto found =
            std::find_if(kActs.begin(), kActs.end(), [&](const auto &known) { return known.first == act; });
        if (!act.empty() && found == kActs.end())
            throw UsageError{"`voices` knows no \"" + act + "\"", "voices"};
        requireFitting(arguments, act);
        if (act.empty())
            return list(arguments);
        try {
            return found->second(arguments);
        } catch (const storage::Error &error) {
            throw errorOf(error.trouble(), error.problem());
        }
    };
    return verb;
}

} // namespace app::cli
