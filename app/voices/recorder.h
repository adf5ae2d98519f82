// A voice from a microphone: a second of the room, a count of three, up to a minute of speech. GUI thread.
//
// Time is counted in samples of the microphone, so that a busy window takes nothing away. What was recorded stays when
// the microphone goes away in the middle: recorded() comes then, too, and problem() says what happened.
#pragma once

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

#include "app/problem.h"
#include "app/voices/microphone.h"
#include "app/voices/recording_session.h"
#include "engine/clip.h"

namespace app::voices {

class Recorder : public QObject {
    Q_OBJECT

public:
    using Opener = std::function<std::unique_ptr<Microphone>(const QByteArray &id)>;

    explicit Recorder(QObject *parent = nullptr, Opener opener = openMicrophone);
    ~Recorder() override;

    // Closed: no microphone is used. Opening: it was asked for. Ready: its level is shown.
    enum class Stage { Closed, Opening, Ready, Room, CountIn, Recording };
    Q_ENUM(Stage)
    Stage stage() const { return m_stage; }
    QList<InputDevice> devices() const { return m_devices; } // empty until the first devicesChanged()

    void open(const QByteArray &device = {}); // "" = the system's; also to change it, which throws away what runs
    void close();
    void start();               // from Ready: Room for a second, CountIn for three, Recording
    void finish();              // recorded(), when something was recorded; Ready again
    engine::ClipPtr takeAway(); // the same without recorded(); null: nothing was recorded
    void cancel();              // back to Ready; what was recorded is thrown away

Q_SIGNALS:
    void devicesChanged(const QList<app::voices::InputDevice> &devices);
    void stageChanged(app::voices::Recorder::Stage stage);
    void levelChanged(double peakDbfs, double rmsDbfs); // about 40 times a second while a microphone is open
    void roomMeasured(const app::voices::RoomNoise &room);
    void countedIn(int secondsLeft); // 3, 2, 1
    void elapsed(double seconds, double secondsLeft);
    void recorded(const engine::ClipPtr &clip, bool whole); // whole: not cut off by a microphone that went away
    void problem(const app::Problem &problem);

private:
    void tick();
    void setStage(Stage stage);
    void keep(bool whole);
    void lose(); // the microphone

    const Opener m_opener;
    std::unique_ptr<Microphone> m_microphone;
    RecordingSession m_session;
    QList<InputDevice> m_devices;
    QString m_name; // of the microphone, for messages
    QByteArray m_device;
    Stage m_stage = Stage::Closed;
    std::chrono::steady_clock::time_point m_heard; // when sound came last
    QTimer m_tick;
};

} // namespace app::voices
