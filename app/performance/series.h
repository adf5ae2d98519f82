// What is measured over time, and how a person names and counts it. Values are in the unit of seriesFacts(); a value
// that is not known is no value: NaN and infinity are never stored. Times are ms since 1970 UTC, by
// PerformanceWatch::now(), which never goes backwards.
#pragma once

#include <QString>
#include <QtGlobal>

#include <array>
#include <cstddef>

namespace app::performance {

enum class Series {
    GpuTemperature, // °C
    GpuUtilisation, // %, 0…100
    GpuClock,       // MHz
    GpuMostClock,   // MHz: what it could do
    ClocksLocked,   // 0 or 1; none where nobody can tell
    GpuLockedClock, // MHz it is locked at, as long as it is
    GpuPower,       // W
    GpuMemory,      // MB (10⁶ bytes) in use
    // What holds the clock back: 0 or 1 each.
    ThrottlePower,
    ThrottleHeat,
    ThrottleHardwareHeat,
    ThrottlePowerBrake,
    ThrottleHardware,
    CpuUtilisation, // %, 0…100, of all processors
    CpuTemperature, // °C
    MachineMemory,  // MB in use
    OwnMemory,      // MB that this program holds
    SpeechQueue,    // jobs that wait or run
    DanmakuQueue,   // messages that will be read
    // One value per utterance, at its end; what it was is in PerformanceWatch::utterances().
    Rtf,
    FirstAudio, // s
};
inline constexpr std::size_t kSeries = 21;

struct SeriesFacts {
    Series series;
    QString id;         // "gpu-temperature": for files and settings; never changes
    QString name;       // translated
    QString unit;       // "°C"; empty: a bare number
    int digits = 0;     // behind the point, where all of it is shown
    bool event = false; // values stand alone (Rtf, FirstAudio): points, not a line
    bool flag = false;  // 0 or 1
};
const SeriesFacts &seriesFacts(Series series); // in the language at the first call
const std::array<SeriesFacts, kSeries> &allSeries();

// One value (from == to, low == high == mean), or several that share a pixel.
struct SeriesPoint {
    qint64 from = 0; // ms, of the first value
    qint64 to = 0;   // ms, of the last one
    float low = 0;
    float high = 0;
    float mean = 0;
    bool gap = false; // nothing was measured for a while before it: do not draw a line to here

    bool operator==(const SeriesPoint &) const = default;
};

} // namespace app::performance
