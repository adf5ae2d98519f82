// vocab.txt: one token per line, the line number (from 0) is the id. Source: f5_tts/model/utils.py get_tokenizer,
// list_str_to_idx.
//
// As upstream: lines end in LF, CR LF or CR; of equal lines the last one counts; size() counts distinct tokens, and the
// model's table has size() + 1 rows. With repeated lines maxId() can reach size(): such a table is too short, so
// whoever joins a vocabulary with a model compares maxId() with the rows. Differences: a byte order mark is skipped,
// and a last line without line end keeps its last character (upstream's char[:-1] drops it).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace engine::text {

class Vocabulary {
public:
    // Error(BadInput) when the file is missing, unreadable, over 16 MiB, empty, not UTF-8, or when its first line is
    // not a single blank or that blank appears again (upstream requires it: id 0 stands for unknown tokens).
    static Vocabulary load(const std::filesystem::path &file);
    static Vocabulary parse(const std::string &content, const std::string &nameForErrors);

    std::size_t size() const { return m_ids.size(); }
    std::int64_t maxId() const { return m_maxId; }

    // As upstream: an unknown token becomes id 0.
    std::vector<std::int64_t> ids(const std::vector<std::string> &tokens) const;
    // The distinct tokens that have no id, in order of appearance.
    std::vector<std::string> unknown(const std::vector<std::string> &tokens) const;

private:
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::int64_t m_maxId = 0;
};

} // namespace engine::text
