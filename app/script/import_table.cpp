#include <QLocale>

#include <algorithm>
#include <array>

#include "app/script/imported_script.h"
#include "app/script/script_format.h"
#include "app/script/script_words.h"
#include "app/script/text_decoder.h"
#include "engine/error.h"

namespace app::script {

namespace {

constexpr qsizetype kMostColumns = 200;

[[noreturn]] void refuse(const QString &what) {
    throw engine::badInput(what.toStdString(),
                           tr("Nothing was imported: correct it there, or take the row out.").toStdString());
}

struct Row {
    int number = 0; // the line of the file that it begins on, from 1
    QStringList cells;
};

// What separates the cells: of what stands outside quotes in the first row, the sign that is there most.
QChar separatorOf(const QString &text, const QString &name) {
    if (name.endsWith(u".tsv", Qt::CaseInsensitive))
        return u'\t';
    const std::array<QChar, 3> signs{QChar(u','), QChar(u';'), QChar(u'\t')};
    std::array<int, 3> counts{};
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"')
            quoted = !quoted;
        else if (!quoted && isLineBreak(c))
            break;
        for (std::size_t i = 0; i < signs.size(); ++i)
            counts[i] += !quoted && c == signs[i];
    }
    return signs[std::size_t(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

QList<Row> rowsOf(const QString &text, QChar separator, const QString &name) {
    QList<Row> rows;
    Row row{1, {}};
    QString cell;
    int number = 1;
    int quoteFrom = 0; // the line on which a quote was opened; 0: none is open
    bool wasQuoted = false;
    const auto endCell = [&] {
        if (row.cells.size() == kMostColumns)
            refuse(tr("“%2”, row %1 has too many columns.").arg(row.number).arg(name));
        row.cells << (wasQuoted ? cell : cell.trimmed());
        cell.clear();
        wasQuoted = false;
    };
    const auto endRow = [&] {
        endCell();
        if (std::any_of(row.cells.begin(), row.cells.end(), [](const QString &each) { return !each.isEmpty(); }))
            rows << row;
        if (rows.size() > kMostLines + 1)
            refuse(tr("“%2” has more than %L1 rows, which is more than a script holds.").arg(kMostLines).arg(name));
        row = {number, {}};
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        const bool breaks = c == u'\n' || c == u'\r';
        number += breaks && !(c == u'\r' && next == u'\n');
        if (quoteFrom > 0) {
            if (c == u'"' && next == u'"') {
                cell += c;
                ++i;
            } else if (c == u'"') {
                quoteFrom = 0;
            } else {
                cell += c;
            }
        } else if (c == u'"' && cell.trimmed().isEmpty() && !wasQuoted) {
            cell.clear();
            quoteFrom = number;
            wasQuoted = true;
        } else if (c == separator) {
            endCell();
        } else if (c == u'\n' || (c == u'\r' && next != u'\n')) {
            endRow();
        } else if (!breaks && !(wasQuoted && c.isSpace())) {
            cell += c;
        }
    }
    if (quoteFrom > 0)
        refuse(tr("“%2”: the quotation mark that opens on line %1 is never closed.").arg(quoteFrom).arg(name));
    endRow();
    return rows;
}

enum Column { Text, Voice, Speed, Seed, Begin, End, kColumns };

Column columnCalled(const QString &cell) {
    static const std::pair<const char *, Column> names[] = {
        {"text", Text},        {"line", Text},   {"sentence", Text}, {"script", Text},   {"dialogue", Text},
        {"台词", Text},        {"文本", Text},   {"voice", Voice},   {"speaker", Voice}, {"character", Voice},
        {"声音", Voice},       {"speed", Speed}, {"seed", Seed},     {"begin", Begin},   {"start", Begin},
        {"start time", Begin}, {"end", End},     {"end time", End}};
    const QString name = cell.trimmed().toLower();
    for (const auto &[known, column] : names) {
        if (name == QString::fromUtf8(known))
            return column;
    }
    return kColumns;
}

class Table {
public:
    Table(const QString &name, const ImportOptions &options) : m_name(name), m_options(options) { m_at.fill(-1); }

    // False: it is a row like the others.
    bool readHeader(const Row &row, QStringList &notes) {
        std::array<int, kColumns> at{};
        at.fill(-1);
        QStringList unknown;
        for (int i = 0; i < int(row.cells.size()); ++i) {
            const Column column = columnCalled(row.cells[i]);
            if (column == kColumns)
                unknown << row.cells[i];
            else if (at[column] < 0)
                at[column] = i;
        }
        if (at[Text] < 0) {
            if (unknown.isEmpty() && row.cells.size() > 1) // "voice,speed"
                refuse(tr("“%1” has names of columns, but none is called “text”.").arg(m_name));
            for (int i = 0; i < 4; ++i)
                m_at[std::size_t(i)] = i;
            if (row.cells.size() > 1)
                notes << tr("It names no columns, so they were taken as text, voice, speed and seed.");
            return false;
        }
        m_at = at;
        unknown.removeAll(QString());
        if (!unknown.isEmpty())
            notes << tr("Columns that were left out: %1.").arg(unknown.join(QStringLiteral(", ")).left(200));
        return true;
    }

    std::optional<Line> lineOf(const Row &row) const {
        Line line = newLine(cell(row, Text));
        if (isBlank(line))
            return {};
        line.text = line.text.trimmed();
        if (const QString voice = cell(row, Voice); !voice.isEmpty()) {
            line.voiceId = m_options.voices.value(voice.toLower(), voice);
            if (!isVoiceId(line.voiceId))
                refuse(tr("“%3”, row %1: “%2” cannot be the name of a voice.")
                           .arg(row.number)
                           .arg(voice.left(100), m_name));
        }
        if (QString speed = cell(row, Speed); !speed.isEmpty()) {
            bool isNumber = false;
            const double value = QLocale::c().toDouble(QString(speed).replace(u',', u'.'), &isNumber);
            if (!isNumber || !(value >= kSlowest && value <= kFastest))
                refuse(tr("“%5”, row %1: the speed “%2” is no number from %3 to %4.")
                           .arg(row.number)
                           .arg(speed.left(40))
                           .arg(kSlowest)
                           .arg(kFastest)
                           .arg(m_name));
            line.speed = value;
        }
        if (const QString seed = cell(row, Seed); !seed.isEmpty()) {
            bool isNumber = false;
            line.seed = seed.toULongLong(&isNumber);
            if (!isNumber || !seed.front().isDigit())
                refuse(tr("“%3”, row %1: the seed “%2” is no whole number from 0 to 2^64 - 1.")
                           .arg(row.number)
                           .arg(seed.left(40), m_name));
        }
        const QString begin = cell(row, Begin), end = cell(row, End);
        if (!begin.isEmpty() || !end.isEmpty()) {
            const auto from = secondsOfClock(begin);
            const auto to = end.isEmpty() ? from : secondsOfClock(end);
            if (!from || !to || *to < *from)
                refuse(tr("“%4”, row %1: “%2” and “%3” are no begin and end.")
                           .arg(row.number)
                           .arg(begin.left(40), end.left(40), m_name));
            line.cue = CueTimes{*from, *to};
        }
        return line;
    }

private:
    QString cell(const Row &row, Column column) const {
        const int at = m_at[column];
        return at >= 0 && at < row.cells.size() ? row.cells[at].trimmed() : QString();
    }

    const QString m_name;
    const ImportOptions &m_options;
    std::array<int, kColumns> m_at{};
};

} // namespace

ImportedScript importTable(const QByteArray &bytes, const QString &name, const ImportOptions &options) {
    const QString text = decodeText(bytes, name);
    QList<Row> rows = rowsOf(text, separatorOf(text, name), name);
    ImportedScript imported;
    Table table(name, options);
    if (!rows.isEmpty() && table.readHeader(rows.first(), imported.notes))
        rows.removeFirst();
    Script script;
    int empty = 0;
    for (const Row &row : std::as_const(rows)) {
        if (const auto line = table.lineOf(row))
            script.lines << *line;
        else
            ++empty;
    }
    if (script.lines.isEmpty())
        throw engine::badInput(
            tr("“%1” holds no rows with text.").arg(name).toStdString(),
            tr("Put what is to be said into the first column, or into one called “text”.").toStdString());
    requireFits(script, name);
    if (empty > 0)
        imported.notes << tr("Rows without text that were left out: %1.").arg(empty);
    imported.lines = script.lines;
    return imported;
}

} // namespace app::script
