// Whoever turns text into tokens owns one of these: the tables for Chinese, read from their file when the first Chinese
// character comes. Text without any costs nothing. Reading takes some 40 ms and 9 MB.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/text/chinese_tables.h"

namespace engine::text {

// That the tables may say more about this character than the character itself.
bool isChinese(char32_t c);
bool hasChinese(std::u32string_view text);
bool hasChinese(std::string_view utf8);

class Chinese {
public:
    // Usually engine::chineseTablesFile() (engine/data_folders.h).
    explicit Chinese(std::filesystem::path file) : m_file(std::move(file)) {}

    // nullptr when there is no such file, which is asked once: a program may be built without (packaging/bootstrap.sh
    // says how). Error(BadInput) when it is damaged. From any thread; the first one reads and the others wait.
    const ChineseTables *tables() const;

    // What a person should know about this text: that it has Chinese, and that there are no tables. Else "".
    std::string complaint(std::string_view utf8) const;

private:
    std::filesystem::path m_file;
    mutable std::once_flag m_once;
    mutable std::optional<ChineseTables> m_tables;
};

} // namespace engine::text
