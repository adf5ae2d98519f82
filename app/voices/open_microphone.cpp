#include "app/voices/microphone.h"

#ifdef ISHOWTTS_HAVE_PULSE
#include "app/voices/pulse_input.h"
#else
#include "app/voices/qt_input.h"
#endif

namespace app::voices {

std::unique_ptr<Microphone> openMicrophone(const QByteArray &id) {
#ifdef ISHOWTTS_HAVE_PULSE
    return std::make_unique<PulseInput>(id);
#else
    return std::make_unique<QtInput>(id);
#endif
}

std::unique_ptr<Microphone> lookForMicrophones() {
#ifdef ISHOWTTS_HAVE_PULSE
    return std::make_unique<PulseInput>(QByteArray(), Microphone::Use::Look);
#else
    return std::make_unique<QtInput>(QByteArray(), Microphone::Use::Look);
#endif
}

} // namespace app::voices
