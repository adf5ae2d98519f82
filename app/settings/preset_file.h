// presets.json on disk: {"version": 1, "presets": {"Podcast": {"nfe": 16, "schedule": "epss", …}}}. Written whole or
// not at all, and by change, under a lock beside the file (presets.json.lock): two Studios that save in one moment lose
// nothing of each other's. Any thread.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

#include "app/problem.h"
#include "app/settings/json_file.h"

namespace app {

inline constexpr qsizetype kLongestPresetName = 60; // characters
inline constexpr qsizetype kMostPresets = 200;      // of a person's own

struct Preset {
    QString name;       // shown; those of the shipped ones are translated
    QJsonObject values; // by Setting::id: each of presetSettings(), in its range
    bool shipped = false;

    friend bool operator==(const Preset &, const Preset &) = default;
};

// What a preset sets, as Setting::id: nfe, schedule, speed, cfg, sway, precision, crossFade, loudness.
const QStringList &presetSettings();

// Live (7 steps), Careful (16), Best (32); everything else as it is shipped.
QList<Preset> shippedPresets();

bool sameName(const QString &one, const QString &other); // ignoring case

// Empty when a preset may be called so; else what is wrong, translated: nothing or too much in it, signs that cannot be
// seen, blanks around it, a shipped preset's name.
QString objectionTo(const QString &name);

struct PresetChange {
    QString name;
    std::optional<QJsonObject> values; // none: the preset goes
    QString before = {};               // the name it has had; that one goes, and what else its entry holds comes along
};

struct PresetFile {
    bool read = false;              // false: damaged, or it cannot be read; see problem
    QList<Preset> presets;          // without the shipped ones, by name
    std::optional<Problem> problem; // also names entries that make no sense; they stay in the file and are not used
};

// A file that holds no presets at all is moved aside to presets.json.broken; `whole` takes its place.
PresetFile readPresets(const QString &file, const QJsonObject &whole);

// What other versions wrote into an entry stays in it. Waits for the lock at most 2 s.
ChangedObject writePresets(const QString &file, const QList<PresetChange> &changes, const QJsonObject &whole);

QJsonObject fileOf(const QList<Preset> &presets); // the whole file; empty when there are none of a person's own

void apply(QList<Preset> &presets, const PresetChange &change);

} // namespace app
