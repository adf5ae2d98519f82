#include "app/speech/device_list.h"

#include "app/speech/qt_stream.h"
#ifdef ISHOWTTS_HAVE_PULSE
#include "app/speech/pulse_devices.h"
#endif

namespace app::speech {

namespace {

// Its first use loads Qt's media plug-in and connects to the sound server. Qt 6.4 looks for a server that is not there
// when the program starts never again, and for one that died once.
class QtDevices : public DeviceList {
public:
    QList<OutputDevice> present() override { return qtDevices(); }
    bool isKnown() const override { return true; }
    bool serverIsGone() const override { return false; }
};

} // namespace

std::unique_ptr<DeviceList> listDevices([[maybe_unused]] SoundSystem system) {
#ifdef ISHOWTTS_HAVE_PULSE
    if (system == SoundSystem::Direct)
        return std::make_unique<PulseDevices>();
#endif
    return std::make_unique<QtDevices>();
}

} // namespace app::speech
