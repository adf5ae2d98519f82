#include "ui/studio/line_problems.h"

#include <QCoreApplication>

namespace ui::studio {

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::LineProblems)
};

} // namespace

app::Problem nothingToSay() {
    return {Said::tr("There is nothing to say."), Said::tr("Type a text first, then speak it."), {}};
}

app::Problem noVoice(const app::script::Line &line) {
    if (line.voiceId.isEmpty()) {
        return {Said::tr("No voice is chosen."), Said::tr("Choose one above the text."), {}};
    }
    return {Said::tr("The voice %1 of this line is not there.").arg(line.voiceId),
            Said::tr("Choose another one for the line, or put its folder back."),
            {}};
}

app::Problem recordingShortened(const QString &voiceName) {
    return {Said::tr("Only the first 12 s of the recording of %1 are used.").arg(voiceName),
            Said::tr("Its transcript must end there too: shorten both to 12 s."),
            {}};
}

app::Problem pastedTooMuch(qsizetype characters, int mostBytes) {
    return {Said::tr("Only the first part of the %L1 pasted characters fits.").arg(characters),
            Said::tr("Speak long texts in parts of at most %L1 bytes: as many English letters, or a third as many "
                     "Chinese characters.")
                .arg(mostBytes),
            {}};
}

app::Problem noTakeYet() {
    return {
        Said::tr("This line has no take yet."), Said::tr("Speak it once; then it can be heard at two loudnesses."), {}};
}

app::Problem noScheduleToHear(int steps) {
    return {Said::tr("With %1 steps both schedules are the same.").arg(steps),
            Said::tr("EPSS has tables for 5, 6, 7, 10, 12 and 16 steps."),
            {}};
}

app::Problem seedTooLarge(const QString &typed) {
    return {
        Said::tr("%1 is too large for a seed.").arg(typed), Said::tr("The largest one is 18446744073709551615."), {}};
}

} // namespace ui::studio
