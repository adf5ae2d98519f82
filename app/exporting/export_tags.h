// What the file of a whole script says about how it was made. Any thread.
#pragma once

#include "app/takes/take_record.h"
#include "engine/audio/sound_file.h"

namespace app::exporting {

// As takes::tagsOf for one take. The comment holds what all takes have in common, and under "lines" an object for each
// line with what is its own; without "lines" when that would be more than engine::audio::kLongestComment, then
// "line_count" alone. withRoom: there is room for what withLoudness() adds.
engine::audio::SoundTags tagsOf(const QList<takes::TakeRecord> &takes, const QString &title, bool withRoom = false);

} // namespace app::exporting
