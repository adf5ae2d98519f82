// A source of a PulseAudio server, or of PipeWire in its place, spoken to directly. It never moves to another device:
// when its own goes, it is broken.
#pragma once

#include <optional>

#include "app/sound/pulse_connection.h"
#include "app/voices/microphone.h"

struct pa_source_info;

namespace app::voices {

class PulseInput : public Microphone {
public:
    // source: its name, "" for the default one; the first microphone when that is what a loudspeaker plays. Opened by a
    // thread of libpulse.
    explicit PulseInput(const QByteArray &source, Use use = Use::Listen);

    std::vector<float> take() override;
    bool isOpen() const override;
    bool isBroken() const override;
    QString whyNot() const override;
    QList<InputDevice> devices() const override;

private:
    void begin(); // these on libpulse's thread, which holds the lock
    void connectStream(const QByteArray &source);
    void chooseDefault(); // among what was gathered
    void readStream();
    void askForDevices();
    void addDevice(const pa_source_info &info);
    void listDevices();

    const QByteArray m_source;
    const Use m_use;
    bool m_noMicrophone = false;
    QByteArray m_default;           // the server's
    QList<InputDevice> m_gathering; // while the server tells
    std::optional<QList<InputDevice>> m_devices;
    std::vector<float> m_waiting;
    sound::PulseConnection m_connection; // last: its thread uses the others
};

} // namespace app::voices
