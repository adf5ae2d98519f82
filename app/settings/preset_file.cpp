#include "app/settings/preset_file.h"

#include <QCoreApplication>

#include <algorithm>

#include "app/settings/setting_table.h"

namespace app {
namespace {

const QString kPresets = QStringLiteral("presets");
const QString kPresetVersion = QStringLiteral("version");

QString sayOfPresets(const char *words, int count = -1) {
    return QCoreApplication::translate("presets", words, nullptr, count);
}

Preset shippedPreset(const char *name, int steps) {
    Preset preset{sayOfPresets(name), {}, true};
    for (const QString &id : presetSettings())
        preset.values.insert(id, findSetting(id)->fallback);
    preset.values.insert(QStringLiteral("nfe"), steps);
    return preset;
}

bool isBefore(const Preset &one, const Preset &other) { // the shipped ones keep their places
    if (one.shipped || other.shipped)
        return one.shipped && !other.shipped;
    return QString::localeAwareCompare(one.name, other.name) < 0;
}

// What the entry sets; what it leaves open (of an earlier version) is as shipped. What makes no sense is added to
// `objections`.
QJsonObject checkedValues(const QJsonValue &entry, QStringList &objections) {
    QJsonObject values;
    if (!entry.isObject()) {
        objections << sayOfPresets(QT_TRANSLATE_NOOP("presets", "it is %1, not an object")).arg(shortly(entry));
        return values;
    }
    for (const QString &id : presetSettings()) {
        const Setting &setting = *findSetting(id);
        const QJsonValue value = entry.toObject().value(id);
        if (!value.isUndefined() && !setting.accepts(value))
            objections << sayOfPresets(QT_TRANSLATE_NOOP("presets", "%1 is %2; it must be %3"))
                              .arg(id, shortly(value), setting.allowed());
        values.insert(id, value.isUndefined() ? setting.fallback : value);
    }
    return values;
}

PresetFile checkedPresets(const QJsonObject &entries, const QString &file) {
    PresetFile result;
    result.read = true;
    QStringList lines;
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        QStringList objections;
        if (const QString objection = objectionTo(entry.key()); !objection.isEmpty())
            objections << objection;
        if (std::any_of(result.presets.begin(), result.presets.end(),
                        [&](const Preset &other) { return sameName(other.name, entry.key()); }))
            objections << sayOfPresets(QT_TRANSLATE_NOOP("presets", "another one has this name"));
        if (result.presets.size() >= kMostPresets)
            objections << sayOfPresets(QT_TRANSLATE_NOOP("presets", "there are more than %1")).arg(kMostPresets);
        const QJsonObject values = checkedValues(entry.value(), objections);
        if (objections.isEmpty())
            result.presets << Preset{entry.key(), values, false};
        else
            lines << sayOfPresets(QT_TRANSLATE_NOOP("presets", "“%1”: %2."))
                         .arg(shortly(entry.key()).remove(u'"'), objections.join(QStringLiteral("; ")));
    }
    std::sort(result.presets.begin(), result.presets.end(), isBefore);
    if (!lines.isEmpty())
        result.problem =
            Problem{lines.size() == 1
                        ? sayOfPresets(QT_TRANSLATE_NOOP("presets", "A preset makes no sense and is left out. %1"))
                              .arg(lines.first())
                        : sayOfPresets(QT_TRANSLATE_N_NOOP("presets", "%Ln presets make no sense and are left out."),
                                       int(lines.size())),
                    sayOfPresets(QT_TRANSLATE_NOOP("presets", "Correct “%1”, or save the preset anew.")).arg(file),
                    lines.mid(0, 100).join(u'\n')};
    return result;
}

QString objectionToPresets(const QJsonObject &top) {
    const QJsonValue presets = top.value(kPresets);
    return presets.isUndefined() || presets.isObject()
               ? QString()
               : sayOfPresets(QT_TRANSLATE_NOOP("presets", "“presets” is %1, not an object")).arg(shortly(presets));
}

FileWords presetWords() {
    return {
        sayOfPresets(QT_TRANSLATE_NOOP("presets", "Your presets could not be read.")),
        sayOfPresets(QT_TRANSLATE_NOOP("presets", "The file of your presets was damaged.")),
        sayOfPresets(QT_TRANSLATE_NOOP(
            "presets", "The file of your presets was damaged, and was written anew with the present ones.")),
        sayOfPresets(QT_TRANSLATE_NOOP("presets", "The file of your presets is damaged and cannot be moved aside."))};
}

// Out of `entries`; empty when there is none.
QJsonObject taken(QJsonObject &entries, const QString &name) {
    QJsonObject entry;
    for (const QString &each : entries.keys()) {
        if (sameName(each, name))
            entry = entries.take(each).toObject();
    }
    return entry;
}

} // namespace

