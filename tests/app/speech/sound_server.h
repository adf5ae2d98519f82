// A PulseAudio server of the test's own, in a private folder, with null sinks whose monitors are recorded. Sinks run at
// the engine's rate in mono float, so that a recording can be compared sample by sample. All of the server is realtime
// where the system allows it: it is the instrument, and beside busy threads its main thread, which the player's sound
// goes through, otherwise waits longer (118 ms were seen) than any player with 100 ms to give can bear.
// ISHOWTTS_TEST_SOUND_SERVER=unix:… takes another one that speaks its protocol and runs already, as PipeWire's does;
// its graph should run at 24,000 Hz (pw-metadata -n settings 0 clock.force-rate 24000).
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

class SoundServer {
public:
    // Sets PULSE_SERVER and friends for this process: make it before anything touches QtMultimedia.
    SoundServer();
    ~SoundServer();

    QString start(); // empty, or why it does not run
    // For initTestCase(): starts, adds these sinks, and counts from now on how often it runs dry (heard.h).
    QString startForTests(const QStringList &sinks = {});
    // Nothing happens when it is there already. In blocks of 50 ms: a null sink otherwise has two seconds of silence
    // ready before it plays anything, as no device that somebody hears has.
    void addSink(const QString &name,
                 const QString &options = QStringLiteral("rate=24000 channels=1 format=float32le norewinds=1"));
    void removeSink(const QString &name);
    void suspendSink(const QString &name, bool suspended); // it takes no sound while it is
    void setDefaultSink(const QString &name);
    void die(); // with all its sinks; start() brings it back without them

private:
    QByteArray control(const QStringList &arguments);

    QTemporaryDir m_folder;
    QProcess m_server;
    std::vector<std::pair<QString, QByteArray>> m_modules; // sink name, module number
};

// What a sink plays, from the moment of construction (returns when the recording runs).
class Recording {
public:
    explicit Recording(const QString &sink);
    ~Recording();

    bool runs() const { return m_runs; }
    std::vector<float> stop(); // mono at engine::kSampleRate, until now
    std::vector<float> more(); // what came since it was asked last; for recordings without an end

private:
    QProcess m_process;
    bool m_runs = false;
};
