// Lexicons as tables, for spreadsheets: comma-separated values after RFC 4180, or with tabs. See lexicon_file.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/lexicon_file.h"

namespace engine::text {

// Begins with a byte order mark, without which Excel takes UTF-8 for something else.
std::string lexiconTable(const std::vector<LexiconEntry> &entries, char separator);

// `table`: UTF-8 without a byte order mark. Error(BadInput).
LexiconContent lexiconInTable(std::string_view table, const std::string &nameForErrors);

} // namespace engine::text
