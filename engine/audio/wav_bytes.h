// A WAV file in memory, for those who send it on. Any thread.
#pragma once

#include <string>

#include "engine/clip.h"

namespace engine::audio {

// The bytes that writeWav() of file.h writes. Error(Failure) when a sample is not a number.
std::string wavBytes(const Clip &clip);

} // namespace engine::audio
