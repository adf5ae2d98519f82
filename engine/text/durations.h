// Relative duration of each token, from a model folder's durations.json (an extension of ours; upstream spreads tokens
// evenly). The file is a table by trigram with back-off: the keys, in order, are the three lower-case tokens
// prev+this+next, prev+this+"_", "_"+this+next, "_"+this+"_"; a token without any of them weighs 1. "_" stands for any.
// A token is a character or a pinyin syllable: "_ hao3" is the blank before "hao3", " ni3，" is "ni3" before a comma.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace engine::text {

class Durations {
public:
    // Error(BadInput) for a file that is missing, over 16 MiB, or not a JSON object of finite numbers in 0…1000.
    static Durations load(const std::filesystem::path &file);
    static Durations parse(const std::string &content, const std::string &nameForErrors);

    // One weight ≥ 0.02 per token; the sequence is taken to stand between blanks.
    std::vector<double> weights(const std::vector<std::string> &tokens) const;

private:
    std::unordered_map<std::string, double> m_table;
};

} // namespace engine::text
