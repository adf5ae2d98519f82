// What keeps a line from being spoken or heard, in words.
#pragma once

#include "app/problem.h"
#include "app/script/script.h"

namespace ui::studio {

app::Problem nothingToSay();
app::Problem noVoice(const app::script::Line &line);
app::Problem leftOut(const QStringList &voiceIds,
                     int lines); // of several that were to be made; the voices are not here
app::Problem recordingShortened(const QString &voiceName);
app::Problem pastedTooMuch(qsizetype characters, int mostBytes);
app::Problem noTakeYet();
app::Problem noScheduleToHear(int steps); // EPSS has no table for them
app::Problem noModelToHear();
app::Problem seedTooLarge(const QString &typed);
app::Problem cueOfSeveral(); // lines
app::Problem noTime(const QString &typed);
app::Problem endsBeforeItBegins(const QString &begin); // a cue

} // namespace ui::studio
