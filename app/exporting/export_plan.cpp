#include "app/exporting/export_plan.h"

#include <algorithm>

#include "app/cloning/line_maker.h"
#include "app/cloning/spoken_lines.h"
#include "app/script/script_document.h"

namespace app::exporting {

PlannedLine planLine(int number, const script::Line &line, const cloning::LineMaker &lines) {
    const cloning::LineStanding standing = lines.standing(line.id);
    PlannedLine planned{number, line.id, line.text, standing.newest, false, false, line.cue};
    script::Line anySeed = line; // who stars a take has chosen its seed
    anySeed.seed.reset();
    if (standing.starred && lines.says(*standing.starred, anySeed)) {
        planned.take = standing.starred;
        planned.current = true;
    } else {
        planned.current = standing.newest && lines.says(*standing.newest, line);
        planned.otherwise = planned.current && standing.otherwise;
    }
    if (planned.take)
        planned.caption = lines.spoken().withoutTags(planned.take->text, planned.take->voiceId);
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

QStringList madeOtherwise(const ExportPlan &plan) {
    QStringList ids;
    for (const PlannedLine &line : plan) {
        if (line.otherwise)
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

} // namespace app::exporting
