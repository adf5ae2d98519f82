// Whether a take says what was asked for, as far as that can be told without understanding speech: holes, gaps, clicks,
// clipping, words said twice, speech that is missing and words of the reference that leaked into the take. Pure
// functions of their arguments; any thread. A take of 3 s with a reference of 3 s takes some 20 ms.
//
// What a doubt is and is not: it says where somebody should listen, and why. No doubt does not mean that every word is
// right: a word that was replaced by another one of the same length is not found, and a short one that was swallowed
// only by chance. A speech recogniser would find those: see CheckContext::words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/clip.h"

namespace engine::quality {

enum class DoubtKind {
    Dropout,  // the sound breaks off inside a word and comes back
    Gap,      // a silence that is longer than the text explains at that place
    Click,    // a crackle: a few samples that do not belong to their neighbours, or a step
    Clipping, // flat tops, or samples above full scale
    Repeat,   // something is said twice in a row which the text has once
    Missing,  // too little speech for the text, or it stops in the middle of a sound
    Leak,     // the take begins or ends with what the reference says
    Words,    // a recogniser heard other words
};
std::string toString(DoubtKind kind); // "dropout", "gap", …

struct Doubt {
    DoubtKind kind = DoubtKind::Dropout;
    double fromSeconds = 0; // in the take
    double toSeconds = 0;   // ≥ fromSeconds
    double sureness = 0;    // 0…1; 0.5: just beyond what clean takes have
    std::string reason;     // one sentence with the figure
    std::string remedy;     // one sentence
};

struct TimeSpan {
    double from = 0; // seconds
    double to = 0;
};

// What a recogniser understood; nothing in this program makes it yet. `text` is one word (of Chinese, a character) in
// any case and without punctuation.
struct HeardWord {
    std::string text;
    double from = 0; // seconds
    double to = 0;
};

// Words of a take that one voice says at one speed.
struct AskedPart {
    std::string text;      // without tags
    double speed = 1;      // 0.3…3 times that of the voice's reference
    std::size_t voice = 0; // 0: that of CheckContext::reference; i: CheckContext::otherVoices[i - 1]
};

struct OtherReference {
    ClipPtr recording; // may be null: not known
    std::string transcript;
};

// What is known of the take besides its sound and its text; all of it may be left out.
struct CheckContext {
    ClipPtr reference;                       // the recording that the voice was taken from; without it no leak is found
    std::string transcript;                  // what it says
    std::vector<OtherReference> otherVoices; // that parts of the take are spoken in
    std::string language;                    // BCP 47 of the text, "" = not known
    // How long the speech should be, pauses of 0.25 s and more left out, where a model's token durations tell; else it
    // is reckoned from the references' pace and the speeds, which says less.
    std::optional<double> speechSeconds;
    std::vector<TimeSpan> pauses; // silences that were asked for, in the take
    std::vector<double> joins;    // where the pieces of a long text begin, seconds: each may begin with a leak
    std::optional<std::vector<HeardWord>> words;
};

// Sorted by where they begin. `parts`: what was to be spoken, in order.
// Error(BadInput) when the take is not at 24 kHz or holds samples that are not numbers, when a speed is not above 0, a
// part names a voice that is not there, or when a reference cannot be one (engine/audio/reference.h).
std::vector<Doubt> checkTake(const Clip &take, const std::vector<AskedPart> &parts, const CheckContext &context);
// All of it in the voice of the reference and at its speed.
std::vector<Doubt> checkTake(const Clip &take, const std::string &text, const CheckContext &context);

// The seed for the `attempt`th retry (from 1) of a take that was made with `seed`: the same for everybody, 32 bits so
// that it is exact in every JSON reader, and another one for each attempt. Attempt 0 is the seed itself. Source: the
// finisher of MurmurHash3 (Austin Appleby), which maps 32 bits to 32 bits one to one.
std::uint64_t retrySeed(std::uint64_t seed, unsigned attempt);

} // namespace engine::quality
