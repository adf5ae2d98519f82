#include "app/cli/settings_taken.h"

#include <QEventLoop>
#include <QFileInfo>

#include <optional>

#include "app/danmaku/rules_file.h"
#include "app/danmaku/rules_import.h"
#include "app/settings/json_file.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "app/voices/original_settings.h"
#include "engine/data_folders.h"
#include "engine/error.h"

namespace app::cli {

namespace {

// Damaged ones stay where they are: nobody would tell that they were moved.
void requireWhole(const QString &file) {
    if (!lookAtObject(file))
        throw engine::failure("\"" + file.toStdString() + "\" cannot be read, or is damaged.",
                              "Correct it, or move it away; then do it again.");
    QString folder = QFileInfo(file).path();
    while (!QFileInfo::exists(folder) && QFileInfo(folder).path() != folder)
        folder = QFileInfo(folder).path();
    if (!QFileInfo(folder).isWritable())
        throw engine::failure("Nothing can be written in \"" + folder.toStdString() + "\".",
                              "Make it writable; then do it again.");
}

QString rulesFile() {
    return QFileInfo(Settings::standardFile()).path() + QStringLiteral("/danmaku.json");
}

void waitUntilSaved(Settings &settings) {
    std::optional<Problem> failed;
    QEventLoop loop;
    QObject::connect(&settings, &Settings::saved, &loop, &QEventLoop::quit);
    QObject::connect(&settings, &Settings::saveFailed, &loop, [&](const Problem &problem) {
        failed = problem;
        loop.quit();
    });
    settings.save();
    if (!settings.isSaved())
        loop.exec();
    if (failed)
        throw engine::failure(failed->what.toStdString(), failed->remedy.toStdString());
}

} // namespace

void requireTakeable(const QString &file) {
    requireWhole(Settings::standardFile());
    if (!voices::readOriginalSettings(file, engine::dataRoots()).hasRules)
        return;
    requireWhole(rulesFile());
    danmaku::importOriginalRules(file, {});
}

void takeSettingsFrom(const QString &file, TakenFromFile &taken) {
    requireTakeable(file); // it may be long ago
    const voices::OriginalSettings original = voices::readOriginalSettings(file, engine::dataRoots());
    danmaku::RulesImported rules;
    danmaku::Rules before;
    if (original.hasRules) {
        before = danmaku::readRules(rulesFile()).rules;
        rules = danmaku::importOriginalRules(file, before);
    }
    storage::FileThread files;
    Settings settings(Settings::standardFile(), files);
    const voices::SettingsTaken set = voices::takeSettings(original, settings, false);
    if (!rules.channels.isEmpty())
        settings.setTwitchChannels(rules.channels);
    waitUntilSaved(settings);
    taken.settings = set.taken;
    taken.left = set.left + rules.left;
    if (original.hasRules) {
        const ChangedObject written = danmaku::writeRules(rulesFile(), rules.rules, before);
        if (!written.error.isEmpty())
            throw engine::failure("The rules of the chat could not be written: " + written.error.toStdString() + ".",
                                  written.remedy.toStdString());
        taken.rules = rules.taken;
    }
}

} // namespace app::cli
