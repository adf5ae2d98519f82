// The points in time that the flow visits; without LibTorch. Source: f5_tts/model/utils.py get_epss_timesteps (EPSS),
// F5-TTS paper (sway sampling), computed in fp32 as upstream does.
#pragma once

#include <vector>

#include "engine/request.h"

namespace engine::model {

// The nfeStep + 1 times, rising from 0 to 1. nfeStep ≥ 1, −1 ≤ swayCoefficient ≤ 1 (0: as the schedule says).
std::vector<float> flowTimes(int nfeStep, Schedule schedule, double swayCoefficient);

} // namespace engine::model
