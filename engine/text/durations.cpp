#include "engine/text/durations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/text/characters.h"
#include "engine/text/text_file.h"

namespace engine::text {

namespace {

constexpr double kSmallest = 0.02;
constexpr double kLargest = 1000;
constexpr double kWithoutEntry = 1;

const std::string &remedy() {
    static const std::string text =
        "Put the durations.json that belongs to this model there, or remove the file: without "
        "it the text is spread evenly over the time.";
    return text;
}

std::string lowered(const std::string &token) {
    std::u32string characters = decode(token);
    std::transform(characters.begin(), characters.end(), characters.begin(), lowerCase);
    return encode(characters);
}

} // namespace

Durations Durations::load(const std::filesystem::path &file) {
    return parse(readTextFile(file, remedy()), file.string());
}

Durations Durations::parse(const std::string &content, const std::string &nameForErrors) {
    const Json json = Json::parse(content, nameForErrors);
    if (!json.isObject())
        throw badInput(nameForErrors + ": this is not a table of durations (a JSON object).", remedy());
    Durations durations;
    for (const auto &[key, value] : json.object()) {
        const double weight = value.isNumber() ? value.number() : std::nan("");
        if (!(weight >= 0 && weight <= kLargest))
            throw badInput(nameForErrors + ": the duration of \"" + key + "\" is not a number from 0 to 1000.",
                           remedy());
        durations.m_table.emplace(key, weight);
    }
    return durations;
}

std::vector<double> Durations::weights(const std::vector<std::string> &tokens) const {
    const std::string any = "_";
    std::vector<std::string> line; // between blanks
    line.reserve(tokens.size() + 2);
    line.emplace_back(" ");
    for (const std::string &token : tokens)
        line.push_back(lowered(token));
    line.emplace_back(" ");

    std::vector<double> result;
    result.reserve(tokens.size());
    for (std::size_t at = 1; at + 1 < line.size(); ++at) {
        const std::string &before = line[at - 1];
        const std::string &self = line[at];
        const std::string &after = line[at + 1];
        double weight = kWithoutEntry;
        for (const std::string &key :
             std::array{before + self + after, before + self + any, any + self + after, any + self + any}) {
            const auto found = m_table.find(key);
            if (found != m_table.end()) {
                weight = found->second;
                break;
            }
        }
        result.push_back(std::max(weight, kSmallest));
    }
    return result;
}

} // namespace engine::text
