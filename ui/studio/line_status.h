// What the gutter shows beside a line, and how that is said in words.
#pragma once

#include <QString>

#include <optional>

#include "app/cloning/line_maker.h"
#include "app/voices/voice_library.h"

namespace ui::studio {

enum class GutterState { Blank, Unmade, Changed, Waiting, Making, Made, Failed };

// What the gutter shows beside a line.
struct LineStatus {
    GutterState state = GutterState::Unmade;
    QString voice;                              // name of the voice that speaks it; empty = the chosen one
    double seconds = 0;                         // of its newest take
    double rtf = 0;                             // likewise
    double fraction = 0;                        // while making, 0…1
    bool starred = false;                       // it has a starred take
    QString detail;                             // the tooltip: why it failed, with which seed it was made …
    std::optional<double> speed = std::nullopt; // of its own
    std::optional<quint64> seed = std::nullopt; // likewise
    std::optional<app::script::CueTimes> cue = std::nullopt;
    QStringList doubts = {};    // of its newest take, a sentence each
    QStringList otherwise = {}; // what was otherwise when it was made: "NFE 5 → 7"; where it is made

    bool operator==(const LineStatus &) const = default;
};

QString describeState(const LineStatus &status);         // "made: 3.4 s of speech, RTF 0.28"
QString describeLine(int row, const LineStatus &status); // all there is to say, a thing in each line of text

LineStatus statusOf(const app::script::Line &line, const app::cloning::LineStanding &standing,
                    const app::voices::VoiceLibrary &voices, const QStringList &otherwise = {});

} // namespace ui::studio
