#include "app/performance/performance_notice.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace app::performance {

using engine::performance::Concern;
using engine::performance::GpuReading;
using engine::performance::Notice;
using engine::performance::Throttle;

namespace {

class NoticeWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::Words)

public:
    static QString of(Throttle throttle) {
        switch (throttle) {
        case Throttle::Power:
            return tr("its power limit");
        case Throttle::Heat:
            return tr("heat");
        case Throttle::HardwareHeat:
            return tr("heat (its hardware)");
        case Throttle::PowerBrake:
            return tr("the power supply");
        case Throttle::Hardware:
            return tr("its hardware");
        }
        return {};
    }

    static QString of(const GpuReading &gpu) {
        using Why = GpuReading::Why;
        switch (gpu.reason) {
        case Why::NoDriver:
            return tr("no NVIDIA driver was found");
        case Why::DriverNotLoaded:
            return tr("the NVIDIA driver is not loaded");
        case Why::NoCard:
            return tr("no NVIDIA card was found");
        case Why::TooOld:
            return tr("the NVIDIA driver is too old to be asked");
        case Why::NotAllowed:
            return tr("the NVIDIA driver may not be asked by this user");
        case Why::Refused:
            return tr("the NVIDIA driver refused (%1)").arg(gpu.code);
        case Why::Gone:
            return gpu.code != 0 ? tr("the driver says that it is gone (%1)").arg(gpu.code) : tr("it is gone");
        case Why::Silent:
            return tr("its driver has not answered for a while");
        case Why::NotWatched:
            return tr("the machine is not watched");
        case Why::Unsaid:
            break;
        }
        return QString::fromStdString(gpu.why);
    }

    static QString listed(const std::vector<Throttle> &throttles) {
        QStringList words;
        for (const Throttle throttle : throttles)
            words << of(throttle);
        return words.join(tr(", ", "between reasons"));
    }

    static Problem of(const Notice &notice, const GpuReading &gpu, const engine::performance::Thresholds &thresholds) {
        const QString detail = QString::fromStdString(notice.what);
        switch (notice.concern) {
        case Concern::Hot:
            return {tr("The graphics card is at %L1 °C.").arg(gpu.temperature.value_or(thresholds.hot), 0, 'f', 0),
                    tr("Let it breathe: clean its fan, a cooler room, or fewer steps (NFE). Above %L1 °C it becomes "
                       "slower and ages.")
                        .arg(thresholds.hot, 0, 'f', 0),
                    detail};
        case Concern::Throttled:
            return {tr("The graphics card is held back by %1: speech takes longer.").arg(listed(gpu.throttle)),
                    tr("Heat: cool it. Power: allow it more, or use a stronger supply."), detail};
        case Concern::GpuLost:
            return {tr("The graphics card does not answer any more."),
                    tr("Choose the processor as device and go on; if the card stays away, start the computer anew."),
                    gpu.why.empty() ? detail : of(gpu)};
        case Concern::IdleWhileSpeaking:
            return {tr("The graphics card is used by %L1 % only while it speaks.")
                        .arg(gpu.utilisation.value_or(0) * 100, 0, 'f', 0),
                    tr("See whether something else keeps the processor busy."), detail};
        case Concern::ClocksNotLocked:
            return {tr("The clocks of the graphics card are not locked: the same text takes a different time each "
                       "time."),
                    tr("Where speed must not vary, lock them: “GPU clocks …”, or “sudo ishowtts clocks lock” at a "
                       "shell."),
                    detail};
        case Concern::SlowSpeech:
            return {thresholds.slowRtf > 0 ? tr("Speech has become slow: the mean RTF of the last five is above %L1.")
                                                 .arg(thresholds.slowRtf, 0, 'f', 2)
                                           : tr("Speech has become slow."),
                    tr("See whether the computer is hot or busy; or take fewer steps (NFE)."), detail};
        case Concern::MemoryGrows:
            return {tr("The memory that this program takes keeps growing."),
                    tr("Save what you do and start it anew; please report it, with Help, “Copy diagnostics”."), detail};
        }
        return {};
    }
};

PerformanceNotice::Weight weightOf(Concern concern) {
    switch (concern) {
    case Concern::GpuLost:
        return PerformanceNotice::Weight::Alarm;
    case Concern::ClocksNotLocked: // so it is wherever nobody locked them
        return PerformanceNotice::Weight::News;
    default:
        return PerformanceNotice::Weight::Attention;
    }
}

} // namespace

std::optional<PerformanceNotice> inWords(const Notice &notice, const GpuReading &gpu,
                                         const engine::performance::Thresholds &thresholds, qint64 at) {
    if (!notice.begins)
        return {};
    return PerformanceNotice{QString::fromStdString(engine::performance::idOf(notice.concern)),
                             weightOf(notice.concern), NoticeWords::of(notice, gpu, thresholds), at};
}

QString nameOf(Throttle throttle) {
    return NoticeWords::of(throttle);
}

QString whyInWords(const GpuReading &gpu) {
    return gpu.state == GpuReading::State::Present ? QString() : NoticeWords::of(gpu);
}

} // namespace app::performance
