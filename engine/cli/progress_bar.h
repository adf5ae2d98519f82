// One line on a terminal's stderr that redraws itself; silent when stderr is no terminal.
#pragma once

#include <chrono>
#include <string>

#include "engine/synthesizer.h"

namespace engine::cli {

class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar(); // leaves no trace
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;

    void say(const std::string &what);   // "Loading demo"
    void show(const Progress &progress); // at most ten times a second
    void clear();

private:
    void draw(const std::string &line);

    const bool m_enabled;
    bool m_drawn = false;
    std::chrono::steady_clock::time_point m_last{};
};

// "[#######.............]  35 %  part 2 of 3  4.2 s left"; for tests.
std::string progressLine(const Progress &progress);

} // namespace engine::cli
