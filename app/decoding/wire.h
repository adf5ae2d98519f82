// What `ishowtts-decode` writes into its pipe: the greeting, then records, of which the last is End or Failure. Numbers
// are as the machine has them. The Studio believes none of it unchecked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace app::decoding::wire {

inline constexpr std::array<char, 8> kGreeting{'I', 'S', 'H', 'O', 'W', 'D', 'E', '2'};

enum class Kind : std::uint32_t { Format = 1, Samples = 2, Progress = 3, End = 4, Failure = 5, Clipped = 6 };

struct Record {
    Kind kind = Kind::End;
    std::uint32_t bytes = 0; // that follow
};
inline constexpr std::uint32_t kLongestRecord = 1 << 18;
inline constexpr std::uint32_t kMostChannels = 32;

struct Format { // once, before the first samples
    std::uint32_t rate = 0;
    std::uint32_t channels = 0;
    double seconds = -1;         // as the file says; below 0: it does not
    std::array<char, 32> name{}; // ended by a zero: "WAV", "aac in mp4"
};
// Samples: floats, 24 kHz, mono. Progress: a double, 0…1.
struct Clipped { // any number of them in a record, ascending: steps of 10 ms with samples that were cut off at its rate
    std::uint32_t step = 0;
    std::uint32_t samples = 0;  // of the channel that has most of them
    std::uint32_t channels = 0; // a bit for each one that has some, the first channel's is 1
};
struct End {
    std::uint32_t damaged = 0; // 1: something could not be read
};

enum class Reason : std::uint32_t {
    NotSound = 1,     // no kind of file that is known here
    Playlist = 2,     // it names other files
    NoSoundTrack = 3, // a film without sound
    UnknownCodec = 4,
    Damaged = 5,
    TooLong = 6,
    Unreasonable = 7, // channels, rate
    NotNumbers = 8,
    Memory = 9,
    Empty = 10,
    NotConfined = 11, // the system does not let it give up its rights
};
struct Failure { // text of at most 200 bytes follows
    Reason reason = Reason::NotSound;
};
inline constexpr std::uint32_t kLongestText = 200;

} // namespace app::decoding::wire
