// Sound at a wanted loudness. A take stays as the model made it: its hash, and that it can be made again with equal
// bytes, hang on that. The target is applied where sound goes out, when it is played or written into a file, as one
// plain gain over the whole of it: no compressor and no limiter, so nothing of the voice changes but how loud it is.
// The gain ends where the true peak reaches -1 dBTP (kPeakCeiling); what is then quieter than wanted says so
// (Gain::limitedByPeak). A clip shorter than 400 ms has no integrated loudness: the mean of its whole milliseconds
// counts (measureLoudness()). Silence stays as it is. Source of the numbers: ITU-R BS.1770-4, EBU R 128. Any thread.
#pragma once

#include <optional>

#include "engine/audio/loudness.h"
#include "engine/audio/sound_file.h"

namespace engine::audio {

struct LoudnessChange {
    double target = 0;              // LUFS
    std::optional<double> measured; // LUFS, before; none = silence
    Gain gain;

    std::optional<double> reached() const { return measured ? std::optional(*measured + gain.decibel) : std::nullopt; }
};

// What brings the clip there; throws what measureLoudness() and gainTo() throw.
LoudnessChange changeTo(double target, const Clip &clip);

// Writes it (writeSound()) at that loudness, with tags that say so. What Vorbis and Opus give back peaks elsewhere than
// what they were given: that is measured too, and where it is above the ceiling the whole is encoded again, quieter.
LoudnessChange writeAtLoudness(const std::filesystem::path &file, Clip clip, SoundFormat format, const SoundTags &tags,
                               double target);

// The tags with target, gain and what came of it among the settings in the comment, which is one JSON object. As they
// were when it is none, or would become longer than kLongestComment.
SoundTags withLoudness(SoundTags tags, const LoudnessChange &change);

// Chunks of one take, each made louder or quieter before the next one is known: the first that is not silent decides
// the gain of all. A later one whose true peak would go above the ceiling lowers it, within 5 ms, for itself and all
// that follow; what would be above it in these 5 ms is cut.
class StreamLoudness {
public:
    explicit StreamLoudness(double target) : m_target(target) {}

    // Throws what changeTo() throws; the gain stays as it was then.
    ClipPtr next(const ClipPtr &chunk);
    std::optional<double> decibel() const { return m_decibel; } // none: not decided yet

private:
    const double m_target;
    std::optional<double> m_decibel;
};

} // namespace engine::audio
