#include "app/cloning/difference.h"

#include <QRandomGenerator>

#include <cmath>
#include <utility>

#include "engine/device.h"

namespace app::cloning {
namespace {

std::pair<double, double> tellingPair(Varied what) { // the usual value, and one that is heard at once
    switch (what) {
    case Varied::Steps:
        return {7, 32};
    case Varied::Guidance:
        return {2, 4};
    case Varied::Sway:
        return {-1, 0};
    case Varied::Speed:
        return {1, 1.3};
    case Varied::CrossFade:
        return {engine::Request().crossFadeSeconds, 0.6}; // the pieces run into each other
    case Varied::Schedule:
        return {double(engine::Schedule::Epss), double(engine::Schedule::Uniform)};
    case Varied::Precision:
        return {double(engine::Precision::Fp32), double(engine::Precision::Bf16)};
    case Varied::Seed: // has no usual value
        break;
    }
    return {};
}

double drawnSeed(double now) {
    double drawn = now;
    while (drawn == now)
        drawn = QRandomGenerator::global()->generate();
    return drawn;
}

} // namespace

double valueOf(const engine::Request &request, Varied what) {
    switch (what) {
    case Varied::Steps:
        return request.nfeStep;
    case Varied::Guidance:
        return request.cfgStrength;
    case Varied::Sway:
        return request.swayCoefficient;
    case Varied::Speed:
        return request.speed;
    case Varied::CrossFade:
        return request.crossFadeSeconds;
    case Varied::Schedule:
        return double(request.schedule);
    case Varied::Seed:
        return double(request.seed);
    case Varied::Precision:
        break;
    }
    return 0;
}

void setValue(engine::Request &request, Varied what, double value) {
    switch (what) {
    case Varied::Steps:
        request.nfeStep = int(value);
        break;
    case Varied::Guidance:
        request.cfgStrength = value;
        break;
    case Varied::Sway:
        request.swayCoefficient = value;
        break;
    case Varied::Speed:
        request.speed = value;
        break;
    case Varied::CrossFade:
        request.crossFadeSeconds = value;
        break;
    case Varied::Schedule:
        request.schedule = engine::Schedule(int(value));
        break;
    case Varied::Seed:
        request.seed = std::uint64_t(value);
        break;
    case Varied::Precision:
        break;
    }
}

bool canBeTold(const engine::Request &request, Varied what) {
    using engine::Schedule;
    return what != Varied::Schedule || engine::effectiveSchedule(request.nfeStep, Schedule::Epss) != Schedule::Uniform;
}

Difference tellingDifference(Varied what, double now) {
    if (what == Varied::Seed)
        return {what, now, drawnSeed(now)};
    const auto [usual, marked] = tellingPair(what);
    return {what, now, std::abs(now - usual) < std::abs(now - marked) ? marked : usual};
}

} // namespace app::cloning
