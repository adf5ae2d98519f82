#include "app/cli/setting_defaults.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "app/settings/setting_overrides.h"
#include "app/settings/setting_table.h"
#include "app/settings/settings_file.h"
#include "engine/cli/console.h"

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
    std::vector<std::string> complaints;
};

std::string sentences(const Problem &problem) {
    const QString detail = problem.detail.isEmpty() ? QString() : QStringLiteral("\n  ") + problem.detail;
    return (problem.what + QStringLiteral("\n  ") + problem.remedy + detail).toStdString();
}

// Only read: readSettings() moves what is no JSON aside, which is for the Studio to do, that says so in its window.
SettingsFile settingsIn(const QString &name) {
    QFile file(name);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly) || !QJsonDocument::fromJson(file.readAll()).isObject()) {
        SettingsFile none;
        none.problems << Problem{QStringLiteral("%1 cannot be read and does not count.").arg(name),
                                 QStringLiteral("Correct the file or remove it."),
                                 {}};
        return none;
    }
    file.close();
    return readSettings(name);
}

std::string written(const QJsonValue &value) {
    return value.isDouble() ? engine::cli::shortest(value.toDouble()) : value.toString().toStdString();
}

Defaults readDefaults(const QString &name, const QProcessEnvironment &environment) {
    const SettingsFile file = settingsIn(name);
    const SettingOverrides overrides = settingOverrides(environment);
    Defaults defaults;
    for (const Problem &problem : file.problems)
        defaults.complaints.push_back(sentences(problem));
    if (overrides.problem)
        defaults.complaints.push_back(sentences(*overrides.problem));
    const auto said = [&](const char *id) { // what file or environment say; undefined where they say nothing
        const Setting *setting = findSetting(QString::fromLatin1(id));
        if (const auto found = overrides.byId.constFind(setting->id); found != overrides.byId.cend())
            return found->value;
        const QJsonValue value = file.sections[setting->section][setting->key];
        return setting->accepts(value) ? value : QJsonValue(QJsonValue::Undefined);
    };
    for (const auto &[option, id] : kOptions)
        if (const std::string value = written(said(id)); !value.empty())
            defaults.byOption[option] = value;
    if (said("seedPinned").toBool() && said("seed").isString())
        defaults.byOption["--seed"] = written(said("seed"));
    return defaults;
}

void apply(const Defaults &defaults, Verb &verb) {
    for (engine::cli::Option &option : verb.options)
        if (const auto found = defaults.byOption.find(option.name); found != defaults.byOption.end())
            option.fallback = found->second;
    verb.description +=
        " An option that is not given counts as the Studio's settings.json says, and before that as the "
        "environment does (ISHOWTTS__SPEECH__NFE=16).";
    verb.run = [run = verb.run, complaints = defaults.complaints](const engine::cli::Arguments &arguments) {
        for (const std::string &complaint : complaints)
            engine::cli::note(complaint);
        return run(arguments);
    };
}

} // namespace

void takeDefaults(std::vector<Verb> &verbs, const QString &settingsFile, const QProcessEnvironment &environment) {
    const Defaults defaults = readDefaults(settingsFile, environment);
    for (Verb &verb : verbs)
        if (verb.name == "say" || verb.name == "narrate" || verb.name == "tokens")
            apply(defaults, verb);
}

} // namespace app::cli
