// One setting heard in two values: what it is now, and another one that lets the ear tell what it does. Any thread.
#pragma once

#include <QMetaType>

#include "engine/request.h"

namespace app::cloning {

enum class Varied { Steps, Guidance, Sway, Speed, CrossFade };

struct Difference {
    Varied what = Varied::Steps;
    double now = 0;
    double other = 0;
};

double valueOf(const engine::Request &request, Varied what);
void setValue(engine::Request &request, Varied what, double value);

// 7 steps ↔ 32, guidance 2 ↔ 4, sway -1 ↔ 0, speed 1 ↔ 1.3, cross-fade 0.15 s ↔ 0.6 s: of each pair the one that is
// farther away from `now`.
Difference tellingDifference(Varied what, double now);

} // namespace app::cloning

Q_DECLARE_METATYPE(app::cloning::Difference)
