// Which devices are used, of those that are there. Two rules keep what is private private: the program is the chosen
// device or none, and the monitor is never the program's device.
#pragma once

#include <QAudioDevice>
#include <QByteArray>
#include <QList>

namespace app::speech {

struct DeviceChoice {
    QAudioDevice monitor; // null: none is left for it
    QAudioDevice program; // null: none chosen, or it is not there
};

// `standard` is the system's; wantedMonitor empty = the system's, wantedProgram empty = none.
DeviceChoice chooseDevices(const QList<QAudioDevice> &present, const QAudioDevice &standard,
                           const QByteArray &wantedMonitor, const QByteArray &wantedProgram);

const QAudioDevice *findDevice(const QList<QAudioDevice> &devices, const QByteArray &id); // null: not there

} // namespace app::speech
