// What the Studio remembers, in $XDG_CONFIG_HOME/ishowtts-studio/settings.json. Lives on the GUI thread; the file is
// read by the constructor (before there is a window), again for what lookAgain() names, and written by the file thread,
// whole or not at all, half a second after the last change and at destruction, where a save that failed is tried once
// more. Only what changed is written: two Studios do not undo each other's settings, and keys this version does not
// know stay in the file. A file that was damaged while the Studio ran is moved aside and written anew with everything
// that is set.
//
// What there is, with ranges and defaults: setting_table.h. A value that is missing, of the wrong kind or out
// of range counts as its default and is named (startProblems). A file that is no JSON object is moved aside to
// settings.json.broken; a file that cannot be read is neither used nor replaced.
//
// The environment (setting_overrides.h) goes before the file: such a setting starts with the variable's value,
// a change lasts until the program ends, and the file keeps what it says.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QProcessEnvironment>
#include <QString>
#include <QTimer>

#include <functional>
#include <optional>

#include "app/problem.h"
#include "app/settings/pending_writes.h"
#include "app/settings/setting_overrides.h"
#include "app/settings/settings_file.h"
#include "engine/device.h"
#include "engine/request.h"

class QFileSystemWatcher;

namespace app {

enum class Theme { System, Light, Dark };
enum class LineCardState { Auto, Open, Folded }; // Auto: open where there is room

class Settings : public QObject {
    Q_OBJECT

public:
    static QString standardFile();

    Settings(QString file, storage::FileThread &files,
             const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
             QObject *parent = nullptr);

    // What went wrong while reading; the window says it once.
    const QList<Problem> &startProblems() const { return m_startProblems; }

    // Any setting by its id in setting_table.h, as the Settings pane does. setValue() takes only what the setting
    // accepts and says false otherwise.
    QJsonValue value(const QString &id) const;
    bool setValue(const QString &id, const QJsonValue &value);
    bool isDefault(const QString &id) const;
    void restore(const QString &id);               // the default, also in what comes with later versions
    QString overriddenBy(const QString &id) const; // the environment variable; "" = none

    QString voiceId() const; // default "slt"
    void setVoiceId(const QString &id);
    QString model() const; // name or folder; "" = the demo model
    void setModel(const QString &nameOrFolder);
    QString device() const; // "auto" (default), "cpu", "cuda"
    void setDevice(const QString &device);
    engine::Precision precision() const; // default Auto
    void setPrecision(engine::Precision precision);

    int nfeStep() const; // 1…128, default 7
    void setNfeStep(int steps);
    engine::Schedule schedule() const; // default Epss
    void setSchedule(engine::Schedule schedule);
    double cfgStrength() const; // 0…10, default 2
    void setCfgStrength(double strength);
    double swayCoefficient() const; // -1…1, default -1
    void setSwayCoefficient(double sway);
    double speed() const; // 0.3…3, default 1
    void setSpeed(double speed);
    double crossFadeSeconds() const; // 0…1, default 0.15
    void setCrossFadeSeconds(double seconds);
    bool readNumbers() const; // numbers, dates and signs as words; default true
    void setReadNumbers(bool read);
    bool dayFirst() const; // 5/1/2024 is the fifth of January; default false
    void setDayFirst(bool first);
    engine::DurationRule durationRule() const; // default BySyllables
    void setDurationRule(engine::DurationRule rule);
    engine::Joining joining() const; // default Even
    void setJoining(engine::Joining joining);
    bool checkTakes() const; // new takes are looked at for what may be wrong; default true
    void setCheckTakes(bool check);
    bool seedPinned() const; // true: every take uses seed(); false (default): a new one each time
    void setSeedPinned(bool pinned);
    quint64 seed() const; // the pinned one, or the last one used; default 1
    void setSeed(quint64 seed);

    Theme theme() const; // default System
    void setTheme(Theme theme);
    bool spokenForm() const; // under each line stands what is said for it; default true
    void setSpokenForm(bool shown);
    bool spectrogram() const; // the transport shows one; default false
    void setSpectrogram(bool shown);
    LineCardState lineCard() const; // default Auto
    void setLineCard(LineCardState state);
    std::optional<double> loudness() const; // LUFS that takes are played and exported at; none (default): as spoken
    void setLoudness(std::optional<double> lufs); // one of those in the table
    double volume() const;                        // 0…1, default 1
    void setVolume(double linear);
    bool muted() const; // default false
    void setMuted(bool muted);
    QByteArray outputDevice() const; // QAudioDevice id; empty (default) = system default
    void setOutputDevice(const QByteArray &id);
    QByteArray programDevice() const; // QAudioDevice id of what a stream hears; empty (default) = none
    void setProgramDevice(const QByteArray &id);
    double programLevel() const; // 0…1, default 1
    void setProgramLevel(double linear);
    bool loop() const; // default false
    void setLoop(bool loop);

