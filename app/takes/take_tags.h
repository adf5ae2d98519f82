// What a take's file says about how it was made. Any thread.
#pragma once

#include "app/takes/take_record.h"
#include "engine/audio/sound_file.h"

namespace app::takes {

// Title: what is said; artist: the voice; comment: the settings as one JSON object with the names that
// `ishowtts say --json` uses; software: this program; licence: the model's.
engine::audio::SoundTags tagsOf(const TakeRecord &record);

} // namespace app::takes
