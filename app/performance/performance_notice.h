// What a person should know about heat and speed, in their language: engine/performance/notices.h says when it begins
// and is over, change_watch.h what is new on this machine.
#pragma once

#include <QMetaType>
#include <QString>

#include <optional>

#include "app/problem.h"
#include "engine/performance/notices.h"

namespace app::performance {

struct PerformanceNotice {
    enum class Weight { News, Attention, Alarm };

    QString id; // "hot", …: as engine::performance::idOf(), the handbook's page; "changed": change_watch.h
    Weight weight = Weight::Attention;
    Problem problem; // what, remedy; the detail may name the figures
    qint64 at = 0;   // ms since 1970 UTC, when it began
};

// Translated; figures are those of the readings. Nothing for one that is over.
std::optional<PerformanceNotice> inWords(const engine::performance::Notice &notice,
                                         const engine::performance::GpuReading &gpu,
                                         const engine::performance::Thresholds &thresholds, qint64 at);
QString nameOf(engine::performance::Throttle throttle); // translated: "its power limit"
// Translated: why there are no figures of a GPU, as a part of a sentence ("no NVIDIA driver was found"); empty when
// there are.
QString whyInWords(const engine::performance::GpuReading &gpu);

} // namespace app::performance

Q_DECLARE_METATYPE(app::performance::PerformanceNotice)
