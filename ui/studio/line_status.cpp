#include "ui/studio/line_status.h"

#include <QCoreApplication>
#include <QLocale>

#include "app/cloning/kept_doubts.h"
#include "ui/shared/figures.h"

namespace ui::studio {

namespace {

struct StatusWords {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::LineStatus)
};

GutterState stateOf(const app::cloning::LineStanding &standing) {
    using app::cloning::Work;
    using app::script::LineState;
    switch (standing.work) {
    case Work::Waiting:
        return GutterState::Waiting;
    case Work::Making:
    case Work::Stopping:
        return GutterState::Making;
    case Work::Failed:
        return GutterState::Failed;
    case Work::None:
        break;
    }
    switch (standing.state) {
    case LineState::Blank:
        return GutterState::Blank;
    case LineState::NotMade:
        return GutterState::Unmade;
    case LineState::Changed:
        return GutterState::Changed;
    case LineState::Made:
        return GutterState::Made;
    }
    return GutterState::Unmade;
}

} // namespace

QString describeState(const LineStatus &status) {
    switch (status.state) {
    case GutterState::Blank:
        return StatusWords::tr("nothing to say");
    case GutterState::Unmade:
        return StatusWords::tr("not made yet");
    case GutterState::Changed:
        return StatusWords::tr("changed since its newest take");
    case GutterState::Waiting:
        return StatusWords::tr("waiting for its turn");
    case GutterState::Making:
        return StatusWords::tr("being made");
    case GutterState::Made:
        return (status.otherwise.isEmpty() ? StatusWords::tr("made: %1 of speech, RTF %2")
                                           : StatusWords::tr("made with other settings: %1 of speech, RTF %2"))
            .arg(shared::seconds(status.seconds), shared::glance(status.rtf));
    case GutterState::Failed:
        return StatusWords::tr("could not be made");
    }
    return {};
}

QString describeLine(int row, const LineStatus &status) {
    QStringList parts{StatusWords::tr("Line %1: %2").arg(row + 1).arg(describeState(status))};
    if (!status.otherwise.isEmpty())
        parts << StatusWords::tr("Then → now: %1")
                     .arg(status.otherwise.join(StatusWords::tr(", ", "between two differences")));
    if (!status.voice.isEmpty())
        parts << StatusWords::tr("Voice of its own: %1").arg(status.voice);
    if (status.speed)
        parts << StatusWords::tr("Speed of its own: %1 ×").arg(QLocale().toString(*status.speed, 'f', 2));
    if (status.seed)
        parts << StatusWords::tr("Seed of its own: %1").arg(*status.seed);
    for (const QString &doubt : status.doubts)
        parts << StatusWords::tr("Listen to it: %1").arg(doubt);
    if (status.cue)
        parts << StatusWords::tr("Cue: %1 to %2", "from a subtitle")
                     .arg(shared::clockTime(status.cue->begin, 2), shared::clockTime(status.cue->end, 2));
    if (!status.detail.isEmpty())
        parts << status.detail;
    return parts.join(u'\n');
}

LineStatus statusOf(const app::script::Line &line, const app::cloning::LineStanding &standing,
                    const app::voices::VoiceLibrary &voices, const QStringList &otherwise) {
    LineStatus status;
    status.state = stateOf(standing);
    if (status.state == GutterState::Made)
        status.otherwise = otherwise;
    status.fraction = standing.progress.fraction();
    status.starred = standing.starred.has_value();
    status.speed = line.speed;
    status.seed = line.seed;
    status.cue = line.cue;
    if (!line.voiceId.isEmpty()) {
        const engine::Voice *voice = voices.find(line.voiceId);
        status.voice =
            voice ? QString::fromStdString(voice->name) : line.voiceId; // spoken_rows.h says that it is missing
    }
    if (standing.newest) {
        status.seconds = standing.newest->seconds;
        for (const app::cloning::TakeDoubt &doubt : app::cloning::doubtsOf(*standing.newest))
            status.doubts << doubt.reason;
        status.rtf = standing.newest->timings.rtf();
        status.detail = StatusWords::tr("Newest take: %1, seed %2, NFE %3")
                            .arg(standing.newest->voiceName, QString::number(standing.newest->seed))
                            .arg(standing.newest->nfeStep);
    }
    if (status.state == GutterState::Failed) {
        status.detail = standing.problem.what + u'\n' + standing.problem.remedy;
    }
    return status;
}

} // namespace ui::studio