    bool compareLevelled() const; // two takes are compared at one loudness; default true
    void setCompareLevelled(bool levelled);

    QString modelMirror() const; // an address in place of https://huggingface.co; "" = none
    void setModelMirror(const QString &address);

    QString importCut() const; // what becomes a line of a text: "paragraphs" (default), "sentences"
    void setImportCut(const QString &cut);

    bool exportPerLine() const; // a file for each line of a script; default false
    void setExportPerLine(bool perLine);
    QString exportFormat() const; // as engine/audio/sound_file.h calls it; default "wav16"
    void setExportFormat(const QString &format);
    double exportPause() const; // s between two lines, 0…10, default 0.4
    void setExportPause(double seconds);
    bool exportSrt() const; // default false
    void setExportSrt(bool wanted);
    bool exportVtt() const; // default false
    void setExportVtt(bool wanted);
    bool exportTimed() const; // lines begin with their cues; default true
    void setExportTimed(bool timed);
    QString exportFolder() const; // "" = never exported
    void setExportFolder(const QString &folder);

    QString lastText() const; // what a version without scripts kept; "" = nothing

    QStringList twitchChannels() const; // that were read last; of a version before: the one that was
    void setTwitchChannels(const QStringList &channels);
    bool keysElsewhere() const; // those of the chat queue count in other programs; default false
    void setKeysElsewhere(bool wanted);

    QString workspace() const; // "clone" (default), "compare", "stream"
    void setWorkspace(const QString &workspace);
    // QMainWindow::saveGeometry() and saveState(), one pair per workspace; empty = shipped layout.
    QByteArray windowGeometry(const QString &workspace) const;
    void setWindowGeometry(const QString &workspace, const QByteArray &geometry);
    QByteArray windowState(const QString &workspace) const;
    void setWindowState(const QString &workspace, const QByteArray &state);

    // What is no single value, and in no table: what is said apart for some purposes (speech_purposes.h), and changes
    // that a listening test decided (app/listening/setting_change.h). Empty: nothing.
    QJsonObject apart() const;
    void setApart(const QJsonObject &apart);
    QJsonObject appliedChanges() const;
    void setAppliedChanges(const QJsonObject &changes);

    void save(); // now instead of in half a second; returns at once

    // What another program wrote meanwhile of the steps, the schedule, the precision, what is said apart and the
    // applied changes (`ishowtts compare apply`) counts when `done` is called; what is still to be written here goes
    // before it. The file thread reads, after what it has to write; `done` is called in a moment, unless `context` is
    // gone by then.
    void lookAgain(QObject *context, std::function<void()> done);
    void follow();                                      // the same whenever the file is another one, from now on
    bool isSaved() const { return m_writes.isEmpty(); } // nothing is left to be written
    bool isDiskFull() const { return m_diskFull; }      // that is why it saveFailed()

Q_SIGNALS:
    void changed(const QString &key);             // a key of settings.json, e.g. "voice"; only for real changes
    void problem(const app::Problem &problem);    // the file was damaged meanwhile
    void saveFailed(const app::Problem &problem); // once, until saving works again
    void saved();                                 // the file holds what the settings say

private:
    void note(const ChangedObject &outcome);
    void watchFolder();
    void takeIn(const QJsonObject &sections);
    void put(const SettingsChange &change);
    void putWindow(const QString &key, const QJsonValue &value);
    void putObject(const QString &section, const QString &key, const QJsonObject &object);
    QJsonValue raw(const QString &section, const QString &key) const;
    QJsonValue windowValue(const QString &key) const;

    const QString m_file;
    storage::FileThread &m_files;
    QJsonObject m_sections;
    QHash<QString, SettingOverride> m_overrides;
    QTimer m_timer;
    QFileSystemWatcher *m_watcher = nullptr; // once follow() was called
    QList<Problem> m_startProblems;
    bool m_mayWrite = true;
    bool m_saveFailed = false;
    bool m_diskFull = false;
    PendingWrites<SettingsChange, ChangedObject> m_writes; // last: it uses the others until it is gone
};

} // namespace app
