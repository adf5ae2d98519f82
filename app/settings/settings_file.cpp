#include "app/settings/settings_file.h"

#include <optional>

#include "app/settings/setting_table.h"
#include "app/settings/settings_words.h"

namespace app {
namespace {

FileWords settingsWords() {
    return {
        say(QT_TRANSLATE_NOOP("settings", "The settings could not be read, so the defaults are used.")),
        say(QT_TRANSLATE_NOOP("settings", "The settings file was damaged, so the defaults are used.")),
        say(QT_TRANSLATE_NOOP("settings", "The settings file was damaged, and was written anew with what was set.")),
        say(QT_TRANSLATE_NOOP("settings",
                              "The settings file is damaged and cannot be moved aside, so the defaults are used."))};
}

bool isOfTheWindow(const QString &key) { // written by ourselves and not for people
    return key == u"lastText" || key.startsWith(u"geometry.") || key.startsWith(u"state.");
}

QList<SettingsChange> broughtIntoSections(QJsonObject &sections) {
    QList<SettingsChange> changes;
    const auto bring = [&](const QString &from, const QString &section, const QString &key) {
        if (!sections.value(section).toObject().contains(key))
            changes << SettingsChange{section, key, sections.value(from)};
        changes << SettingsChange{{}, from, QJsonValue(QJsonValue::Undefined)};
    };
    for (const Setting &setting : settingTable()) {
        if (sections.contains(setting.id) && setting.id != setting.section)
            bring(setting.id, setting.section, setting.key);
    }
    for (const QString &key : sections.keys()) {
        if (isOfTheWindow(key))
            bring(key, QStringLiteral("window"), key);
    }
    for (const SettingsChange &change : changes)
        apply(sections, change);
    return changes;
}

std::optional<Problem> senseless(const QJsonObject &sections, const QString &file) {
    QStringList lines;
    for (const Setting &setting : settingTable()) {
        const QJsonValue value = sections.value(setting.section).toObject().value(setting.key);
        if (!value.isUndefined() && !setting.accepts(value))
            lines << say(QT_TRANSLATE_NOOP("settings", "%1 is %2; it must be %3."))
                         .arg(setting.path(), shortly(value), setting.allowed());
    }
    if (lines.isEmpty())
        return {};
    return Problem{lines.size() == 1
                       ? say(QT_TRANSLATE_NOOP("settings", "A setting makes no sense, so its default is used. %1"))
                             .arg(lines.first())
                       : say(QT_TRANSLATE_N_NOOP("settings", "%Ln settings make no sense, so their defaults are used."),
                             int(lines.size())),
                   say(QT_TRANSLATE_NOOP("settings", "Choose them anew in Settings, or correct “%1”.")).arg(file),
                   lines.join(u'\n')};
}

void take(const QJsonObject &object, const QString &file, SettingsFile &result) {
    result.sections = object;
    result.brought = broughtIntoSections(result.sections);
    if (const auto problem = senseless(result.sections, file))
        result.problems << *problem;
}

} // namespace

void apply(QJsonObject &sections, const SettingsChange &change) {
    if (change.section.isEmpty()) {
        sections.remove(change.key);
        return;
    }
    QJsonObject section = sections.value(change.section).toObject();
    if (change.value.isUndefined())
        section.remove(change.key);
    else
        section.insert(change.key, change.value);
    if (section.isEmpty())
        sections.remove(change.section);
    else
        sections.insert(change.section, section);
}

SettingsFile readSettings(const QString &file) {
    const ReadObject read = readObject(file, settingsWords());
    SettingsFile result;
    result.mayWrite = read.mayWrite;
    if (read.problem)
        result.problems << *read.problem;
    if (read.object)
        take(*read.object, file, result);
    return result;
}

std::optional<SettingsFile> lookAtSettings(const QString &file) {
    const std::optional<QJsonObject> object = lookAtObject(file);
    if (!object)
        return {};
    SettingsFile result;
    take(*object, file, result);
    return result;
}

ChangedObject writeSettings(const QString &file, const QList<SettingsChange> &changes, const QJsonObject &known) {
    return changeObject(file, settingsWords(), known, [&](QJsonObject &sections) {
        for (const SettingsChange &change : changes)
            apply(sections, change);
    });
}

} // namespace app
