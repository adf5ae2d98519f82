// A file that is to be narrated, as lines with all that makes them. Main thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/script/script.h"
#include "engine/request.h"
#include "engine/text/line_preparation.h"

namespace app::cli {

struct NarratedLine {
    int number = 0;                      // from 1
    QString words;                       // as written, without tags
    engine::Request request;             // whole; the seed is that of the narration where the line has none of its own
    std::optional<double> pause;         // s before it, which a tag or a paragraph asks for; none: the usual one
    std::optional<script::CueTimes> cue; // when it is shown
};

struct NarratedLines {
    std::vector<NarratedLine> lines; // at least one
    QStringList notes;               // sentences: what was left out, which tags are wrong
    bool timed = false;              // some have a cue
};

struct NarrationChoices {
    engine::Request request;           // of a line without a voice, speed or seed of its own; its texts do not count
    double paragraphPause = 0;         // s, between two paragraphs of a plain text
    bool sentences = true;             // are lines of a plain text; else whole paragraphs are
    std::vector<engine::Voice> voices; // that a table may name
    std::function<engine::Voice(const std::string &address)> voiceFor; // Error(BadInput) for one that is not there
    std::function<engine::text::PreparationSettings(const engine::Voice &)> preparationFor;
};

// A text, subtitles, a table or a script of the Studio (app/script/imported_script.h). Of a plain text, a paragraph
// with tags stays whole, because they count until its end. {pause} at the edge of a line is what is silent between it
// and its neighbour, as is a line of its own; it takes the place of the usual pause. Error(BadInput): it cannot be
// read, holds nothing to say, or a line of it names a voice that is not there.
NarratedLines narratedLines(const QString &file, const NarrationChoices &choices);

} // namespace app::cli
