#include "engine/text/chinese.h"

#include <algorithm>
#include <system_error>

#include "engine/text/characters.h"

namespace engine::text {

bool isChinese(char32_t c) {
    return c == 0x3007 || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xE815 && c <= 0xE864) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

bool hasChinese(std::u32string_view text) {
    return std::any_of(text.begin(), text.end(), isChinese);
}

bool hasChinese(std::string_view utf8) {
    return hasChinese(std::u32string_view(decode(utf8)));
}

const ChineseTables *Chinese::tables() const {
    std::call_once(m_once, [this] {
        std::error_code ignored;
        if (std::filesystem::exists(m_file, ignored))
            m_tables.emplace(ChineseTables::load(m_file));
    });
    return m_tables ? &*m_tables : nullptr;
}

std::string Chinese::complaint(std::string_view utf8) const {
    if (!hasChinese(utf8) || tables())
        return "";
    return "Chinese is not read: this build is without the tables for it (" + m_file.string() + ").";
}

} // namespace engine::text
