// What a session is before its first event: which test, who listens, and the sealed order. Plain data; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/listening/trial_order.h"

namespace app::listening {

// All that is kept of a plan besides the test itself: the order follows from the seed.
struct SessionHeader {
    std::string id;           // 32 small hexadecimal digits by lot
    std::string test;         // testId()
    std::string listener;     // as the person is to be called; at most 200 bytes, no control characters
    std::int64_t created = 0; // ms since 1970 UTC
    std::uint64_t seed = 0;
    std::string salt;       // 64 hexadecimal digits; kept secret, as the seed is, until the session is revealed
    std::string commitment; // what is shown first
    bool simulated = false; // no person listened: for ever, as it is part of what is sealed
    std::string program;    // version and build that drew it; at most 200 bytes

    bool operator==(const SessionHeader &) const = default;
};

struct SessionPlan {
    TestDesign design;
    std::vector<Stimulus> stimuli; // in the order of rows and soundsNeeded()
    SessionHeader header;
    TrialOrder order;

    const Stimulus &stimulus(int row, Condition condition) const;
};

struct Listener {
    std::string name;
    bool simulated = false;
};

// A new session: id, seed and salt by the system's random numbers, or the seed given (simulations). Error(BadInput)
// when design or sounds are not right.
SessionPlan newPlan(TestDesign design, std::vector<Stimulus> stimuli, const Listener &listener, std::int64_t created,
                    const std::uint64_t *seed = nullptr);

// One that was kept. Error(BadInput) when the header belongs to another test, its numbers are none, or the order that
// follows from it is not the one that was sealed.
SessionPlan planOf(TestDesign design, std::vector<Stimulus> stimuli, SessionHeader header);

SealedWords sealedWords(const SessionPlan &plan);

engine::Json toJson(const SessionHeader &header);
engine::Json toJson(const std::vector<Stimulus> &stimuli);
std::vector<Stimulus> stimuliFromJson(const engine::Json &json, const TestDesign &design);

class JsonFields;
SessionHeader headerIn(JsonFields &fields); // more members may follow

} // namespace app::listening
