// "Hear the difference" beside what a setting does: says in words which two values will be heard.
#pragma once

#include <functional>

#include "app/cloning/difference.h"
#include "ui/shared/explanation.h"

namespace ui::studio {

using Present = std::function<engine::Request()>; // what the current line would be made with now
using HearDifference = std::function<void(const app::cloning::Difference &)>;

// Asked anew each time the explanation opens.
// Where both values give the same it says so and offers nothing.
shared::MakeOffer offerDifference(app::cloning::Varied what, Present present, HearDifference hear);

shared::MakeOffer explainNoPrecisionPair(); // words alone

} // namespace ui::studio
