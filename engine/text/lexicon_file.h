// Lexicons as files. A voice's own is <voice's folder>/lexicon.json, the one for all voices <data folder>/lexicon.json:
//
//   {"version": 1, "entries": [
//     {"kind": "plain", "from": "GIF", "to": "jif", "case": true, "wholeWord": true, "enabled": true, "note": ""},
//     {"kind": "regex", "from": "v(\\d+)", "to": "version \\1"},
//     {"kind": "pinyin", "from": "重庆", "to": "chong2 qing4"}]}
//
// Only "from" and "to" must be there; a kind that is missing is plain. What is not understood stays in the file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json.h"
#include "engine/text/lexicon_entry.h"

namespace engine::text {

inline constexpr const char *kLexiconFile = "lexicon.json";
inline constexpr Json::Limits kLexiconLimits{16 << 20, 16, 400'000};

struct LexiconContent {
    std::vector<LexiconEntry> entries; // at most kMostLexiconEntries; not looked at otherwise
    std::vector<std::string> problems; // a sentence for each that is left out because it cannot be understood
};

// Error(BadInput) when it is no lexicon at all.
LexiconContent lexiconIn(const Json &file, const std::string &nameForErrors);
LexiconContent readLexicon(const std::filesystem::path &file); // nothing when there is no such file

// What counts when this voice speaks ("id" or "id:style"), in order: its own file, then the one for all voices in the
// first of the data roots. Neither need be there.
std::vector<std::filesystem::path> lexiconFiles(const std::vector<std::filesystem::path> &roots,
                                                const std::string &voice);

LexiconEntry lexiconEntryIn(const Json &entry); // Error(BadInput)
Json::Object asJson(const LexiconEntry &entry);

// For exchange: JSON as above; or a table, whose first row names the columns kind, from, to, case, wholeWord, enabled
// and note, in any order and without those that nobody needs.
enum class LexiconForm { Json, Csv, Tsv };

LexiconForm lexiconFormOf(const std::filesystem::path &file); // by its name; what is neither .csv nor .tsv is JSON
std::string exported(const std::vector<LexiconEntry> &entries, LexiconForm form);

// Of a file in any of these forms, known by what is in it. A table's cells are divided by commas, semicolons or tabs,
// may stand in quotes ("" is one) and then hold anything; a byte order mark is passed over. Error(BadInput) when it is
// none of these, is not UTF-8, or a quote has no end.
LexiconContent imported(std::string_view content, const std::string &nameForErrors);
LexiconContent importLexicon(const std::filesystem::path &file);

} // namespace engine::text
