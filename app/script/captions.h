// Captions with the times that were really spoken. Any thread.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace app::script {

struct Cue {
    double start = 0; // seconds from the beginning of the sound
    double end = 0;
    QString text;
    QString voice; // name of who speaks, "" = unsaid; only WebVTT has a place for it
};

// UTF-8. Cues without text are left out; each is shown for a millisecond at least. Error(BadInput) for a time that is
// not a number, negative, above 1,000 hours, or an end before its start.
//
// SubRip has no written standard and no escapes: text that a player would take for a tag ("<i>", "{\an8}") or for times
// ("-->") gets an invisible word joiner (U+2060) inside. WebVTT: https://www.w3.org/TR/webvtt1/.
QByteArray toSrt(const QList<Cue> &cues);
QByteArray toVtt(const QList<Cue> &cues);

} // namespace app::script
