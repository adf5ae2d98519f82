#include "app/cli/settings_taken.h"

#include <QEventLoop>
#include <QFileInfo>

#include <optional>

#include "app/danmaku/live_stage.h"
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

engine::Error unreadable(const QString &file) {
    return engine::failure("The settings cannot be read, so nothing was changed.",
                           "Make \"" + file.toStdString() + "\" readable, or remove it.");
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

TakenFromFile takeSettingsFrom(const QString &file) {
    const QString ours = Settings::standardFile();
    const QString rulesFile = QFileInfo(ours).path() + QStringLiteral("/danmaku.json");
    if (!lookAtObject(ours)) // it is not written over, and nobody would tell
        throw unreadable(ours);
    const voices::OriginalSettings original = voices::readOriginalSettings(file, engine::dataRoots());
    danmaku::RulesImported rules;
    danmaku::Rules before;
    if (original.hasRules) {
        const danmaku::RulesRead read = danmaku::readRules(rulesFile);
        if (!read.mayWrite)
            throw unreadable(rulesFile);
        before = read.rules;
        rules = danmaku::importOriginalRules(file, before);
    }
    storage::FileThread files;
    Settings settings(ours, files);
    const voices::SettingsTaken taken = voices::takeSettings(original, settings);
    QStringList channels;
    for (const QString &each : rules.channels)
        channels << danmaku::LiveStage::channelOf(each);
    channels.removeAll(QString());
    if (!channels.isEmpty())
        settings.setTwitchChannels(channels);
    waitUntilSaved(settings);
    if (original.hasRules) {
        const ChangedObject written = danmaku::writeRules(rulesFile, rules.rules, before);
        if (!written.error.isEmpty())
            throw engine::failure("The rules of the chat could not be written: " + written.error.toStdString() + ".",
                                  written.remedy.toStdString());
    }
    return {taken.taken, rules.taken, taken.left};
}

} // namespace app::cli
