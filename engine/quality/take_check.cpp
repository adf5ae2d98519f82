#include "engine/quality/take_check.h"

#include <algorithm>

#include "engine/quality/reference_check.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

namespace {

void append(std::vector<Doubt> &all, std::vector<Doubt> some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

} // namespace

std::string toString(DoubtKind kind) {
    switch (kind) {
    case DoubtKind::Dropout:
        return "dropout";
    case DoubtKind::Gap:
        return "gap";
    case DoubtKind::Click:
        return "click";
    case DoubtKind::Clipping:
        return "clipping";
    case DoubtKind::Repeat:
        return "repeat";
    case DoubtKind::Missing:
        return "missing";
    case DoubtKind::Leak:
        return "leak";
    case DoubtKind::Words:
        return "words";
    }
    return "";
}

std::vector<Doubt> checkTake(const Clip &take, const std::string &text, const CheckContext &context) {
    const TakeSound sound = listenTo(take);
    const SpokenLine line = readLine(text);
    ExpectedPace pace;
    std::vector<Doubt> doubts;
    append(doubts, findDropouts(sound));
    append(doubts, findClicks(sound));
    append(doubts, findClipping(sound));
    append(doubts, findGaps(sound, line, context.pauses));
    if (context.reference) {
        const Clip heard = prepareForF5(*context.reference).clip;
        const TakeSound reference = listenTo(heard);
        const SpokenLine transcript = readLine(context.transcript);
        if (transcript.units > 0 && reference.speechSeconds() > 0)
            pace = {reference.speechSeconds() / transcript.units, true};
        append(doubts, findLeaks(sound, reference, line, transcript, pace, context.joins));
    }
    append(doubts, findRepeats(sound, line, pace));
    append(doubts, findMissing(sound, line, pace, context.speechSeconds));
    if (context.words)
        append(doubts, compareWords(text, *context.words, take.seconds()));
    std::stable_sort(doubts.begin(), doubts.end(),
                     [](const Doubt &a, const Doubt &b) { return a.fromSeconds < b.fromSeconds; });
    return doubts;
}

std::uint64_t retrySeed(std::uint64_t seed, unsigned attempt) {
    if (attempt == 0)
        return seed;
    std::uint32_t mixed = std::uint32_t(seed) + std::uint32_t(seed >> 32) * 0x27D4EB2Fu;
    mixed += attempt * 0x9E3779B9u;
    mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6Bu;
    mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35u;
    return mixed ^ (mixed >> 16);
}

} // namespace engine::quality
