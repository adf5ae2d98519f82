// `ishowtts danmaku`: the chat queue without a window, by the same filter and director as in the Studio.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb danmakuVerb();

} // namespace app::cli
