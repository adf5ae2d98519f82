// Which take stands for each line of the script when it leaves as sound. GUI thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

#include "app/script/script.h"
#include "app/takes/take_record.h"

namespace app::cloning {
class LineMaker;
}
namespace app::script {
class ScriptDocument;
}

namespace app::exporting {

// A line that is not blank.
struct PlannedLine {
    int number = 0; // in the script, from 1
    QString lineId;
    QString text;                          // as it stands there
    std::optional<takes::TakeRecord> take; // none: it was never made
    bool current = false;                  // the take says what stands there, in that voice and speed
    bool otherwise = false; // current, but made with other settings than those of now; never a starred one
    std::optional<script::CueTimes> cue = {};
    QString caption = {};             // what the take says, without tags; "" = its text
    std::optional<double> pause = {}; // s before it, 0 or more, also before the first; none: as between all lines
};

using ExportPlan = QList<PlannedLine>; // top down

PlannedLine planLine(int number, const script::Line &line, const cloning::LineMaker &lines);

// All lines that are not blank. The starred take when it says what stands in the line, else the newest one.
ExportPlan planExport(const script::ScriptDocument &document, const cloning::LineMaker &lines);

QStringList notMade(const ExportPlan &plan); // ids of lines without a take
QStringList changed(const ExportPlan &plan); // ids of lines whose take says something else
QStringList madeOtherwise(const ExportPlan &plan);
double secondsOf(const ExportPlan &plan); // of sound, without pauses
// Of one file with this pause (s) between two lines; `timed`: lines with a cue begin with it.
double secondsOf(const ExportPlan &plan, double pause, bool timed);

// A line whose take lasts longer than its cue.
struct Overrun {
    int number = 0; // of the line, from 1
    QString lineId;
    double over = 0;   // s, longer than the cue
    double factor = 1; // so much faster it would fit
};

// A line may go on for as long behind its cue where nobody else speaks: subtitles end early, and half a second is not
// noticed.
inline constexpr double kMayRunOver = 0.5; // s
inline constexpr double kFasterForCue =
    1.35; // at most so much faster than the Studio's speed is a line made for its cue

QList<Overrun> overruns(const ExportPlan &plan); // top down

// What happens with lines that have no take of what they say.
enum class Unmade {
    Make,     // first
    LeaveOut, // of the export
    AsMade,   // changed ones as they were made last; those without a take are left out
};

} // namespace app::exporting
