// Sound as bytes of a file whose length nobody knows yet: for what is sent while it is made. What was handed out is
// never changed any more, so that fields for lengths stay as "unknown" says it in each format. One thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/clip.h"

namespace engine::audio {

enum class StreamFormat {
    Wav,  // 16-bit; its header says 0xFFFFFFFF where lengths belong, as OpenAI's servers do
    Pcm,  // 16-bit little endian, nothing else
    Flac, // 16-bit
    Opus, // Ogg, about 64 kbit/s
    Mp3,  // about 64 kbit/s
};

std::string toString(StreamFormat format); // "wav", "pcm", "flac", "opus", "mp3"
std::optional<StreamFormat> streamFormatFromString(std::string_view text);
std::string mimeTypeOf(StreamFormat format); // "audio/wav"
// Whether the libsndfile of this machine has it (MP3 since 1.1, where it was built with LAME).
bool canStream(StreamFormat format);

class StreamEncoder {
public:
    // Error(Failure) when canStream() says no. sampleRate: 8, 12, 16, 24 or 48 kHz.
    explicit StreamEncoder(StreamFormat format, int sampleRate = kSampleRate);
    ~StreamEncoder();
    StreamEncoder(StreamEncoder &&) noexcept;

    // Mono, nominally -1…1, held within it; the numbers of 16 bits are those of writeWav(). What is ready of it now,
    // perhaps nothing: Opus, FLAC and MP3 come in blocks. Error(Failure) when a sample is no number.
    std::string append(std::span<const float> samples);
    std::string finish(); // the rest; nothing may be appended after it

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace engine::audio
