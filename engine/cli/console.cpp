#include "engine/cli/console.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/ioctl.h>
#include <unistd.h>

#include "engine/error.h"

namespace engine::cli {

namespace {

[[noreturn]] void outputFailed() {
    if (errno == EPIPE)
        throw OutputClosed{};
    throw failure(std::string("Writing the result failed: ") + std::strerror(errno) + ".",
                  "Free some space, or send the output somewhere else.");
}

} // namespace

void print(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
        outputFailed();
}

void printJson(const Json &value) {
    print(value.dump() + "\n");
}

void flushOutput() {
    if (std::fflush(stdout) != 0)
        outputFailed();
}

void note(std::string_view text) {
    const std::string line = "ishowtts: " + std::string(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

bool errorIsTerminal() {
    const char *kind = std::getenv("TERM");
    return isatty(STDERR_FILENO) != 0 && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

int terminalColumns() {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        winsize size{};
        if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
            return size.ws_col;
    }
    return 80;
}

std::string fixed(double value, int digits) {
    char buffer[400];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, digits).ptr;
    return std::string(buffer, end);
}

std::string shortest(double value) {
    char buffer[400];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
    return std::string(buffer, end);
}

std::string duration(double seconds) {
    const auto padded = [](long value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    if (seconds < 10)
        return fixed(std::max(0.0, seconds), 1) + " s";
    const long whole = std::lround(seconds);
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + padded(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + padded(whole / 60 % 60) + " min";
}

std::string fileSize(double bytes) {
    if (bytes < 1e6)
        return fixed(bytes / 1e3, 1) + " kB";
    if (bytes < 1e9)
        return fixed(bytes / 1e6, 1) + " MB";
    return fixed(bytes / 1e9, 2) + " GB";
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

double rounded(double seconds) {
    return std::round(seconds * 1e6) / 1e6;
}

std::size_t characters(std::string_view utf8) {
    return std::size_t(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string table(const std::vector<std::vector<std::string>> &rows) {
    std::vector<std::size_t> widths;
    for (const auto &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], characters(row[i]));
    }
    std::string text;
    for (const auto &row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size())
                text.append(widths[i] - characters(row[i]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

} // namespace engine::cli
