// What is asked in one session, in which order, and what lies on which side: drawn by lot (drawn_numbers.h), balanced,
// sealed before the first question and opened after the last. Any thread.
//
// Pairwise modes ask about every candidate against the baseline for every row; with more than one candidate a row comes
// once in each part of the session, its candidates in the order of a Williams square. Sides are balanced within each
// category (of each candidate) and within each half of these questions (balanced_sides.h). The other modes ask about
// all columns of a row at once; the places are those of a Williams square. Between them, by lot: null pairs, gold
// pairs, and repeats with exchanged sides (other modes: the reverse order). All questions of a session have the same
// number of sounds, so that none looks like a check. No repeat stands beside its original, and
// no question beside one about the same row, where there are enough rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/listening/test_design.h"

namespace app::listening {

// The sound of a cell, or of what a test adds to a row.
struct Stimulus {
    int row = 0;
    Condition condition = 0;
    std::string hash; // SHA-256 of it, as app/storage/audio_store.h computes it
    int lengthMs = 0; // 1…3,600,000

    bool operator==(const Stimulus &) const = default;
};

// Which test a session belongs to: SHA-256 of the design's hash and the hashes and lengths of all sounds, each with its
// row's id and its condition, in the order of rows and soundsNeeded(). Sessions of one id can be merged.
// Error(BadInput) when a sound is missing, there twice or not needed.
std::string testId(const TestDesign &design, const std::vector<Stimulus> &stimuli);

struct Trial {
    enum class Kind { Main, Repeat, Null, Gold };

    Kind kind = Kind::Main;
    int row = 0;
    std::vector<Condition>
        shown;        // pairwise: left, right; else by place. Null: all the same; Gold: one reference, else anchors
    int repeats = -1; // Repeat: the place of its original in the order
    int x = -1;       // Abx: the place in `shown` of what is asked for

    bool operator==(const Trial &) const = default;
};

struct TrialOrder {
    std::vector<Trial> trials;

    bool operator==(const TrialOrder &) const = default;
};

// The same for the same arguments, for ever. The design must be valid.
TrialOrder drawOrder(const TestDesign &design, const std::string &testId, std::uint64_t sessionSeed);

// What is sealed: the order and what the session is. One line of JSON, the same for the same things.
struct SealedWords {
    std::string test;    // testId()
    std::string session; // its id
    bool simulated = false;
    TrialOrder order;
};
std::string sealedText(const SealedWords &words);
// SHA-256 of sealedText(), a line break, and the salt (64 hexadecimal digits by lot, kept secret as long as the order):
// shown before the first question. `printf '%s\n%s' "$TEXT" "$SALT" | sha256sum` computes it too.
std::string commitmentTo(const SealedWords &words, const std::string &salt);
bool verify(const SealedWords &words, const std::string &salt, const std::string &commitment);

std::string wordFor(Trial::Kind kind); // "main", "repeat", "null", "gold"

} // namespace app::listening
