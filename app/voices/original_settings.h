// What an ishowtts.toml (2WalterW/ishowtts) says besides its voices (foreign_voices.h) and the rules and channels of
// its chat (app/danmaku/rules_import.h), as settings of ours. Every key of the file is taken, or has a reason why not.
#pragma once

#include <QHash>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <vector>

namespace app {
class Settings;
}

namespace app::voices {

struct OriginalSettings {
    struct Found {
        QString key;     // "f5.default_nfe_step"
        QString setting; // id in setting_table.h
        QJsonValue value;
    };

    QList<Found> found;
    QStringList left;      // "api.max_parallel: why", translated; never a value, which may be a secret
    bool hasRules = false; // or channels
};

// Opens the file, and looks where its model lies. `roots`: of voices and models; the file's voices come before. Any
// thread. storage::Error as tomlIn().
OriginalSettings readOriginalSettings(const QString &file, const std::vector<std::filesystem::path> &roots);

struct SettingsTaken {
    QStringList taken; // "speech.nfe = 6 (f5.default_nfe_step)"
    QStringList left;
    struct Change {
        QJsonValue before, after; // undefined: the default
    };
    QHash<QString, Change> changes; // by id
};

// On the thread of the settings, as giveBack(). A server that is on, or starts with the Studio, keeps its address.
SettingsTaken takeSettings(const OriginalSettings &original, Settings &settings, bool serverIsOn);
// What is still as it was taken; what was changed since stays.
void giveBack(const SettingsTaken &taken, Settings &settings);

} // namespace app::voices
