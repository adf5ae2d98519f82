#include "app/cli/setting_defaults.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "app/settings/said_settings.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/voice.h"

namespace app::cli {
namespace {

using engine::cli::Verb;

const std::pair<const char *, const char *> kOptions[] = { // of the command line, and the setting
    {"--voice", "voice"},          {"--model", "model"},     {"--device", "device"},
    {"--precision", "precision"},  {"--nfe", "nfe"},         {"--schedule", "schedule"},
    {"--speed", "speed"},          {"--cfg", "cfg"},         {"--sway", "sway"},
    {"--cross-fade", "crossFade"}, {"--joining", "joining"}, {"--duration-rule", "durationRule"},
    {"--loudness", "loudness"}};

struct Defaults {
    std::map<std::string, std::string> byOption;
    std::string voiceFrom; // what names the voice: the file or a variable
    bool voiceOfFile = false;
    std::vector<std::string> complaints;
};

std::string sentences(const Problem &problem) {
    const QString detail = problem.detail.isEmpty() ? QString() : QStringLiteral("\n  ") + problem.detail;
    return (problem.what + QStringLiteral("\n  ") + problem.remedy + detail).toStdString();
}

std::string written(const QJsonValue &value) {
    return value.isDouble() ? engine::cli::shortest(value.toDouble()) : value.toString().toStdString();
}

Defaults readDefaults(const QString &name, const QProcessEnvironment &environment) {
    const SaidSettings settings(name, environment);
    Defaults defaults;
    for (const Problem &problem : settings.problems())
        defaults.complaints.push_back(sentences(problem));
    const auto said = [&](const char *id) { return settings.value(QString::fromLatin1(id)); };
    for (const auto &[option, id] : kOptions)
        if (const std::string value = written(said(id)); !value.empty())
            defaults.byOption[option] = value;
    const QString variable = settings.variable(QStringLiteral("voice"));
    defaults.voiceOfFile = variable.isEmpty();
    defaults.voiceFrom = (defaults.voiceOfFile ? name : variable).toStdString();
    if (said("seedPinned").toBool() && said("seed").isString())
        defaults.byOption["--seed"] = written(said("seed"));
    return defaults;
}

// When it was the voice of the settings that could not be found: where it was named, and how another one is chosen.
void explainVoice(const Defaults &defaults, const engine::Error &error) {
    const auto voice = defaults.byOption.find("--voice");
    if (voice == defaults.byOption.end())
        return;
    try {
        engine::findVoice(engine::dataRoots(), voice->second);
    } catch (const engine::Error &missing) {
        if (std::string_view(missing.what()) == error.what())
            throw engine::badInput(
                std::string(missing.what()) + " It is the one that " + defaults.voiceFrom + " names.",
                "Give another one with --voice, or for good " +
                    std::string(defaults.voiceOfFile ? "choose it in the Studio" : "in that variable") + ". " +
                    missing.remedy());
    }
}

void apply(const Defaults &defaults, Verb &verb) {
    static const std::set<std::string_view> kSayTheRest{"compare", "selftest", "bench", "check", "profile"};
    const bool compares = kSayTheRest.contains(verb.name); // under conditions that do not follow each choice
    for (engine::cli::Option &option : verb.options)
        if (const auto found = defaults.byOption.find(option.name);
            found != defaults.byOption.end() && (!compares || option.name == "--model" || option.name == "--device"))
            option.fallback = found->second;
    verb.description += std::string(compares ? " --model and --device that are not given count"
                                             : " An option that is not given counts") +
                        " as the Studio's settings.json says, and before that as the environment does (" +
                        (compares ? "ISHOWTTS__ENGINE__DEVICE=cpu" : "ISHOWTTS__SPEECH__NFE=16") + ").";
    verb.run = [run = verb.run, defaults](const engine::cli::Arguments &arguments) {
        for (const std::string &complaint : defaults.complaints)
            engine::cli::note(complaint);
        try {
            return run(arguments);
        } catch (const engine::Error &error) {
            if (!arguments.has("--voice"))
                explainVoice(defaults, error);
            throw;
        }
    };
}

} // namespace

void takeDefaults(std::vector<Verb> &verbs, const QString &settingsFile, const QProcessEnvironment &environment) {
    const Defaults defaults = readDefaults(settingsFile, environment);
    static const std::set<std::string_view> kSpeak{"say",      "narrate", "tokens", "compare",
                                                   "selftest", "bench",   "check",  "profile"};
    for (Verb &verb : verbs)
        if (kSpeak.contains(verb.name))
            apply(defaults, verb);
}

} // namespace app::cli
