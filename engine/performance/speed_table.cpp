#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "engine/error.h"
#include "engine/performance/speed_record.h"

namespace engine::performance {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLongestTable = 16 << 20; // bytes

std::string trimmed(const std::string &text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\"");
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\"") - begin + 1);
}

std::vector<std::string> cells(const std::string &line) {
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    for (const char sign : line) {
        if (sign == '"')
            quoted = !quoted;
        if (sign == ',' && !quoted) {
            row.push_back(trimmed(cell));
            cell.clear();
        } else {
            cell += sign;
        }
    }
    row.push_back(trimmed(cell));
    return row;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char sign) { return char(std::tolower(sign)); });
    return text;
}

class Columns {
public:
    explicit Columns(const std::string &heading) {
        for (const std::string &name : cells(heading))
            m_names.push_back(lower(name));
    }
    std::optional<std::size_t> find(std::initializer_list<const char *> names) const {
        for (const char *name : names) {
            const auto found = std::find(m_names.begin(), m_names.end(), name);
            if (found != m_names.end())
                return std::size_t(found - m_names.begin());
        }
        return std::nullopt;
    }

private:
    std::vector<std::string> m_names;
};

// Of a table without a heading, as iShowTTS appends to its own: "2025-09-30,0.251".
bool isDayAndRtf(const std::string &line) {
    const std::vector<std::string> row = cells(line);
    if (row.size() != 2 || row[0].empty() || std::isdigit(static_cast<unsigned char>(row[0][0])) == 0)
        return false;
    char *end = nullptr;
    std::strtod(row[1].c_str(), &end);
    return !row[1].empty() && *end == '\0';
}

double numberIn(const std::vector<std::string> &row, std::size_t column, const std::string &place, double most) {
    const std::string text = column < row.size() ? row[column] : std::string();
    char *end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value) || value < 0 || value > most)
        throw badInput(place + ", column " + std::to_string(column + 1) + ": \"" + text + "\" is no figure.",
                       "Correct the cell, or remove the line.");
    return value;
}

} // namespace

std::vector<SpeedRecord> importTable(const fs::path &file) {
    std::error_code error;
    const std::uintmax_t size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : kLongestTable + 1;
    std::ifstream in(file, std::ios::binary);
    std::string line;
    if (error || size > kLongestTable || !in || !std::getline(in, line))
        throw badInput(file.string() + " is no table that can be read.", "Name a CSV file, at most 16 MB.");
    if (line.starts_with("\xEF\xBB\xBF"))
        line.erase(0, 3);
    const bool hasHeading = !isDayAndRtf(line);
    const Columns columns(hasHeading ? line : "date,rtf");
    const auto when = columns.find({"timestamp", "date", "time", "datetime"});
    const auto mean = columns.find({"mean_rtf", "rtf_mean", "avg_rtf", "average_rtf", "rtf"});
    if (!when || !mean)
        throw badInput(file.filename().string() + " has no column for the " + (when ? "RTF" : "time") + ".",
                       when ? "Name it mean_rtf or rtf." : "Name it timestamp or date.");
    const auto least = columns.find({"min_rtf", "rtf_min", "min"});
    const auto most = columns.find({"max_rtf", "rtf_max", "max"});
    const auto deviation = columns.find({"std_rtf", "rtf_std", "std"});
    const auto steps = columns.find({"nfe_step", "nfe", "nfe_steps"});
    const auto runs = columns.find({"runs", "num_runs", "run_count", "n"});
    std::vector<SpeedRecord> records;
    bool more = !hasHeading || bool(std::getline(in, line));
    for (int number = hasHeading ? 2 : 1; more; more = bool(std::getline(in, line)), ++number) {
        if (trimmed(line).empty())
            continue;
        const std::vector<std::string> row = cells(line);
        const std::string place = file.filename().string() + ", line " + std::to_string(number);
        SpeedRecord record;
        record.imported = true;
        record.conditions.model = "iShowTTS";
        record.at = *when < row.size() ? row[*when] : std::string();
        record.rtf.mean = numberIn(row, *mean, place, 100'000);
        if (record.at.empty() || record.at.size() > 64 || record.rtf.mean <= 0)
            throw badInput(place + " has no time or no RTF.", "Correct the line, or remove it.");
        record.rtf.median = record.rtf.mean;
        record.rtf.minimum = least ? numberIn(row, *least, place, 100'000) : record.rtf.mean;
        record.rtf.maximum = most ? numberIn(row, *most, place, 100'000) : record.rtf.mean;
        record.rtf.p95 = record.rtf.maximum;
        record.rtf.deviation = deviation ? numberIn(row, *deviation, place, 100'000) : 0;
        record.rtf.cv = record.rtf.deviation / record.rtf.mean;
        record.conditions.nfe = steps ? int(numberIn(row, *steps, place, 128)) : 0;
        record.runs = runs ? std::max(1, int(numberIn(row, *runs, place, 10'000))) : 1;
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace engine::performance
