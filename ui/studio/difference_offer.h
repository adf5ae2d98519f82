// "Hear the difference" beside what a setting does: says in words which two values will be heard.
#pragma once

#include <functional>
#include <optional>

#include "app/cloning/difference.h"
#include "engine/device.h"
#include "ui/shared/explanation.h"

namespace ui::studio {

using Present = std::function<engine::Request()>; // what the current line would be made with now
using HearDifference = std::function<void(const app::cloning::Difference &)>;

// Asked anew each time the explanation opens.
// Where both values give the same it says so and offers nothing.
shared::MakeOffer offerDifference(app::cloning::Varied what, Present present, HearDifference hear);

// Of the model that is loaded; none: there is none yet, and so no pair.
using PresentPrecision = std::function<std::optional<engine::Precision>()>;
shared::MakeOffer offerPrecisions(PresentPrecision present, HearDifference hear);

} // namespace ui::studio
