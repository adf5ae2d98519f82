// Which take stands for each line of the script when it leaves as sound. GUI thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

#include "app/takes/take_record.h"

namespace app::cloning {
class LineMaker;
}
namespace app::script {
class ScriptDocument;
struct Line;
} // namespace app::script

namespace app::exporting {

// A line that is not blank.
struct PlannedLine {
    int number = 0; // in the script, from 1
    QString lineId;
    QString text;                          // as it stands there
    std::optional<takes::TakeRecord> take; // none: it was never made
    bool current = false;                  // the take says what stands there, in that voice and speed
};

using ExportPlan = QList<PlannedLine>; // top down

PlannedLine planLine(int number, const script::Line &line, const cloning::LineMaker &lines);

// All lines that are not blank. The starred take when it says what stands in the line, else the newest one.
ExportPlan planExport(const script::ScriptDocument &document, const cloning::LineMaker &lines);

QStringList notMade(const ExportPlan &plan); // ids of lines without a take
QStringList changed(const ExportPlan &plan); // ids of lines whose take says something else
double secondsOf(const ExportPlan &plan);    // of sound, without pauses

// What happens with lines that have no take of what they say.
enum class Unmade {
    Make,     // first
    LeaveOut, // of the export
    AsMade,   // changed ones as they were made last; those without a take are left out
};

} // namespace app::exporting
