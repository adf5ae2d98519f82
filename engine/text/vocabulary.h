// vocab.txt: one token per line, the line number is the id. Source: f5_tts/model/utils.py get_tokenizer, list_str_to_idx.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace engine::text {

class Vocabulary {
public:
    // Error(BadInput) when the file is missing, empty, not UTF-8, or its first line is not a blank (upstream requires
    // it: id 0 stands for unknown tokens).
    static Vocabulary load(const std::filesystem::path &file);
    static Vocabulary parse(const std::string &content, const std::string &nameForErrors);

    std::size_t size() const { return m_size; }
    // As upstream: an unknown token becomes id 0.
    std::vector<std::int64_t> ids(const std::vector<std::string> &tokens) const;
    // The distinct tokens that have no id, in order of appearance.
    std::vector<std::string> unknown(const std::vector<std::string> &tokens) const;

private:
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::size_t m_size = 0;
};

} // namespace engine::text
