#include "app/exporting/export_plan.h"

#include <algorithm>

#include "app/cloning/line_maker.h"
#include "app/script/script_document.h"

namespace app::exporting {

PlannedLine planLine(int number, const script::Line &line, const cloning::LineMaker &lines) {
    const cloning::LineStanding standing = lines.standing(line.id);
    PlannedLine planned{number, line.id, line.text, standing.newest, false, line.cue};
    script::Line anySeed = line; // who stars a take has chosen its seed
    anySeed.seed.reset();
    if (standing.starred && lines.says(*standing.starred, anySeed)) {
        planned.take = standing.starred;
        planned.current = true;
    } else {
        planned.current = standing.newest && lines.says(*standing.newest, line);
    }
    return planned;
}

ExportPlan planExport(const script::ScriptDocument &document, const cloning::LineMaker &lines) {
    ExportPlan plan;
    int number = 0;
    for (const script::Line &line : document.script().lines) {
        ++number;
        if (!script::isBlank(line))
            plan << planLine(number, line, lines);
    }
    return plan;
}

QStringList notMade(const ExportPlan &plan) {
    QStringList ids;
    for (const PlannedLine &line : plan) {
        if (!line.take)
            ids << line.lineId;
    }
    return ids;
}

QStringList changed(const ExportPlan &plan) {
    QStringList ids;
    for (const PlannedLine &line : plan) {
        if (line.take && !line.current)
            ids << line.lineId;
    }
    return ids;
}

double secondsOf(const ExportPlan &plan) {
    double seconds = 0;
    for (const PlannedLine &line : plan)
        seconds += line.take ? line.take->seconds : 0;
    return seconds;
}

double secondsOf(const ExportPlan &plan, double pause, bool timed) {
    double end = 0;
    bool first = true;
    for (const PlannedLine &line : plan) {
        const double next = end + (first ? 0 : pause);
        end = (timed && line.cue ? std::max(line.cue->begin, end) : next) + (line.take ? line.take->seconds : 0);
        first = false;
    }
    return end;
}

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
