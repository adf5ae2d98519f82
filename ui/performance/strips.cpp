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

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::Strips)
};

std::vector<Strip> makeStrips() {
    using engine::performance::Throttle;
    using Form = PlotSeries::Form;
    const QString gpu = Words::tr("GPU");
    const QString cpu = Words::tr("CPU");
    const auto flag = [](Series series, Throttle why, Ink ink) {
        return StripLine{series, app::performance::nameOf(why), ink, Form::Band};
    };
    return {
        {QStringLiteral("rtf"),
         Words::tr("RTF"),
         {},
         Strip::Kind::Events,
         {{Series::Rtf, {}, Ink::Accent, Form::Dots}},
         0,
         0.35,
         1.75},
        {QStringLiteral("first-audio"),
         Words::tr("First audio"),
         Words::tr("s"),
         Strip::Kind::Events,
         {{Series::FirstAudio, {}, Ink::Accent, Form::Dots}},
         0,
         0.5},
        {QStringLiteral("queue"),
         Words::tr("Queue"),
         {},
         Strip::Kind::Steps,
         {{Series::SpeechQueue, Words::tr("speech")}, {Series::DanmakuQueue, Words::tr("chat"), Ink::Quiet}},
         0,
         4},
        {QStringLiteral("temperature"),
         Words::tr("Temperature"),
         Words::tr("°C"),
         Strip::Kind::Lines,
         {{Series::GpuTemperature, gpu}, {Series::CpuTemperature, cpu, Ink::Quiet}},
         30,
         90},
        {QStringLiteral("utilisation"),
         Words::tr("Used"),
         Words::tr("%"),
         Strip::Kind::Lines,
         {{Series::GpuUtilisation, gpu}, {Series::CpuUtilisation, cpu, Ink::Quiet}},
         0,
         100},
        {QStringLiteral("clock"),
         Words::tr("GPU clock"),
         Words::tr("MHz"),
         Strip::Kind::Lines,
         {{Series::GpuLockedClock, Words::tr("locked at"), Ink::Good, Form::Band}, // below what it is
          {Series::ClocksLocked, Words::tr("not locked"), Ink::Attention, Form::Band, true},
          {Series::GpuMostClock, Words::tr("most"), Ink::Quiet, Form::DottedLine},
          {Series::GpuClock}},
         0,
         500,
         1.5},
        {QStringLiteral("power"),
         Words::tr("GPU power"),
         Words::tr("W"),
         Strip::Kind::Lines,
         {{Series::GpuPower}},
         0,
         20},
        {QStringLiteral("memory"),
         Words::tr("Memory"),
         Words::tr("MB"),
         Strip::Kind::Lines,
         {{Series::GpuMemory, gpu},
          {Series::OwnMemory, Words::tr("Studio"), Ink::Text},
          {Series::MachineMemory, Words::tr("machine"), Ink::Quiet}},
         0,
         1000},
        {QStringLiteral("throttle"),
         Words::tr("Held back by"),
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
