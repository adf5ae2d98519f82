// Takes of the demo model, good ones and the same with a fault each, and what the check says of them. At four speeds; a
// few change voice and speed in the middle.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/quality/take_check.h"
#include "engine/synthesizer.h"
#include "tests/engine/quality/sound_faults.h"

inline constexpr std::array kSpeeds{0.7, 1.0, 1.35, 2.0}; // 1.35: a line that was fitted to its cue

struct Trial {
    std::size_t number = 0;
    engine::Request request;
    engine::Clip good;
    std::size_t join = 0; // sample where the second voice begins; 0: there is none
    std::vector<engine::quality::AskedPart> parts;
    engine::quality::CheckContext context;

    bool hasTwoVoices() const { return !request.otherVoices.empty(); }
};

// Makes trial after trial; the same number gives the same one. Sentences of tests/end_to_end/speech_sentences_en.txt,
// one to three of them, the shipped voices, 7 to 16 steps. Half of those with several sentences say the last one in
// another voice, and most of them at another speed. Every voice meets every speed and every fault each of both.
class Trials {
public:
    // `kept`: a folder for the takes, so that they need not be made again; empty: none.
    explicit Trials(std::filesystem::path kept = {});
    Trial make(std::size_t number);
    Faulty spoil(const Trial &trial, Fault fault);

private:
    // `join`: the sample where the last clip begins.
    engine::Clip speak(const engine::Request &request, std::size_t *join = nullptr);
    engine::Request requestOf(std::size_t number, Dice &dice) const;
    void addSecondVoice(engine::Request &request, Dice &dice) const;
    Faulty leakOfSecondVoice(const Trial &trial, engine::Request &again, bool anew, Dice &dice);

    std::filesystem::path m_kept;
    std::vector<std::string> m_sentences;
    std::vector<engine::Voice> m_voices;
    std::unique_ptr<engine::Synthesizer> m_synthesizer; // made when it is needed
};

struct Tally {
    std::size_t trials = 0;
    std::size_t named = 0; // with a doubt of a fitting kind at the place of the fault
    std::size_t found = 0; // with any doubt that is not in the good take

    void add(const Tally &other);
};

struct Row {    // of some of the takes
    Tally five; // of the first five faults
    Tally lost;
    std::size_t good = 0;
    std::size_t alarms = 0; // good takes with a doubt

    void add(const Row &other);
};

struct TrialResult {
    std::array<Tally, kFaults> faults;
    std::array<Row, kSpeeds.size()> speeds; // of one voice
    Row twoVoices;
    std::size_t good = 0;
    std::size_t alarms = 0; // good takes with a doubt
    // Good takes that go above full scale: that this is said is no alarm, any file clips them.
    std::size_t loud = 0, loudSaid = 0;
    std::array<std::size_t, int(engine::quality::DoubtKind::Words)> alarmsOfKind{};
    double milliseconds = 0; // of all checks together
    double seconds = 0;      // of sound
    std::size_t checks = 0;
    std::vector<std::string> notes; // a line for each alarm and each fault, with what was said
};

// `count` takes from number `first` on, each as it is, spoilt in two of the first five ways and in one of the others.
// `only`: the beginning of a fault's name, or all of them.
void judgeAll(Trials &trials, std::size_t first, std::size_t count, TrialResult &result, const std::string &only = {});

struct Interval {
    double low = 0, high = 0;
};
Interval wilson(std::size_t hits, std::size_t of); // 95 %
