// Which devices there are to play on, as it becomes known. On the audio thread; only the making of the list may wait,
// for the sound server's first answer.
#pragma once

#include <QList>

#include <memory>

#include "app/speech/sound_stream.h"

namespace app::speech {

class DeviceList {
public:
    DeviceList() = default;
    virtual ~DeviceList() = default;
    DeviceList(const DeviceList &) = delete;
    DeviceList &operator=(const DeviceList &) = delete;

    // As far as it is known; looks for a server that is not there, or no more, about twice a second. Call it often.
    virtual QList<OutputDevice> present() = 0;
    virtual bool isKnown() const = 0;      // somebody has answered, or nobody ever will
    virtual bool serverIsGone() const = 0; // nobody is there who could answer
};

std::unique_ptr<DeviceList> listDevices(SoundSystem system);

} // namespace app::speech
