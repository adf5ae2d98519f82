#include "app/speech/device_choice.h"

#include <algorithm>

namespace app::speech {

const QAudioDevice *findDevice(const QList<QAudioDevice> &devices, const QByteArray &id) {
    const auto found =
        std::find_if(devices.begin(), devices.end(), [&](const QAudioDevice &device) { return device.id() == id; });
    return found == devices.end() ? nullptr : &*found;
}

DeviceChoice chooseDevices(const QList<QAudioDevice> &present, const QAudioDevice &standard,
                           const QByteArray &wantedMonitor, const QByteArray &wantedProgram) {
    DeviceChoice choice;
    QList<QAudioDevice> forMonitor = present;
    if (!wantedProgram.isEmpty()) {
        if (const QAudioDevice *program = findDevice(present, wantedProgram))
            choice.program = *program;
        forMonitor.removeIf([&](const QAudioDevice &device) { return device.id() == wantedProgram; });
    }
    for (const QByteArray &id : {wantedMonitor, standard.id()}) {
        const QAudioDevice *found = id.isEmpty() ? nullptr : findDevice(forMonitor, id);
        if (found && choice.monitor.isNull())
            choice.monitor = *found;
    }
    if (choice.monitor.isNull() && !forMonitor.isEmpty())
        choice.monitor = forMonitor.first();
    return choice;
}

} // namespace app::speech
