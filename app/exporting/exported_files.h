// The files of an export: written into a hidden folder beside their places and moved there together at the end, so that
// either all are there or everything is as it was. Killed in the middle, each file is the old one or the new one, and
// the next export into that folder tidies up. A file of several lines grows on the disk, so that memory holds one line
// however long it becomes. One thread at a time, never the GUI's.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <stop_token>

#include "app/exporting/export_plan.h"
#include "app/exporting/sample_spool.h"
#include "app/script/captions.h"
#include "engine/audio/sound_file.h"
#include "engine/descriptor.h"

namespace app::exporting {

inline constexpr double kLongestPause = 10;         // s
inline constexpr double kLongestFile = 12 * 3600.0; // s; WAV counts to 4 GB

struct ExportShape {
    bool onePerLine = false; // else all lines in one file
    engine::audio::SoundFormat format = engine::audio::SoundFormat::Wav16;
    double pauseSeconds = 0.4; // between two lines of one file, 0…kLongestPause
    bool srt = false;          // captions beside each file
    bool vtt = false;
    // LUFS; none = as spoken. Each file gets one gain of its own (engine/audio/loudness_target.h): in a file of several
    // lines they keep their loudness beside each other, in a file per line each has the target.
    std::optional<double> loudness = {};
    QString target; // the file; with onePerLine the folder, which is made when it is missing
    QString title;  // of the whole, for the tags
    // In one file a line with a cue begins with it, or at once when the line before is still heard then.
    bool timed = false;
};

// What the sound of a line is called, without its suffix: "003 slt - Good morning". `number` as in PlannedLine.
QString stemOf(int number, const takes::TakeRecord &take);

// What one sound and its captions are called in their folder; `lineStem` counts with onePerLine alone.
QStringList namesOf(const ExportShape &shape, const QString &lineStem = {});

// Whether files may be put there, asked before minutes of computing; changes nothing. `lineStems`: with onePerLine,
// those that are known by then. Error(BadInput) or Error(Failure), translated: the folder is missing or may not be
// written to, a file is protected or no file, the format is missing here. Any thread.
void requirePlaces(const ExportShape &shape, const QStringList &lineStems = {});

class ExportedFiles {
public:
    // Throws as requirePlaces() does.
    explicit ExportedFiles(ExportShape shape);
    ~ExportedFiles(); // without finish() everything is as it was
    ExportedFiles(const ExportedFiles &) = delete;
    ExportedFiles &operator=(const ExportedFiles &) = delete;

    // The next line. Error(Failure): the disk is full; Error(BadInput): more than kLongestFile.
    void add(const PlannedLine &line, const engine::ClipPtr &clip);
    // Gives the sound files, in order; none when stop was asked for before they were put into their places. Throws as
    // add() does, and when one cannot be put there.
    QStringList finish(const std::stop_token &stop);
    int belowTarget() const { return m_belowTarget; } // files that are quieter than wanted: their peaks allow no more
    const QList<script::Cue> &cues() const { return m_cues; } // of one file, so far

private:
    void write(const QString &lineStem, engine::Clip clip, const engine::audio::SoundTags &tags,
               const QList<script::Cue> &cues);
    void writeJoined();
    void discard(); // what is not in place
    void stageCaptions(const QStringList &names, const QList<script::Cue> &cues);
    void stage(const QString &name, const QByteArray &bytes);
    void putInPlace();

    const ExportShape m_shape;
    QString m_folder; // where the files go
    bool m_madeFolder = false;
    QString m_staging;                        // "" = all is in place
    std::optional<engine::Descriptor> m_lock; // of m_staging: it is not left over
    QStringList m_names;                      // in m_staging
    QStringList m_sounds;                     // those of m_names that are sound
    int m_belowTarget = 0;
    std::optional<SampleSpool> m_joined; // unless onePerLine
    QList<script::Cue> m_cues;
    QList<takes::TakeRecord> m_takes;
};

} // namespace app::exporting
