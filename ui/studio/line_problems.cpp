#include "ui/studio/line_problems.h"

#include <QCoreApplication>

#include "app/cloning/spoken_lines.h"

namespace ui::studio {

namespace {

struct ProblemWords {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::LineProblems)
};

} // namespace

app::Problem nothingToSay() {
    return {ProblemWords::tr("There is nothing to say."), ProblemWords::tr("Type a text first, then speak it."), {}};
}

app::Problem noVoice(const app::script::Line &line) {
    if (line.voiceId.isEmpty()) {
        return {ProblemWords::tr("No voice is chosen."), ProblemWords::tr("Choose one above the text."), {}};
    }
    return app::cloning::voiceNotThere(line.voiceId);
}

app::Problem leftOut(const QStringList &voiceIds, int lines) {
    if (lines == 1) {
        return {ProblemWords::tr("1 line was left out: its voice “%1” is not here.").arg(voiceIds.first()),
                ProblemWords::tr("Choose another or import it."),
                {}};
    }
    if (voiceIds.size() == 1) {
        return {ProblemWords::tr("%Ln lines were left out: their voice “%1” is not here.", nullptr, lines)
                    .arg(voiceIds.first()),
                ProblemWords::tr("Choose another one for the lines that are marked, or import it."),
                {}};
    }
    return {ProblemWords::tr("%Ln lines were left out: their voices %1 are not here.", nullptr, lines)
                .arg(voiceIds.join(QStringLiteral(", "))),
            ProblemWords::tr("Choose others for the lines that are marked, or import them."),
            {}};
}

app::Problem recordingShortened(const QString &voiceName) {
    return {ProblemWords::tr("Only the first 12 s of the recording of %1 are used.").arg(voiceName),
            ProblemWords::tr("Its transcript must end there too: shorten both to 12 s."),
            {}};
}

app::Problem pastedTooMuch(qsizetype characters, int mostBytes) {
    return {
        ProblemWords::tr("Only the first part of the %L1 pasted characters fits.").arg(characters),
        ProblemWords::tr("Speak long texts in parts of at most %L1 bytes: as many English letters, or a third as many "
                         "Chinese characters.")
            .arg(mostBytes),
        {}};
}

app::Problem noTakeYet() {
    return {ProblemWords::tr("This line has no take yet."),
            ProblemWords::tr("Speak it once; then it can be heard at two loudnesses."),
            {}};
}

app::Problem noScheduleToHear(int steps) {
    return {ProblemWords::tr("With %1 steps both schedules are the same.").arg(steps),
            ProblemWords::tr("EPSS has tables for 5, 6, 7, 10, 12 and 16 steps."),
            {}};
}

app::Problem noModelToHear() {
    return {
        ProblemWords::tr("No model is loaded yet."), ProblemWords::tr("Two precisions can be heard when one is."), {}};
}

app::Problem seedTooLarge(const QString &typed) {
    return {ProblemWords::tr("%1 is too large for a seed.").arg(typed),
            ProblemWords::tr("The largest one is 18446744073709551615."),
            {}};
}

app::Problem cueOfSeveral() {
    return {
        ProblemWords::tr("A cue belongs to one line."), ProblemWords::tr("Put the cursor into that line alone."), {}};
}

app::Problem noTime(const QString &typed) {
    return {ProblemWords::tr("“%1” is no time.").arg(typed),
            ProblemWords::tr("Write it as 4.6 (seconds), 0:04.6 or 1:02:03.5, up to 1,000 hours."),
            {}};
}

app::Problem endsBeforeItBegins(const QString &begin) {
    return {ProblemWords::tr("A cue cannot end before it begins."),
            ProblemWords::tr("This one begins at %1.").arg(begin),
            {}};
}

} // namespace ui::studio
