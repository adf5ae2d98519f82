// Which devices are used, of those that are there. Two rules keep what is private private: the program is the chosen
// device or none, and the monitor is never the program's device.
#pragma once

#include <QByteArray>
#include <QList>

#include "app/speech/sound_stream.h"

namespace app::speech {

struct DeviceChoice {
    OutputDevice monitor; // null: none is left for it
    OutputDevice program; // null: none chosen, or it is not there
};

// wantedMonitor empty = the system's, wantedProgram empty = none.
DeviceChoice chooseDevices(const QList<OutputDevice> &present, const QByteArray &wantedMonitor,
                           const QByteArray &wantedProgram);

const OutputDevice *findDevice(const QList<OutputDevice> &devices, const QByteArray &id); // null: not there

} // namespace app::speech
