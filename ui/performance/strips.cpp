#include "ui/performance/strips.h"

#include <QCoreApplication>

#include <algorithm>

#include "app/performance/performance_notice.h"
#include "app/performance/speed_limits.h"

namespace ui::performance {

using app::performance::Series;
using app::performance::SpeedLimit;
using shared::Ink;
using shared::PlotSeries;

namespace {

struct StripWords {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::Strips)
};

std::vector<Strip> makeStrips() {
    using engine::performance::Throttle;
    using Form = PlotSeries::Form;
    const QString gpu = StripWords::tr("GPU");
    const QString cpu = StripWords::tr("CPU");
    const auto flag = [](Series series, Throttle why, Ink ink) {
        return StripLine{series, app::performance::nameOf(why), ink, Form::Band};
    };
    return {
        {QStringLiteral("rtf"),
         StripWords::tr("RTF"),
         {},
         Strip::Kind::Events,
         {{Series::Rtf, {}, Ink::Accent, Form::Dots}},
         0,
         0.35,
         1.75},
        {QStringLiteral("first-audio"),
         StripWords::tr("First audio"),
         StripWords::tr("s"),
         Strip::Kind::Events,
         {{Series::FirstAudio, {}, Ink::Accent, Form::Dots}},
         0,
         0.5},
        {QStringLiteral("queue"),
         StripWords::tr("Queue"),
         {},
         Strip::Kind::Steps,
         {{Series::SpeechQueue, StripWords::tr("speech")}, {Series::DanmakuQueue, StripWords::tr("chat"), Ink::Quiet}},
         0,
         4},
        {QStringLiteral("temperature"),
         StripWords::tr("Temperature"),
         StripWords::tr("°C"),
         Strip::Kind::Lines,
         {{Series::GpuTemperature, gpu}, {Series::CpuTemperature, cpu, Ink::Quiet}},
         30,
         90},
        {QStringLiteral("utilisation"),
         StripWords::tr("Used"),
         StripWords::tr("%"),
         Strip::Kind::Lines,
         {{Series::GpuUtilisation, gpu}, {Series::CpuUtilisation, cpu, Ink::Quiet}},
         0,
         100},
        {QStringLiteral("clock"),
         StripWords::tr("GPU clock"),
         StripWords::tr("MHz"),
         Strip::Kind::Lines,
         {{Series::GpuLockedClock, StripWords::tr("locked at"), Ink::Good, Form::Band}, // below what it is
          {Series::ClocksLocked, StripWords::tr("not locked"), Ink::Attention, Form::Band, true},
          {Series::GpuMostClock, StripWords::tr("most"), Ink::Quiet, Form::DottedLine},
          {Series::GpuClock}},
         0,
         500,
         1.5},
        {QStringLiteral("power"),
         StripWords::tr("GPU power"),
         StripWords::tr("W"),
         Strip::Kind::Lines,
         {{Series::GpuPower}},
         0,
         20},
        {QStringLiteral("memory"),
         StripWords::tr("Memory"),
         StripWords::tr("MB"),
         Strip::Kind::Lines,
         {{Series::GpuMemory, gpu},
          {Series::OwnMemory, StripWords::tr("Studio"), Ink::Text},
          {Series::MachineMemory, StripWords::tr("machine"), Ink::Quiet}},
         0,
         1000},
        {QStringLiteral("throttle"),
         StripWords::tr("Held back by"),
         {},
         Strip::Kind::Flags,
         {flag(Series::ThrottleHeat, Throttle::Heat, Ink::Alarm),
          flag(Series::ThrottleHardwareHeat, Throttle::HardwareHeat, Ink::Alarm),
          flag(Series::ThrottlePower, Throttle::Power, Ink::Attention),
          flag(Series::ThrottlePowerBrake, Throttle::PowerBrake, Ink::Attention),
          flag(Series::ThrottleHardware, Throttle::Hardware, Ink::Attention)},
         0,
         6},
    };
}

} // namespace

const std::vector<Strip> &allStrips() {
    static const std::vector<Strip> strips = makeStrips();
    return strips;
}

std::vector<shared::PlotLevel> levelsOf(const std::vector<const StripLine *> &lines) {
    std::vector<shared::PlotLevel> levels;
    for (const SpeedLimit &limit : app::performance::speedLimits()) {
        const bool here = std::any_of(lines.begin(), lines.end(),
                                      [&](const StripLine *line) { return line->series == limit.series; });
        if (here && limit.kind != SpeedLimit::Kind::Slope)
            levels.push_back(
                {limit.value, limit.name, limit.kind == SpeedLimit::Kind::Target ? Ink::Good : Ink::Attention});
    }
    return levels;
}

} // namespace ui::performance
