#include "engine/model/flow_times.h"

#include <cmath>
#include <map>
#include <numbers>

namespace engine::model {
namespace {

const std::map<int, std::vector<float>> &epssTables() { // in 32nds
    static const std::map<int, std::vector<float>> tables = {
        {5, {0, 2, 4, 8, 16, 32}},
        {6, {0, 2, 4, 6, 8, 16, 32}},
        {7, {0, 2, 4, 6, 8, 16, 24, 32}},
        {10, {0, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32}},
        {12, {0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32}},
        {16, {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32}},
    };
    return tables;
}

} // namespace

std::vector<float> flowTimes(int nfeStep, Schedule schedule, double swayCoefficient) {
    std::vector<float> times;
    if (effectiveSchedule(nfeStep, schedule) == Schedule::Epss) {
        for (const float t : epssTables().at(nfeStep))
            times.push_back(t / 32);
    } else {
        for (int i = 0; i <= nfeStep; ++i)
            times.push_back(float(double(i) / nfeStep));
    }
    constexpr float kQuarterTurn = float(std::numbers::pi / 2);
    for (float &t : times)
        t += float(swayCoefficient) * (std::cos(kQuarterTurn * t) - 1 + t);
    return times;
}

} // namespace engine::model
