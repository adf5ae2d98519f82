// What a verb did: for people a line, with --json an object.
#pragma once

#include <string>

#include "engine/cli/console.h"
#include "engine/cli/verb.h"

namespace app::cli {

inline void answer(const engine::cli::Arguments &arguments, const engine::Json &json, const std::string &said) {
    if (arguments.has("--json"))
        engine::cli::printJson(json);
    else
        engine::cli::print(said + "\n");
}

} // namespace app::cli
