// The sound of films and of what libsndfile does not know (m4a, wma …), through FFmpeg's libraries. Only kinds of files
// that hold their sound themselves are opened: no playlist, no reference to another file, and no video decoder runs.
#pragma once

#include "app/decoding/helper/input_file.h"

namespace decode {

// Always ends with sound in the pipe, or throws Refused.
void readContainer(InputFile &file, SoundPipe &pipe);

} // namespace decode
