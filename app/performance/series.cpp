#include "app/performance/series.h"

#include <QCoreApplication>

namespace app::performance {

namespace {

class SeriesWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::Words)

    static QString id(const char *text) { return QString::fromLatin1(text); }

    static SeriesFacts figure(Series series, const char *name, const QString &words, const QString &unit,
                              int digits = 0) {
        return {series, id(name), words, unit, digits};
    }
    static SeriesFacts flag(Series series, const char *name, const QString &words) {
        return {series, id(name), words, {}, 0, false, true};
    }
    static SeriesFacts event(Series series, const char *name, const QString &words, const QString &unit) {
        return {series, id(name), words, unit, 3, true};
    }

public:
    static std::array<SeriesFacts, kSeries> all() {
        const QString degrees = QStringLiteral("°C");
        const QString percent = QStringLiteral("%");
        const QString megabytes = QStringLiteral("MB");
        return {
            figure(Series::GpuTemperature, "gpu-temperature", tr("GPU temperature"), degrees),
            figure(Series::GpuUtilisation, "gpu-utilisation", tr("GPU utilisation"), percent),
            figure(Series::GpuClock, "gpu-clock", tr("GPU clock"), QStringLiteral("MHz")),
            figure(Series::GpuMostClock, "gpu-most-clock", tr("Highest GPU clock"), QStringLiteral("MHz")),
            flag(Series::ClocksLocked, "clocks-locked", tr("Clocks locked")),
            figure(Series::GpuLockedClock, "gpu-locked-clock", tr("Locked GPU clock"), QStringLiteral("MHz")),
            figure(Series::GpuPower, "gpu-power", tr("GPU power"), QStringLiteral("W"), 1),
            figure(Series::GpuMemory, "gpu-memory", tr("GPU memory"), megabytes),
            flag(Series::ThrottlePower, "throttle-power", tr("Held back by its power limit")),
            flag(Series::ThrottleHeat, "throttle-heat", tr("Held back by heat")),
            flag(Series::ThrottleHardwareHeat, "throttle-hardware-heat", tr("Held back by its hardware: heat")),
            flag(Series::ThrottlePowerBrake, "throttle-power-brake", tr("Held back by the power supply")),
            flag(Series::ThrottleHardware, "throttle-hardware", tr("Held back by its hardware")),
            figure(Series::CpuUtilisation, "cpu-utilisation", tr("Processor utilisation"), percent),
            figure(Series::CpuTemperature, "cpu-temperature", tr("Processor temperature"), degrees),
            figure(Series::MachineMemory, "memory", tr("Memory in use"), megabytes),
            figure(Series::OwnMemory, "own-memory", tr("Memory of this program"), megabytes, 1),
            figure(Series::SpeechQueue, "speech-queue", tr("Speech queue"), {}),
            figure(Series::DanmakuQueue, "danmaku-queue", tr("Messages to be read"), {}),
            event(Series::Rtf, "rtf", tr("Real-time factor"), {}),
            event(Series::FirstAudio, "first-audio", tr("First audio"), QStringLiteral("s")),
        };
    }
};

} // namespace

const std::array<SeriesFacts, kSeries> &allSeries() {
    static const auto all = SeriesWords::all();
    return all;
}

const SeriesFacts &seriesFacts(Series series) {
    return allSeries()[std::size_t(series)];
}

} // namespace app::performance
