// `bench --vocoder-only`: how fast the vocoder alone makes sound of a mel, for sounds of three lengths.
#pragma once

#include "engine/cli/verb.h"

namespace engine::cli {

// UsageError when options of speech are given besides; nothing joins the history.
int benchVocoder(const Arguments &arguments);

} // namespace engine::cli
