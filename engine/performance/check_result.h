// What `ishowtts check` found last on this machine, kept for the Studio and `ishowtts status`: a file beside the
// history. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/performance/regression.h"

namespace engine::performance {

struct CheckResult {
    std::string at;             // of the record that was judged: "2026-11-22T21:00:00Z"
    std::string model;          // its
    std::vector<Verdict> found; // alarms and warnings; empty: all is as it was, or too noisy to judge

    bool regressed() const { return !found.empty(); }
};

CheckResult resultOf(const Regression &regression);
// Whether `newer` may take the place of what was found before: it found something, too, or it is clean where that was
// not: with the same model, device, precision and steps, not too noisy to judge, and within the limits of before where
// it has none of its own. `records`: the history, which knows how the one before was measured.
bool replaces(const Regression &newer, const CheckResult &before, const std::vector<SpeedRecord> &records);
std::filesystem::path checkResultFile(const std::filesystem::path &folder); // of the history
// Whole or not at all, over the one before. Error(Failure).
void keepCheckResult(const std::filesystem::path &file, const CheckResult &result);
// None: nobody checked, or it cannot be read. Figures that are out of range are refused with the whole file.
std::optional<CheckResult> readCheckResult(const std::filesystem::path &file);

} // namespace engine::performance
