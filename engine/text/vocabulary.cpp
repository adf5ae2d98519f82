#include "engine/text/vocabulary.h"

#include <cstddef>
#include <string_view>
#include <unordered_set>

#include "engine/error.h"
#include "engine/text/text_file.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

const std::string &rightVocabulary() {
    static const std::string text = "Put the vocab.txt that belongs to this model there: UTF-8, one token per line, a "
                                    "single blank as the first line.";
    return text;
}

// Takes the first line off `rest`.
std::string_view takeLine(std::string_view &rest) {
    const std::size_t end = rest.find_first_of("\r\n");
    const std::string_view line = rest.substr(0, end);
    if (end == std::string_view::npos)
        rest = {};
    else
        rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
    return line;
}

} // namespace

Vocabulary Vocabulary::load(const std::filesystem::path &file) {
    return parse(readTextFile(file, rightVocabulary()), file.string());
}

Vocabulary Vocabulary::parse(const std::string &content, const std::string &nameForErrors) {
    std::string_view rest = content;
    if (rest.substr(0, kByteOrderMark.size()) == kByteOrderMark)
        rest.remove_prefix(kByteOrderMark.size());
    if (rest.empty())
        throw badInput(nameForErrors + ": the vocabulary is empty.", rightVocabulary());
    if (findInvalidUtf8(rest) != std::string_view::npos)
        throw badInput(nameForErrors + ": the vocabulary is not UTF-8 text.", rightVocabulary());

    Vocabulary vocabulary;
    std::int64_t line = 0;
    for (; !rest.empty(); ++line) {
        const std::string_view token = takeLine(rest);
        if (line == 0 && token != " ")
            throw badInput(nameForErrors + ": the first line is not a single blank.", rightVocabulary());
        if (line > 0 && token == " ")
            throw badInput(nameForErrors + ": line " + std::to_string(line + 1) +
                               " repeats the blank of the first line.",
                           rightVocabulary());
        vocabulary.m_ids[std::string(token)] = line;
    }
    vocabulary.m_maxId = line - 1; // of equal lines the last one counts, so the last line always does
    return vocabulary;
}

std::vector<std::int64_t> Vocabulary::ids(const std::vector<std::string> &tokens) const {
    std::vector<std::int64_t> result;
    result.reserve(tokens.size());
    for (const std::string &token : tokens) {
        const auto found = m_ids.find(token);
        result.push_back(found == m_ids.end() ? 0 : found->second);
    }
    return result;
}

std::vector<std::string> Vocabulary::unknown(const std::vector<std::string> &tokens) const {
    std::vector<std::string> result;
    std::unordered_set<std::string_view> seen;
    for (const std::string &token : tokens)
        if (m_ids.count(token) == 0 && seen.insert(token).second)
            result.push_back(token);
    return result;
}

} // namespace engine::text
