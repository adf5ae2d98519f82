#include "engine/quality/take_check.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"
#include "engine/quality/take_measures.h"
#include "engine/quality/take_voices.h"

namespace engine::quality {

namespace {

void append(std::vector<Doubt> &all, std::vector<Doubt> some) {
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

void requireParts(const std::vector<AskedPart> &parts, const CheckContext &context) {
    for (const AskedPart &part : parts) {
        if (!(part.speed > 0) || !std::isfinite(part.speed))
            throw badInput("A part of the take has a speed of " + std::to_string(part.speed) + ".",
                           "Give one from 0.3 to 3.");
        if (part.voice > context.otherVoices.size())
            throw badInput("A part of the take is spoken by voice " + std::to_string(part.voice) + " of " +
                               std::to_string(context.otherVoices.size() + 1) + ".",
                           "Name all voices that speak in it.");
    }
}

// Where words of a voice's reference may stand that nobody asked for.
LeakPlaces placesOf(std::size_t voice, const std::vector<AskedPart> &parts, const std::vector<double> &joins) {
    LeakPlaces places;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].voice != voice)
            continue;
        if (i == 0 || parts[i - 1].voice != voice)
            places.runs.push_back({i, i});
        places.runs.back().to = i + 1;
    }
    places.joins = joins;
    return places;
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

std::vector<Doubt> checkTake(const Clip &take, const std::vector<AskedPart> &parts, const CheckContext &context) {
    requireParts(parts, context);
    const TakeSound sound = listenTo(take);
    const VoicesOfTake voices(parts, context);
    const SpokenLine &line = voices.line();
    const ExpectedPace &pace = voices.pace();
    std::vector<Doubt> doubts;
    append(doubts, findDropouts(sound, context.pauses));
    append(doubts, findClicks(sound));
    append(doubts, findClipping(sound));
    append(doubts, findGaps(sound, line, context.pauses));
    for (std::size_t voice = 0; voice <= context.otherVoices.size(); ++voice) {
        if (const ReferenceSound *reference = voices.of(voice))
            append(doubts, findLeaks(sound, reference->sound, line, reference->transcript, pace,
                                     placesOf(voice, parts, context.joins)));
    }
    append(doubts, findRepeats(sound, line, pace));
    append(doubts, findMissing(sound, line, pace, context.speechSeconds));
    if (context.words) {
        std::string text;
        for (const AskedPart &part : parts)
            text += (text.empty() ? "" : " ") + part.text;
        append(doubts, compareWords(text, *context.words, take.seconds()));
    }
    std::stable_sort(doubts.begin(), doubts.end(),
                     [](const Doubt &a, const Doubt &b) { return a.fromSeconds < b.fromSeconds; });
    return doubts;
}

std::vector<Doubt> checkTake(const Clip &take, const std::string &text, const CheckContext &context) {
    return checkTake(take, {AskedPart{text, 1, 0}}, context);
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
