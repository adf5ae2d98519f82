// Opens a checkpoint as the loader does (every tensor checked for not-a-number) in a process of its own, and says how
// much memory that took at most. The process is the witness: a crash or an endless loop there is an outcome, not the
// end of the test.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

struct Outcome {
    bool finished = false; // neither crashed nor ran longer than ten seconds
    bool accepted = false;
    std::string problem; // "what remedy" of the Error; or what went wrong otherwise
    long peakKiB = 0;    // growth of the resident memory, the file's own pages included
};

// Runs `action` in a child; it throws engine::Error to refuse. After a crash `problem` ends with the last note() of it.
Outcome measured(const std::function<void()> &action);
// From inside the action: kept for the case of a crash.
void note(const std::string &text);

// Throws as Weights::open and requireFinite do, and std::logic_error when a view lies about its size.
void openAndCheck(const std::filesystem::path &file);
