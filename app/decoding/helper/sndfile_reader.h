// WAV, FLAC, Ogg, Opus, MP3, AIFF and what else libsndfile knows.
#pragma once

#include "app/decoding/helper/input_file.h"

namespace decode {

// False when it is none of these, and nothing was sent then. Throws Refused.
bool readWithSndfile(InputFile &file, SoundPipe &pipe);

} // namespace decode