const QStringList &presetSettings() {
    static const QStringList ids{QStringLiteral("nfe"),       QStringLiteral("schedule"), QStringLiteral("speed"),
                                 QStringLiteral("cfg"),       QStringLiteral("sway"),     QStringLiteral("precision"),
                                 QStringLiteral("crossFade"), QStringLiteral("loudness")};
    return ids;
}

QList<Preset> shippedPresets() {
    return {shippedPreset(QT_TRANSLATE_NOOP("presets", "Live"), 7),
            shippedPreset(QT_TRANSLATE_NOOP("presets", "Careful"), 16),
            shippedPreset(QT_TRANSLATE_NOOP("presets", "Best"), 32)};
}

bool sameName(const QString &one, const QString &other) {
    return one.toCaseFolded() == other.toCaseFolded();
}

QString objectionTo(const QString &name) {
    if (name.trimmed().isEmpty())
        return sayOfPresets(QT_TRANSLATE_NOOP("presets", "a name is missing"));
    if (name.size() > kLongestPresetName)
        return sayOfPresets(QT_TRANSLATE_NOOP("presets", "the name is longer than %1 characters"))
            .arg(kLongestPresetName);
    const auto signs = name.toUcs4();
    const bool unseen = std::any_of(signs.begin(), signs.end(), [](char32_t sign) {
        const QChar::Category category = QChar::category(sign);
        return category == QChar::Other_Control || category == QChar::Other_Surrogate;
    });
    if (unseen || name != name.simplified())
        return sayOfPresets(
            QT_TRANSLATE_NOOP("presets", "the name has blanks around it, or signs that cannot be seen"));
    for (const Preset &shipped : shippedPresets()) {
        if (sameName(shipped.name, name))
            return sayOfPresets(QT_TRANSLATE_NOOP("presets", "a shipped preset has this name"));
    }
    return {};
}

PresetFile readPresets(const QString &file, const QJsonObject &whole) {
    const ReadObject read = readObject(file, presetWords(), objectionToPresets, whole);
    PresetFile result;
    if (read.object)
        result = checkedPresets(read.object->value(kPresets).toObject(), file);
    if (read.problem)
        result.problem = read.problem;
    return result;
}

ChangedObject writePresets(const QString &file, const QList<PresetChange> &changes, const QJsonObject &whole) {
    const auto apply = [&](QJsonObject &top) {
        QJsonObject entries = top.value(kPresets).toObject();
        for (const PresetChange &change : changes) {
            QJsonObject entry = taken(entries, change.name);
            if (!change.before.isEmpty() && !sameName(change.before, change.name))
                entry = taken(entries, change.before);
            if (!change.values)
                continue;
            for (auto value = change.values->begin(); value != change.values->end(); ++value)
                entry.insert(value.key(), value.value());
            entries.insert(change.name, entry);
        }
        top.insert(kPresets, entries);
        if (!top.contains(kPresetVersion))
            top.insert(kPresetVersion, 1);
    };
    return changeObject(file, presetWords(), whole, apply, objectionToPresets);
}

QJsonObject fileOf(const QList<Preset> &presets) {
    QJsonObject entries;
    for (const Preset &preset : presets) {
        if (!preset.shipped)
            entries.insert(preset.name, preset.values);
    }
    return entries.isEmpty() ? entries : QJsonObject{{kPresetVersion, 1}, {kPresets, entries}};
}

void apply(QList<Preset> &presets, const PresetChange &change) {
    presets.removeIf([&](const Preset &preset) {
        return !preset.shipped && (sameName(preset.name, change.name) || sameName(preset.name, change.before));
    });
    if (change.values) {
        presets << Preset{change.name, *change.values, false};
        std::stable_sort(presets.begin(), presets.end(), isBefore);
    }
}

} // namespace app
