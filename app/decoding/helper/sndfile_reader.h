// WAV, FLAC, Ogg, Opus, MP3, AIFF and what else libsndfile knows.
#pragma once

#include "app/decoding/helper/input_file.h"

namespace decode {

// `mpeg`: MP3, too, whose length it only guesses where the file does not say it. False when it is none of these, and
// nothing was sent then. Throws Refused.
bool readWithSndfile(InputFile &file, SoundPipe &pipe, bool mpeg);

} // namespace decode
