// What a take's file says about how it was made, and what it is called. Any thread.
#pragma once

#include "app/takes/take_record.h"
#include "engine/audio/sound_file.h"

namespace app::takes {

// Title: what is said; artist: the voice; comment: the settings as one JSON object with the names that
// `ishowtts say --json` and `ishowtts takes --json` use; software: this program; licence: the model's. The seed is text
// there, since many readers of JSON round whole numbers above 2^53.
engine::audio::SoundTags tagsOf(const TakeRecord &record);

// "slt - Good morning", "slt" without words: a name on every system, at most kLongestStem bytes as UTF-8.
QString fileStemOf(const TakeRecord &record);
inline constexpr qsizetype kLongestStem = 200;
// One take: its stem. Several: numbered, so that they stay in order and no name is there twice. Suffix without a dot.
QStringList fileNamesOf(const QList<TakeRecord> &takes, const QString &suffix);

} // namespace app::takes
