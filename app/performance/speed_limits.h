// The figures that iShowTTS watched, with names: lines in the pane and limits of the notices. Any thread.
#pragma once

#include <QList>
#include <QString>

#include "app/performance/series.h"
#include "engine/performance/notices.h"

namespace app::performance {

struct SpeedLimit {
    enum class Kind {
        Above,  // trouble above `value`
        Below,  // trouble below `value`, while something is spoken on the GPU
        Target, // good at or below `value`
        Slope   // trouble when it grows by more than `value` an hour: no line in a plot of values
    };
    QString id;    // "hot", "idle-while-speaking", "rtf-0.30", …; the first two as engine::performance::idOf()
    Series series; // whose value it is
    Kind kind = Kind::Above;
    double value = 0; // in the unit of the series (Slope: unit an hour)
    QString name;     // translated: "Hot: 80 °C", "Phase target 0.30"
};

// GPU above 80 °C, used below 50 % while speaking, memory that grows by 64 MB an hour; RTF 0.30, 0.20, 0.18, 0.15,
// 0.11. Where clocks are locked is a series (Series::GpuLockedClock), as it changes.
const QList<SpeedLimit> &speedLimits(); // in the language at the first call
engine::performance::Thresholds standardThresholds();

} // namespace app::performance
