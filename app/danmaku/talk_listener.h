// A microphone that is only measured, for "Hold while I talk". It is read on a thread of its own, where its sound ends:
// what leaves the thread is whether somebody talks, a level, and names of devices. Nothing of it is kept, sent or
// logged. A device that goes leaves nobody held, and is listened to again when it is back. GUI thread; waits for
// nothing but the end of its thread when it is destroyed, and leaves one behind that does not answer (through Qt, a
// sound server that does not either keeps it).
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QThread>

#include <functional>
#include <memory>

#include "app/danmaku/talk_gate.h"
#include "app/voices/microphone.h"

namespace app::danmaku {

// ms; tests have more or less of it.
struct TalkPatience {
    int missing = 5'000;   // with a microphone that is not there or cannot be opened
    int silent = 5'000;    // with an open one that gives nothing, as it gives something all the time
    int loud = 60'000;     // with who does not stop talking
    int bridges = 600'000; // with bridges that send nothing: there is no end of them
    int ending = 3'000;    // with a thread that shall end
};

class TalkListener : public QObject {
    Q_OBJECT

public:
    enum class State {
        Off,
        Opening,
        Listening,
        Missing, // the device is not there, or gives nothing; it is looked for
    };

    using Looker = std::function<std::unique_ptr<voices::Microphone>()>;

    explicit TalkListener(const TalkPatience &patience = {}, QObject *parent = nullptr,
                          Looker looker = voices::lookForMicrophones);
    ~TalkListener() override;

    void look(bool wanted);                // devices() are looked for; none is opened for that
    void listen(const QByteArray &device); // its id; "": the system's, also when that becomes another one
    void close();                          // nobody listens any more
    void setRules(const TalkRules &rules);
    void setReading(bool reading); // TalkGate::setReading()

    State state() const { return m_news.state; }
    bool talks() const { return m_news.talks; }
    bool isSilent() const { return m_news.silent; }           // Missing: it is open, and gives nothing
    const QString &microphone() const { return m_news.name; } // that is or was listened to, for people; "": none yet
    const QList<voices::InputDevice> &devices() const { return m_devices; } // as far as they are known now

Q_SIGNALS:
    void changed(); // state, talks or microphone
    void devicesChanged();
    void levelChanged(double dbfs, double line); // about 25 times a second while it listens; the line that counts now

private:
    class Ears;
    struct Door; // from the thread to this one
    struct Wish {
        quint64 number = 0; // news of an older one are none
        bool looks = false, listens = false;
        QByteArray device;
    };
    struct News {
        State state = State::Off;
        bool talks = false;
        QString name;
        bool silent = false;

        bool operator==(const News &) const = default;
    };

    Ears &ears();
    void wish();
    void take(quint64 wish, const News &news);

    const TalkPatience m_patience;
    const Looker m_looker;
    const std::shared_ptr<Door> m_door;
    TalkRules m_rules;
    bool m_reading = false;
    Wish m_wish;
    News m_news;
    QList<voices::InputDevice> m_devices;
    QThread *m_thread = nullptr; // both are null until something is wanted
    Ears *m_ears = nullptr;      // on m_thread, which removes it
};

} // namespace app::danmaku
