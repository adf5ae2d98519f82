// Recordings of strangers become recordings of ours: no byte of a file that came from elsewhere lies in a voice's
// folder. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "engine/clip.h"

namespace app::voices {

// Decoders go beyond -1…1 where the recording is louder than its format allows; files cannot.
engine::ClipPtr withinRange(const engine::ClipPtr &clip);

// Writes each of these recordings of the voice in `folder` anew, as the WAV of what `hear` gives for it, at most as
// much as the model reads; those of another kind get a name that ends in .wav, and voice.json names them so. What
// `hear` throws, and engine::Error.
void writeRecordingsAnew(const std::filesystem::path &folder, const std::set<std::string> &recordings,
                         const std::function<engine::ClipPtr(const std::string &recording)> &hear);

} // namespace app::voices
