// `ishowtts serve`: the HTTP server without a window, until it is told to end.
#pragma once

#include "engine/cli/verb.h"

namespace app::cli {

engine::cli::Verb serveVerb();

} // namespace app::cli
