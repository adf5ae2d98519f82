// Of export_plan.h, without what makes lines.
#include <algorithm>

#include "app/exporting/export_plan.h"

namespace app::exporting {

QList<Overrun> overruns(const ExportPlan &plan) {
    QList<Overrun> found;
    double next = script::kLatestCue + kMayRunOver; // when the line after this one begins
    for (auto line = plan.rbegin(); line != plan.rend(); ++line) {
        if (!line->cue)
            continue;
        const script::CueTimes &cue = *line->cue;
        const double room = cue.seconds() + std::clamp(next - cue.end, 0.0, kMayRunOver);
        if (line->take && line->take->seconds > room + 0.005)
            found.prepend({line->number, line->lineId, line->take->seconds - cue.seconds(),
                           line->take->seconds / std::max(room, 0.01)});
        next = cue.begin;
    }
    return found;
}

} // namespace app::exporting
