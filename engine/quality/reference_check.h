// What a recording is worth as a reference for F5-TTS: measured, judged, and said in words. Pure functions of their
// arguments; any thread. Of a minute of sound the window takes some 20 ms, the check a quarter of a second.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/clipped_samples.h"

namespace engine::quality {

enum class Verdict { Good, Attention, Alarm }; // Alarm: the voice will not be right with it

enum class Aspect { Speech, Length, Noise, Clipping, Loudness, Ends, Rate };

struct Finding {
    Aspect aspect = Aspect::Speech;
    Verdict verdict = Verdict::Good;
    std::string reason; // one sentence with the figure
    std::string remedy; // one sentence; empty where nothing is to be done
};

struct Clipping {
    std::size_t samples = 0;            // in flat tops and above full scale
    double share = 0;                   // of all samples, 0…1
    std::optional<double> firstSeconds; // where the first one is
    std::vector<int> channels = {};     // 1 = the first (left) one; empty: in all of them, or not known
    int ofChannels = 1;
};

// Chinese characters, kana and hangul are a syllable each; of other scripts letters are counted, and a digit as four of
// them. A mixed text is counted in what takes most of its time, the rest converted at 3 letters per syllable.
enum class RateUnit { Letters, Syllables };
enum class Pace { Unknown, Plausible, TooFast, TooSlow, Doubtful }; // Doubtful: nobody speaks like that
struct SpeakingRate {
    RateUnit unit = RateUnit::Letters;
    double units = 0;     // of the transcript
    double perSecond = 0; // of speech; 0 when there is none
    Pace pace = Pace::Unknown;
};

struct ReferenceCheck {
    double seconds = 0;
    double speechSeconds = 0; // without the pauses of 0.25 s and more
    double leadSilenceSeconds = 0;
    double endSilenceSeconds = 0;
    double peakDbfs = 0;             // -120 for silence, as the others
    std::optional<double> noiseDbfs; // RMS of what is heard between the words, -120: nothing; none: there is no speech
    std::optional<double> snrDb;     // speech against that; at most 90
    Clipping clipping;
    std::optional<double> loudness; // LUFS; none: silence, or a build without libebur128
    SpeakingRate rate;
    std::vector<Finding> findings; // one for each aspect that can be judged, in the order of Aspect

    Verdict verdict() const; // the worst one
};

// language: BCP 47, "" = not known; Cantonese, Japanese and Korean have their own ranges of speed.
// Error(BadInput) when the sample rate is outside 4…192 kHz or a sample is not a number.
// `before`: what is known of its clipping from before it was converted to this rate.
ReferenceCheck checkReference(const Clip &clip, const std::string &transcript, const std::string &language,
                              const KnownClipping &before = {});

// The transcript alone against the length of speech: what checkReference() says, for each key that is typed.
SpeakingRate speakingRate(const std::string &transcript, const std::string &language, double speechSeconds);
Finding judgeRate(const SpeakingRate &rate);

// The part of a longer recording that suits best: 3–12 s, cut in pauses so that words stay whole, with the highest SNR,
// without clipping where that is possible, and rather long than short.
inline constexpr double kShortestWindow = 3.0;
inline constexpr double kLongestWindow = 12.0;
struct Window {
    double fromSeconds = 0;
    double toSeconds = 0;
    std::optional<double> snrDb;
    std::size_t clippedSamples = 0;
    bool inPauses = true; // false: there are no pauses to cut in, so a word may be cut
};
// None when there is no speech. A recording shorter than 3 s is its own window.
std::optional<Window> suggestWindow(const Clip &clip, const KnownClipping &before = {});

// A copy of that part, clamped to the clip, without its constant offset: an offset of one percent keeps F5-TTS from
// trimming what is quiet.
Clip cut(const Clip &clip, double fromSeconds, double toSeconds);

// What F5-TTS will hear instead of the recording (engine/audio/reference.h): long pauses shortened, 12 s at most, edges
// trimmed, 50 ms of silence at the end, raised to an RMS of 0.1.
struct Preparation {
    Clip clip; // what the model hears
    double secondsBefore = 0;
    double secondsAfter = 0;
    double gainDb = 0;          // ≥ 0
    double endSilenceAfter = 0; // seconds
    bool shortened = false;     // speech was left out
};
// Error(BadInput) when the recording is too short or silent.
Preparation prepareForF5(const Clip &clip);

} // namespace engine::quality
