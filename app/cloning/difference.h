// One setting heard in two values: what it is now, and another one that lets the ear tell what it does. Any thread.
#pragma once

#include <QMetaType>

#include "engine/request.h"

namespace app::cloning {

// The precision is the model's, and not said in a request: its pair is made by two models (model_precisions.h).
enum class Varied { Steps, Guidance, Sway, Speed, CrossFade, Schedule, Seed, Precision };

struct Difference {
    Varied what = Varied::Steps;
    double now = 0;
    double other = 0;
};

// A schedule counts as its engine::Schedule; a seed beyond 2^53 is rounded. Of the precision it is 0, and setValue()
// changes nothing.
double valueOf(const engine::Request &request, Varied what);
void setValue(engine::Request &request, Varied what, double value);

// False where both values give the same: schedules at a count of steps without a table.
bool canBeTold(const engine::Request &request, Varied what);

// 7 steps ↔ 32, guidance 2 ↔ 4, sway -1 ↔ 0, speed 1 ↔ 1.3, cross-fade 0.15 s ↔ 0.6 s: of each pair the one that is
// farther away from `now`. Of the schedules and precisions (as engine::Precision) the other one; of seeds (below 2^32)
// one that is drawn anew each time.
Difference tellingDifference(Varied what, double now);

} // namespace app::cloning

Q_DECLARE_METATYPE(app::cloning::Difference)
