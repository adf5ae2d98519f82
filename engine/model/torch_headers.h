// Precompiled: these headers cost ten seconds per file otherwise. Only engine/model, engine/audio/mel.cpp
// and power_spectra.cpp, engine/device.cpp and engine/local_synthesizer.cpp may include LibTorch.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
