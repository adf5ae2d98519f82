// Sounds as files for people and other programs, with what they are written into their tags. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"

namespace engine::audio {

enum class SoundFormat {
    Wav16,
    Wav24,
    WavFloat, // 32-bit; keeps every sample as it is, also beyond -1…1
    Flac16,
    Flac24,
    Vorbis, // Ogg, variable bit rate, about 60 kbit/s for one voice
    Opus,   // Ogg, about 64 kbit/s for one voice
};

// "wav16", "wav24", "wav-float", "flac16", "flac24", "vorbis", "opus"; Error(BadInput) naming them for anything else.
std::string toString(SoundFormat format);
SoundFormat soundFormatFromString(const std::string &text);
std::string suffixOf(SoundFormat format); // without a dot: "wav", "flac", "ogg", "opus"
// What a file of this name is written as: Wav16, Flac24, Vorbis or Opus, whatever the case of its suffix; none for
// others.
std::optional<SoundFormat> soundFormatOfFile(const std::filesystem::path &file);

// Whether the libsndfile of this machine has it.
bool canWrite(SoundFormat format);

// UTF-8; empty = no such tag. WAV has no field of its own for the licence and keeps it as the copyright.
struct SoundTags {
    std::string title;
    std::string artist;   // the voice
    std::string comment;  // the settings, at most kLongestComment bytes
    std::string software; // libsndfile adds its own name
    std::string licence;
};
// Bytes; the others are cut after 1,000, the software after 90. libsndfile 1.2.0 writes WAV files with much more that
// nobody can read, and programs that read through it see a comment in WAV only up to 2,000.
inline constexpr std::size_t kLongestComment = 16'000;

// Mono, through replaceFile(): the target is whole or untouched. Samples outside -1…1 are clamped, except in WavFloat;
// 16 bits are the same numbers as writeWav() writes. Opus knows 8, 12, 16, 24 and 48 kHz: another rate is converted to
// 48 kHz. The same clip and tags give the same bytes, except in Ogg, whose streams have random numbers.
// Throws what replaceFile() throws. Error(BadInput): no samples, a rate outside 4…192 kHz, tags that are no UTF-8, hold
// NUL or a comment that is too long. Error(Failure): a sample that is no number, a format that is missing here, and in
// builds without libsndfile.
void writeSound(const std::filesystem::path &file, const Clip &clip, SoundFormat format, const SoundTags &tags = {});

// The bytes that writeSound() would put into `file`, which only its messages name.
std::vector<std::byte> encodeSound(const std::filesystem::path &file, const Clip &clip, SoundFormat format,
                                   const SoundTags &tags = {});
bool isLossy(SoundFormat format); // what is read from its files is not what was written
// Of what is heard of such bytes; dBTP. Error(Failure) when they cannot be read.
double truePeakOf(const std::vector<std::byte> &encoded);

} // namespace engine::audio
