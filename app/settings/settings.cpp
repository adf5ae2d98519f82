#include "app/settings/settings.h"

#include <QFile>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/settings/setting_table.h"
#include "app/storage/file_thread.h"

namespace app {

namespace {

constexpr auto kQuietTime = std::chrono::milliseconds(500);

} // namespace

QString Settings::standardFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/ishowtts-studio/settings.json");
}

Settings::Settings(QString file, storage::FileThread &files, const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent), m_file(std::move(file)), m_files(files),
      m_writes(files, *this,
               {[this] { return m_sections; },
                [this](const QList<SettingsChange> &changes, const QJsonObject &known) {
                    return writeSettings(m_file, changes, known);
                },
                [this](const ChangedObject &outcome) { note(outcome); }}) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kQuietTime);
    connect(&m_timer, &QTimer::timeout, this, &Settings::save);
    SettingsFile read = readSettings(m_file);
    m_sections = std::move(read.sections);
    m_startProblems = std::move(read.problems);
    m_mayWrite = read.mayWrite;
    if (!read.brought.isEmpty()) {
        m_writes.add(read.brought);
        m_timer.start();
    }
    SettingOverrides overrides = settingOverrides(environment);
    m_overrides = std::move(overrides.byId);
    if (overrides.problem)
        m_startProblems << *overrides.problem;
}

void Settings::save() {
    m_timer.stop();
    if (m_mayWrite)
        m_writes.write();
}

// Its answer, if it is still to come, goes with this object: m_writes waits for the file thread.
void Settings::lookAgain(QObject *context, std::function<void()> done) {
    m_files.post([this, file = m_mayWrite ? m_file : QString(), asker = QPointer(context), done = std::move(done)] {
        std::optional<SettingsFile> read;
        if (!file.isEmpty() && QFile::exists(file))
            read = lookAtSettings(file);
        QMetaObject::invokeMethod(
            this,
            [=, this] {
                if (read)
                    takeIn(read->sections);
                if (asker)
                    done();
            },
            Qt::QueuedConnection);
    });
}

void Settings::takeIn(const QJsonObject &sections) {
    const QList<SettingsChange> ours = m_writes.all();
    const auto take = [&](const QString &section, const QString &key) {
        const QJsonValue there = sections.value(section).toObject().value(key);
        const bool isOurs = std::any_of(ours.begin(), ours.end(), [&](const SettingsChange &change) {
            return change.section == section && change.key == key;
        });
        if (isOurs || there == raw(section, key))
            return false;
        apply(m_sections, {section, key, there});
        return true;
    };
    QStringList others;
    for (const char *id : {"nfe", "schedule", "precision"}) {
        const Setting *setting = findSetting(QString::fromLatin1(id));
        const QJsonValue before = value(setting->id);
        if (take(setting->section, setting->key) && value(setting->id) != before)
            others << setting->id;
    }
    if (take(QStringLiteral("speech"), QStringLiteral("apart")))
        others << QStringLiteral("apart");
    if (take(QStringLiteral("listening"), QStringLiteral("appliedChanges")))
        others << QStringLiteral("appliedChanges");
    for (const QString &key : std::as_const(others))
        Q_EMIT changed(key);
}

void Settings::follow() {
    if (m_watcher)
        return;
    m_watcher = new QFileSystemWatcher(this);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { lookAgain(this, [] {}); });
    connect(this, &Settings::saved, this, &Settings::watchFolder); // there may have been none
    watchFolder();
}

// The folder: a file that is written whole is another one each time.
void Settings::watchFolder() {
    if (const QString folder = QFileInfo(m_file).path(); m_watcher->directories().isEmpty() && QFile::exists(folder))
        m_watcher->addPath(folder);
}

void Settings::note(const ChangedObject &outcome) {
    if (outcome.damage)
        Q_EMIT problem(*outcome.damage);
    const bool other = std::exchange(m_diskFull, outcome.diskFull) != outcome.diskFull;
    if (!outcome.error.isEmpty() && (!std::exchange(m_saveFailed, true) || other))
        Q_EMIT saveFailed({tr("The settings could not be saved."), outcome.remedy, outcome.error});
    if (m_writes.isEmpty()) {
        m_saveFailed = false;
        Q_EMIT saved();
    }
}

QJsonValue Settings::raw(const QString &section, const QString &key) const {
    return m_sections.value(section).toObject().value(key);
}

QJsonValue Settings::value(const QString &id) const {
    if (const auto overridden = m_overrides.constFind(id); overridden != m_overrides.constEnd())
        return overridden->value;
    const Setting *setting = findSetting(id);
    if (!setting)
        return QJsonValue(QJsonValue::Undefined);
    const QJsonValue written = raw(setting->section, setting->key);
    return setting->accepts(written) ? written : setting->fallback;
}

bool Settings::setValue(const QString &id, const QJsonValue &wanted) {
    const Setting *setting = findSetting(id);
    if (!setting || !setting->accepts(wanted))
        return false;
    const auto overridden = m_overrides.find(id);
    const bool changes = wanted != value(id);
    if (overridden != m_overrides.end()) {
        overridden->value = wanted;
    } else {
        const QJsonValue written = raw(setting->section, setting->key);
        // What makes no sense counts as the default: choosing that puts it right.
        if (changes || (!written.isUndefined() && !setting->accepts(written)))
            put({setting->section, setting->key, wanted});
    }
    if (changes)
        Q_EMIT changed(id);
    return true;
}

bool Settings::isDefault(const QString &id) const {
    const Setting *setting = findSetting(id);
    return setting && value(id) == setting->fallback;
}

void Settings::restore(const QString &id) {
    const Setting *setting = findSetting(id);
    if (!setting)
        return;
    const bool changes = !isDefault(id);
    if (const auto overridden = m_overrides.find(id); overridden != m_overrides.end())
        overridden->value = setting->fallback;
    else if (!raw(setting->section, setting->key).isUndefined())
        put({setting->section, setting->key, QJsonValue(QJsonValue::Undefined)});
    if (changes)
        Q_EMIT changed(id);
}

QString Settings::overriddenBy(const QString &id) const {
    return m_overrides.value(id).variable;
}

void Settings::put(const SettingsChange &change) {
    apply(m_sections, change);
    if (!m_mayWrite) // a file that nobody can read stays
        return;
    m_writes.add({change});
    m_timer.start();
}

QJsonValue Settings::windowValue(const QString &key) const {
    return raw(QStringLiteral("window"), key);
}

void Settings::putWindow(const QString &key, const QJsonValue &value) {
    if (value == windowValue(key))
        return;
    put({QStringLiteral("window"), key, value});
    Q_EMIT changed(key);
}

void Settings::putObject(const QString &section, const QString &key, const QJsonObject &object) {
    const QJsonValue value = object.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(object);
    if (value == raw(section, key))
        return;
    put({section, key, value});
    Q_EMIT changed(key);
}

} // namespace app

#include "moc_settings.cpp"
