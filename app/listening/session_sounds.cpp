#include "app/listening/session_sounds.h"

#include "app/listening/listening_words.h"

namespace app::listening {

QString SessionSounds::notice() const {
    return from == From::Heard
               ? say("Not all sounds of now are made: this session is about those that were heard before.")
               : QString();
}

SessionSounds soundsForSession(const std::vector<SessionSummary> &sessions, const std::string &present) {
    if (!present.empty())
        return {SessionSounds::From::Now};
    const std::string heard = testToJudge(sessions, {});
    return heard.empty() ? SessionSounds{} : SessionSounds{SessionSounds::From::Heard, heard};
}

double expectedSeconds(const TestRow &row) {
    constexpr double kCharactersPerSecond = 18; // of English speech, pauses included
    return double(row.text.size()) / kCharactersPerSecond;
}

std::optional<QString> objectionToHearing(const TestDesign &design) {
    if (design.flags.empty())
        return std::nullopt;
    for (const Condition condition : soundsNeeded(design)) {
        if (condition >= 0)
            continue;
        if (design.mode == Mode::Mushra)
            return say(
                "MUSHRA asks about a reference and anchors, and sounds that were made elsewhere have none. Ask which "
                "is better (A/B), or by how much (CMOS).");
        return say(
            "Pairs that anybody hears are made of a reference and an anchor, and sounds that were made elsewhere have "
            "none. Ask for none of them.");
    }
    return std::nullopt;
}

} // namespace app::listening
