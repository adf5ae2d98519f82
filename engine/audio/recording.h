// The recordings of voice folders, which may have come from strangers (packs, backups): they are read in this process,
// so only what is simple to read is. Other kinds of sound become recordings elsewhere (app/decoding). Any thread.
#pragma once

#include "engine/audio/file.h"

namespace engine::audio {

// As readSound(), of a WAV file whose samples are plain numbers, or of a FLAC file. Error(BadInput), too, for all else,
// whatever its name is.
Sound readRecording(const std::filesystem::path &file, double maxSeconds);

} // namespace engine::audio
