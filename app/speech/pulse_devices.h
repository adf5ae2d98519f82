// The sinks of a PulseAudio server, or of PipeWire in its place, told by itself whenever they change. A server that is
// not there, when the program starts or later, is looked for again and again.
#pragma once

#include <chrono>
#include <memory>

#include "app/speech/device_list.h"

namespace app::speech {

class PulseDevices : public DeviceList {
public:
    PulseDevices(); // does not wait
    ~PulseDevices() override;

    QList<OutputDevice> present() override;
    bool isKnown() const override;
    bool serverIsGone() const override;

private:
    class Account; // of one server, as long as it lives

    std::unique_ptr<Account> m_account;
    std::chrono::steady_clock::time_point m_asked;
};

} // namespace app::speech
