// What a take's file says about how it was made, and what it is called. Any thread.
#pragma once

#include "app/takes/take_record.h"
#include "engine/audio/sound_file.h"

namespace app::takes {

// Title: what is said; artist: the voice; comment: the settings as one JSON object with the names that
// `ishowtts say --json` uses; software: this program; licence: the model's.
engine::audio::SoundTags tagsOf(const TakeRecord &record);

QString fileStemOf(const TakeRecord &record); // "slt - Good morning": short, and a name on every system
// One take: its stem. Several: numbered, so that they stay in order and no name is there twice. Suffix without a dot.
QStringList fileNamesOf(const QList<TakeRecord> &takes, const QString &suffix);

} // namespace app::takes
