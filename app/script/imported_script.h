// What other programs write, as lines of a script: plain text, subtitles and tables. Pure; any thread. Nothing of a
// file is trusted: each number is checked, and a file either becomes lines or is refused with the place that is wrong.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include "app/script/script.h"
#include "engine/text/tags.h"

namespace app::script {

enum class TextCut { Paragraphs, Sentences }; // what becomes a line of a plain text

struct ImportOptions {
    TextCut cut = TextCut::Paragraphs;
    QHash<QString, QString> voices;        // ids and names in lower case → id
    engine::text::SpeakerNames names = {}; // what may stand in [ ]; without any, tags are not looked at
};

struct ImportedScript {
    QList<Line> lines;
    QStringList notes; // translated sentences: what was left out, and what a person should look at
};

// Each throws Error(BadInput), translated, when the bytes are no text (text_decoder.h), are more than a script holds,
// or hold nothing to say. `name` is the file's.

// Paragraphs are what stands between blank lines, or on a line of its own. Lines that were only broken because they
// were full (all at one width, as mails and books in plain text have them) are joined first.
ImportedScript importText(const QByteArray &bytes, const QString &name, TextCut cut);

// SubRip and WebVTT (https://www.w3.org/TR/webvtt1/), read as players read them: numbers may be wrong or missing, blank
// lines too; <i>, {\an8} and their like go. A cue is a line with its times, in the order of their beginnings. Cues that
// hold no words ("[applause]", "♪") are left out; one whose times make no sense becomes a line without times.
ImportedScript importCaptions(const QByteArray &bytes, const QString &name, const ImportOptions &options);

// CSV (RFC 4180; comma, semicolon or tab, whichever the first row has most of) and TSV. With a header the columns are
// known by their names: text, voice, speed, seed, begin, end (seconds or 0:00:00.000); others are left out. Without one
// they are text, voice, speed and seed, in this order. A voice that is not known stays named, so that the line says so.
ImportedScript importTable(const QByteArray &bytes, const QString &name, const ImportOptions &options);

// One of these, or a script file, by the end of its name. Notes name the voices that are not there.
ImportedScript importScript(const QByteArray &bytes, const QString &name, const ImportOptions &options);
QStringList importedSuffixes();           // "txt", "srt", …
bool isOnlyImported(const QString &file); // by its name: a subtitle or a table, which no script is saved as

QString namesInNote(QStringList names); // "Fred, Mary": the first of them

// "1:02:03.5", "02:03,500" or "63.5" as seconds up to kLatestCue; none when it is no such time.
std::optional<double> secondsOfClock(QStringView text);

} // namespace app::script
