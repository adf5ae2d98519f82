// A microphone that is open: sound at 24 kHz, mono, and what other microphones there are. Used from one thread; what
// the sound server says arrives on others.
#pragma once

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

#include <memory>
#include <vector>

namespace app::voices {

struct InputDevice {
    QByteArray id;
    QString name;           // for people
    bool isDefault = false; // the system's
    bool isMonitor = false; // what a loudspeaker plays: never the default

    bool operator==(const InputDevice &) const = default;
};

class Microphone {
public:
    enum class Use { Listen, Look }; // Look: which ones there are, and none is opened

    virtual ~Microphone() = default;

    // What came since the last call; at most kMostWaiting seconds are kept for who does not ask.
    virtual std::vector<float> take() = 0;
    virtual bool isOpen() const = 0;   // sound comes, or did until now
    virtual bool isBroken() const = 0; // nothing will come any more: the device or the server is gone, or never was
    virtual QString whyNot() const = 0;
    virtual QList<InputDevice> devices() const = 0; // as far as they are known now; monitors come last
};
inline constexpr double kMostWaiting = 70;

// id "": the system's. Through libpulse where the server is one, else through Qt. Does not wait.
std::unique_ptr<Microphone> openMicrophone(const QByteArray &id);
std::unique_ptr<Microphone> lookForMicrophones();

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::InputDevice)
