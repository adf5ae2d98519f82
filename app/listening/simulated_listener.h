// Listeners that nobody is: for trying out a test and its results before people spend an evening on it. What they
// answer is marked as simulated for ever, as that is part of what is sealed (SessionHeader::simulated). Any thread.
//
// Model: the baseline is worth 4 points of the 1…5 scale, each other column `effect` points less, the reference 4.3,
// anchors 1.8. What two sounds of a row are answered differs by the difference of their worth and normal noise of `sd`
// points (single sounds: sd / √2 each), brought to what the mode can say: rounded; AbPreference calls less than half a
// point no difference; Mushra counts 25 a point; Abx hears a difference of d points with the chance 1 − exp(−(d / sd)²)
// and else guesses. Equal sounds differ by noise.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/listening/listening_event.h"
#include "app/listening/session_plan.h"

namespace app::listening {

struct SimulatedTaste {
    double sd = 0.7;   // 0…10
    double effect = 0; // −4…4
    int listeners = 1; // 1…1000
    std::uint64_t seed = 1;
};

// "sd=0.7,effect=0.8,listeners=5,seed=1", each at most once, in any order. Error(BadInput).
SimulatedTaste tasteFrom(const std::string &text);

// A whole session: hears everything for as long as it must, answers, finishes and opens the seal. `number`: which of
// the listeners. A second for each event, from the plan's creation on. The plan must be of a simulated listener.
std::vector<ListeningEvent> simulatedEvents(const std::shared_ptr<const SessionPlan> &plan, const SimulatedTaste &taste,
                                            int number);

} // namespace app::listening
