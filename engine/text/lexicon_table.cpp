#include "engine/text/lexicon_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/error.h"

namespace engine::text {

namespace {

constexpr std::array<std::string_view, 7> kColumns{"kind", "from", "to", "case", "wholeWord", "enabled", "note"};
enum Column : std::size_t { Kind, From, To, Case, WholeWord, Enabled, Note };

void addCell(std::string &table, const std::string &text, char separator) {
    const bool plain = text.find_first_of(std::string("\"\r\n") + separator) == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    if (plain) {
        table += text;
        return;
    }
    table += '"';
    for (const char c : text)
        table += c == '"' ? std::string("\"\"") : std::string(1, c);
    table += '"';
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

std::string trimmed(const std::string &text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

struct Row {
    std::size_t line = 1; // as editors count
    std::vector<std::string> cells;

    bool isEmpty() const {
        return std::all_of(cells.begin(), cells.end(), [](const std::string &cell) { return cell.empty(); });
    }
};

class Rows {
public:
    Rows(std::string_view table, char separator, const std::string &name)
        : m_table(table), m_separator(separator), m_name(name) {}

    std::optional<Row> next() {
        if (m_at >= m_table.size())
            return {};
        Row row{m_line, {}};
        do
            row.cells.push_back(cell());
        while (m_at < m_table.size() && m_table[m_at] == m_separator && ++m_at);
        if (m_at < m_table.size() && m_table[m_at] == '\r')
            ++m_at;
        if (m_at < m_table.size() && m_table[m_at] == '\n')
            ++m_at;
        ++m_line;
        return row;
    }

private:
    std::string cell() {
        if (m_at < m_table.size() && m_table[m_at] == '"')
            return quotedCell();
        const std::size_t begin = m_at;
        while (m_at < m_table.size() && !endsCell(m_table[m_at]))
            ++m_at;
        return std::string(m_table.substr(begin, m_at - begin));
    }

    std::string quotedCell() {
        const std::size_t line = m_line;
        std::string text;
        for (++m_at; m_at < m_table.size(); ++m_at) {
            const char c = m_table[m_at];
            if (c == '"' && (m_at + 1 == m_table.size() || m_table[m_at + 1] != '"')) {
                ++m_at;
                if (m_at < m_table.size() && !endsCell(m_table[m_at]))
                    throw badInput(m_name + ": line " + std::to_string(m_line) + ": something follows a closing quote.",
                                   "A quote inside a cell in quotes is written twice.");
                return text;
            }
            m_at += c == '"' ? 1 : 0;
            m_line += c == '\n' ? 1 : 0;
            text += c;
        }
        throw badInput(m_name + ": line " + std::to_string(line) + ": a quote has no end.",
                       "Close it; a quote inside a cell in quotes is written twice.");
    }

    bool endsCell(char c) const { return c == m_separator || c == '\r' || c == '\n'; }

    std::string_view m_table;
    char m_separator;
    const std::string &m_name;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

char separatorOf(std::string_view table) { // the one that the first row has most of
    const std::string_view first = table.substr(0, table.find('\n'));
    const auto count = [&](char c) { return std::count(first.begin(), first.end(), c); };
    const char best = count(';') > count(',') ? ';' : ',';
    return count('\t') > count(best) ? '\t' : best;
}

using Places = std::array<std::optional<std::size_t>, kColumns.size()>;

Places placesIn(const Row &header, const std::string &name) {
    Places places;
    for (std::size_t cell = 0; cell < header.cells.size(); ++cell) {
        const std::string title = lowered(trimmed(header.cells[cell]));
        for (std::size_t column = 0; column < kColumns.size(); ++column) {
            if (title == lowered(kColumns[column]))
                places[column] = cell;
        }
    }
    if (!places[From] || !places[To])
        throw badInput(name + ": the first row does not name the columns \"from\" and \"to\".",
                       "Write the names of the columns in the first row: kind, from, to, case, wholeWord, enabled, "
                       "note.");
    return places;
}

bool switchIn(const std::string &cell, Column column, bool otherwise) {
    const std::string text = lowered(trimmed(cell));
    if (text.empty())
        return otherwise;
    if (text == "true" || text == "yes" || text == "1")
        return true;
    if (text == "false" || text == "no" || text == "0")
        return false;
    throw badInput(std::string(kColumns[column]) + " is \"" + cell + "\".", "Write true or false.");
}

LexiconEntry entryIn(const Row &row, const Places &places) {
    const auto cell = [&](Column column) {
        const auto place = places[column];
        return place && *place < row.cells.size() ? row.cells[*place] : std::string();
    };
    LexiconEntry entry;
    if (const std::string kind = lowered(trimmed(cell(Kind))); !kind.empty()) {
        const auto known = lexiconKindFromString(kind);
        if (!known)
            throw badInput("the kind \"" + kind + "\" is unknown.", "Kinds are plain, regex and pinyin.");
        entry.kind = *known;
    }
    entry.from = cell(From);
    entry.to = cell(To);
    entry.matchCase = switchIn(cell(Case), Case, entry.matchCase);
    entry.wholeWord = switchIn(cell(WholeWord), WholeWord, entry.wholeWord);
    entry.enabled = switchIn(cell(Enabled), Enabled, entry.enabled);
    entry.note = cell(Note);
    return entry;
}

} // namespace

std::string lexiconTable(const std::vector<LexiconEntry> &entries, char separator) {
    std::string table = "\xEF\xBB\xBF";
    const auto addRow = [&](const std::array<std::string, kColumns.size()> &cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0)
                table += separator;
            addCell(table, cells[i], separator);
        }
        table += '\n';
    };
    std::array<std::string, kColumns.size()> header;
    std::copy(kColumns.begin(), kColumns.end(), header.begin());
    addRow(header);
    const auto word = [](bool on) { return std::string(on ? "true" : "false"); };
    for (const LexiconEntry &entry : entries)
        addRow({toString(entry.kind), entry.from, entry.to, word(entry.matchCase), word(entry.wholeWord),
                word(entry.enabled), entry.note});
    return table;
}

LexiconContent lexiconInTable(std::string_view table, const std::string &name) {
    Rows rows(table, separatorOf(table), name);
    LexiconContent content;
    std::optional<Places> places;
    while (const std::optional<Row> row = rows.next()) {
        if (row->isEmpty())
            continue;
        if (!places) {
            places = placesIn(*row, name);
            continue;
        }
        try {
            content.entries.push_back(entryIn(*row, *places));
        } catch (const Error &error) {
            content.problems.push_back(name + ": line " + std::to_string(row->line) +
                                       " is left out: " + std::string(error.what()));
        }
    }
    return content;
}

} // namespace engine::text
