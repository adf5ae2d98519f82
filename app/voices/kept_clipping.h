// What was clipped in the file that a recording was cut out of, kept in voice.json beside it: the recording has another
// rate and one channel, and hardly anything of it can be seen there. Any thread.
#pragma once

#include <string>

#include "engine/json.h"
#include "engine/quality/clipped_samples.h"
#include "engine/voice.h"

namespace app::voices {

// "clipped" of a manifest or of one of its styles; without any the key leaves it. At most 120 places are kept, each the
// sum of what follows it.
void putClipping(engine::Json::Object &manifest, const engine::quality::KnownClipping &clipping);

// Nothing where there is none, or where it makes no sense.
engine::quality::KnownClipping clippingIn(const engine::Json &manifest);
// Of a voice as it lies on the disk; `style` empty or "default": of its own recording.
engine::quality::KnownClipping clippingOf(const engine::Voice &voice, const std::string &style = {});

} // namespace app::voices
