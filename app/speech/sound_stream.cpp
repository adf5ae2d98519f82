#include "app/speech/sound_stream.h"

#include <exception>
#include <utility>

#include "app/speech/qt_stream.h"
#ifdef ISHOWTTS_HAVE_PULSE
#include "app/speech/pulse_stream.h"
#endif

namespace app::speech {

std::unique_ptr<SoundStream> openStream([[maybe_unused]] SoundSystem system, const OutputDevice &device,
                                        SoundStream::Source source, QString *whyNot) {
#ifdef ISHOWTTS_HAVE_PULSE
    if (system == SoundSystem::Direct)
        return std::make_unique<PulseStream>(device.id, std::move(source));
#endif
    try {
        auto stream = std::make_unique<QtStream>(qtDevice(device.id), std::move(source));
        *whyNot = stream->whyNot();
        if (whyNot->isEmpty())
            return stream;
    } catch (const std::exception &error) {
        *whyNot = QString::fromUtf8(error.what());
    }
    return nullptr;
}

} // namespace app::speech
