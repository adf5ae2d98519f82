#include "engine/performance/figure_files.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

namespace engine::performance {

namespace fs = std::filesystem;

std::optional<std::string> readSmall(const fs::path &file) {
    std::error_code error;
    if (fs::is_directory(file, error))
        return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return std::nullopt;
    std::string text(64 << 10, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    if (in.bad())
        return std::nullopt;
    text.resize(std::size_t(in.gcount()));
    while (!text.empty() && (text.back() == '\n' || text.back() == '\0'))
        text.pop_back();
    return text;
}

std::optional<double> readNumber(const fs::path &file) {
    const auto text = readSmall(file);
    if (!text || text->empty())
        return std::nullopt;
    char *end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    while (*end == ' ')
        ++end;
    return *end == '\0' && std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

std::optional<double> bytesIn(const std::string &table, const std::string &key) {
    const std::size_t at = table.find(key + ":");
    if (at == std::string::npos)
        return std::nullopt;
    const double kilobytes = std::strtod(table.c_str() + at + key.size() + 1, nullptr);
    return kilobytes >= 0 && kilobytes < 1e12 ? std::optional<double>(kilobytes * 1024) : std::nullopt;
}

std::optional<MemoryInUse> memoryInUse(const fs::path &root) {
    const std::string table = readSmall(root / "proc/meminfo").value_or("");
    const auto all = bytesIn(table, "MemTotal"), free = bytesIn(table, "MemAvailable");
    if (!all || !free || *free > *all)
        return std::nullopt;
    return MemoryInUse{*all - *free, *all};
}

std::vector<fs::path> entriesOf(const fs::path &folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace engine::performance
