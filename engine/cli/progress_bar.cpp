#include "engine/cli/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/cli/console.h"

namespace engine::cli {

ProgressBar::ProgressBar() : m_enabled(errorIsTerminal()) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::say(const std::string &what) {
    draw(what);
}

void ProgressBar::show(const Progress &progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(100))
        return;
    m_last = now;
    draw(progressLine(progress));
}

void ProgressBar::clear() {
    if (m_drawn)
        std::fputs("\r\033[K", stderr);
    m_drawn = false;
}

void ProgressBar::draw(const std::string &line) {
    if (!m_enabled)
        return;
    const std::size_t columns = std::size_t(std::max(20, terminalColumns()) - 1); // a wrapped line could not be redrawn
    std::fprintf(stderr, "\r%s\033[K", line.substr(0, columns).c_str());
    std::fflush(stderr);
    m_drawn = true;
}

std::string progressLine(const Progress &progress) {
    constexpr int width = 24;
    const double fraction = std::clamp(progress.fraction(), 0.0, 1.0);
    const std::size_t filled = std::size_t(std::lround(fraction * width));
    const std::string percent = std::to_string(int(fraction * 100));
    std::string line = "[" + std::string(filled, '#') + std::string(width - filled, '.') + "] " +
                       std::string(3 - percent.size(), ' ') + percent + " %";
    if (progress.chunks > 1)
        line += "  part " + std::to_string(progress.chunk + 1) + " of " + std::to_string(progress.chunks);
    if (progress.step > 0 || progress.chunk > 0)
        line += "  " + duration(progress.secondsLeft) + " left";
    return line;
}

} // namespace engine::cli
