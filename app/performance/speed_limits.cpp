#include "app/performance/speed_limits.h"

#include <QCoreApplication>
#include <QLocale>

#include "engine/performance/trend_picture.h"

namespace app::performance {

using engine::performance::Concern;

namespace {

class LimitWords {
    Q_DECLARE_TR_FUNCTIONS(app::performance::Words)

public:
    static QList<SpeedLimit> all() {
        using Kind = SpeedLimit::Kind;
        const auto idOf = [](Concern concern) { return QString::fromStdString(engine::performance::idOf(concern)); };
        const engine::performance::Thresholds limits = standardThresholds();
        QList<SpeedLimit> list{
            {idOf(Concern::Hot), Series::GpuTemperature, Kind::Above, limits.hot, tr("Hot: %1 °C").arg(limits.hot)},
            {idOf(Concern::IdleWhileSpeaking), Series::GpuUtilisation, Kind::Below, limits.idleLoad * 100,
             tr("Used too little while speaking: %1 %").arg(limits.idleLoad * 100)},
            {idOf(Concern::MemoryGrows), Series::OwnMemory, Kind::Slope, limits.growthPerHour / 1e6,
             tr("Memory grows: %1 MB an hour").arg(limits.growthPerHour / 1e6)},
        };
        int phase = 0;
        for (const double target : engine::performance::kPhases) {
            const QString digits = QLocale::c().toString(target, 'f', 2);
            list.push_back({QStringLiteral("rtf-") + digits, Series::Rtf, Kind::Target, target,
                            tr("Phase %1: %L2").arg(++phase).arg(target, 0, 'f', 2)});
        }
        return list;
    }
};

} // namespace

const QList<SpeedLimit> &speedLimits() {
    static const auto all = LimitWords::all();
    return all;
}

engine::performance::Thresholds standardThresholds() {
    return {}; // the engine's are iShowTTS's
}

} // namespace app::performance
