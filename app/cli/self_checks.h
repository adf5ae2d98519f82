// The checks of `ishowtts selftest`, in their order: what each needs was checked before it. Main thread.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/cli/verb.h"

namespace app::cli {

struct SelfCheck {
    std::string name; // "synthesis": the key in --json; never changes
    // What was found, in words. Throws engine::Error: what is wrong, and what to do.
    std::function<std::string()> run;
};

// The arguments outlive them. While there is a QCoreApplication.
std::vector<SelfCheck> selfChecks(const engine::cli::Arguments &arguments, const std::stop_token &stop);

} // namespace app::cli
