// What a listening test compares and how, written down before anybody listens. Rows are sentences, columns are
// settings; a cell is one row spoken with the settings of one column. All columns of a row share its seed, and with it
// the first noise, the duration and the normalised text, so that nothing but the settings differs. Plain data; any
// thread.
//
// Errors are engine::Error(BadInput), translated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/device.h"
#include "engine/json.h"
#include "engine/request.h"

namespace app::listening {

enum class Mode {
    AbPreference, // which of two is better
    Cmos,         // by how much, −3…+3 (ITU-T P.800 CCR)
    Abx,          // which of two a third one is, with confidence
    Mushra,       // all columns of a row from 0 to 100, with a hidden reference and anchors (after ITU-R BS.1534)
    OriginalForm, // Naturalness, Clarity, Prosody 1…5, Artifacts Y/N, notes: the original's EVALUATION_TEMPLATE.txt
};

struct TestRow {
    std::string id;         // 1…64 of A-Z a-z 0-9 . _ -, no dot first; unique in the design
    std::string category;   // the same signs; balance is held within it
    std::string text;       // as a person writes it: one line of 1…10,000 bytes with something to say
    std::uint64_t seed = 0; // of all its cells

    bool operator==(const TestRow &) const = default;
};

struct TestColumn {
    int nfeStep = 7; // ranges as in engine/request.h
    engine::Schedule schedule = engine::Schedule::Epss;
    double swayCoefficient = -1.0;
    double cfgStrength = 2.0;
    engine::Precision precision = engine::Precision::Fp32; // not Auto: that depends on the machine
    double speed = 1.0;
    std::string voice = {}; // id; empty: the design's
    std::string model = {}; // name; empty: the design's

    bool operator==(const TestColumn &) const = default;
};

// What is asked besides, to learn how far a listener can be believed. In Mode::Mushra the hidden reference and the
// anchors do the work of null pairs and gold, and only repeats are asked.
struct ListenerChecks {
    int nullPairs = 2; // 0…20; the same sound twice
    int repeats = 4;   // 0…50; asked again, sides exchanged
    int gold = 1;      // 0…10; the anchor against the reference, which anybody hears

    bool operator==(const ListenerChecks &) const = default;
};

// By what the results will be judged; fixed before the first vote, as it is part of the design's hash.
struct Margins {
    double inferior = 0.4;        // points of the 1…5 scale that a column may be worse than the baseline; (0, 4]
    double rejected = 0.6;        // it is rejected when it surely loses more; from `inferior` to 4
    double alpha = 0.05;          // 0.001…0.2
    int fewestVotes = 26;         // of each column; 1…100,000
    double artifactRate = 0.05;   // 0…1, more than the baseline's
    double wordErrorPoints = 2.0; // 0…100, more than the baseline's
    double similarityLoss = 0.02; // 0…1
    int looks = 1;                // how often results are going to be judged, 1…10: each has its share of alpha

    bool operator==(const Margins &) const = default;
};

// Where sounds that were made elsewhere lie in the library, so that the test finds them whatever else of it is changed:
// what they came in as. Nobody hears it, so it is no part of the hash.
struct ImportedFrom {
    std::string id; // SHA-256, 64 hexadecimal digits; empty: the design's own hash (designs of before)
    std::vector<std::string> columns; // their keys for people (keyOf()), in the order of that time

    bool operator==(const ImportedFrom &) const = default;
};

struct TestDesign {
    std::string name; // for people: at most 200 bytes, may be empty; no part of the hash
    Mode mode = Mode::AbPreference;
    std::string voice;               // id of the voice that speaks where a column names none
    std::string model;               // may be empty: the one that is loaded
    std::vector<TestRow> rows;       // 1…500
    std::vector<TestColumn> columns; // 2…12, no two alike
    int baseline = 0;                // the column that the others are compared with
    TestColumn reference{32, engine::Schedule::Uniform};
    TestColumn anchor{5, engine::Schedule::Uniform};
    bool noPreference = true;  // AbPreference: "no preference" is an answer
    int minimumHeardMs = 1000; // of each sound before a vote, or all of a shorter one; 0…60,000
    double targetLufs = -23.0; // −40…−10
    bool asDelivered = false;  // levels are not matched
    ListenerChecks checks;
    Margins margins;
    // What is wrong with sounds that were made elsewhere (pair_folder.h), words of a-z and dashes; "imported" is the
    // first. A test with flags is never concluded "accept". Empty: this program made them.
    std::vector<std::string> flags = {};
    ImportedFrom imported = {};

    bool operator==(const TestDesign &) const = default;
};

// What of a row can be heard: a column by its place from 0, or one of those that a test adds.
using Condition = int;
inline constexpr Condition kReference = -1;
inline constexpr Condition kAnchor = -2;
inline constexpr Condition kLowPass = -3; // the reference below 3.5 kHz

std::string nameOf(Condition condition); // "0", "1" …, "reference", "anchor", "low-pass"
Condition conditionFromName(const std::string &name, const TestDesign &design);

// Settings of a column, or of what is made into the condition.
const TestColumn &columnOf(const TestDesign &design, Condition condition);

// The columns' name for people, of all that differs within the design, with the schedule that is really used:
// "NFE 8 uniform", "NFE 7 EPSS, bf16". "low-pass 3.5 kHz" for that.
std::string keyOf(const TestDesign &design, Condition condition);

// What a trial of Mushra and OriginalForm shows, all at once. In Mushra a column that equals the reference is the
// hidden reference itself; else the reference is added; and both anchors.
std::vector<Condition> shownTogether(const TestDesign &design);
Condition hiddenReference(const TestDesign &design);         // kReference or the column that equals it
std::vector<Condition> candidates(const TestDesign &design); // all columns but the baseline
bool isPairwise(Mode mode);                                  // AbPreference, Cmos, Abx

// Everything that must exist as sound before a session can begin.
std::vector<Condition> soundsNeeded(const TestDesign &design);

void validate(const TestDesign &design);

std::string wordFor(Mode mode); // "ab", "cmos", "abx", "mushra", "form"
Mode modeFromWord(const std::string &word);

engine::Json toJson(const TestDesign &design);
TestDesign designFromJson(const engine::Json &json); // validated
TestDesign parseDesign(std::string_view text, const std::string &nameForErrors);

// The design as one line in which equal tests are equal: effective schedules, voices and models written out, no name.
std::string canonicalForm(const TestDesign &design);
std::string designHash(const TestDesign &design); // its SHA-256, 64 hexadecimal digits

} // namespace app::listening
