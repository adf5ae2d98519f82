#include "app/speech/device_choice.h"

#include <algorithm>

namespace app::speech {

const OutputDevice *findDevice(const QList<OutputDevice> &devices, const QByteArray &id) {
    const auto found =
        std::find_if(devices.begin(), devices.end(), [&](const OutputDevice &device) { return device.id == id; });
    return found == devices.end() ? nullptr : &*found;
}

DeviceChoice chooseDevices(const QList<OutputDevice> &present, const QByteArray &wantedMonitor,
                           const QByteArray &wantedProgram) {
    DeviceChoice choice;
    QList<OutputDevice> forMonitor = present;
    if (!wantedProgram.isEmpty()) {
        if (const OutputDevice *program = findDevice(present, wantedProgram))
            choice.program = *program;
        forMonitor.removeIf([&](const OutputDevice &device) { return device.id == wantedProgram; });
    }
    const auto standard =
        std::find_if(forMonitor.begin(), forMonitor.end(), [](const OutputDevice &device) { return device.isDefault; });
    if (const OutputDevice *wanted = findDevice(forMonitor, wantedMonitor))
        choice.monitor = *wanted;
    else if (standard != forMonitor.end())
        choice.monitor = *standard;
    else if (!forMonitor.isEmpty())
        choice.monitor = forMonitor.first();
    return choice;
}

} // namespace app::speech
