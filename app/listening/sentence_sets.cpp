#include "app/listening/sentence_sets.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <set>

#include "app/listening/listening_words.h"
#include "app/script/text_decoder.h"
#include "engine/error.h"

namespace app::listening {

namespace {

constexpr qsizetype kMostSentences = 500;
constexpr qsizetype kMostCells = 50;

struct Sentence {
    const char *id;
    const char *category;
    const char *text;
};

constexpr std::array<Sentence, 26> kOwn{{
    {"short_1", "short", "Good evening!"},
    {"short_2", "short", "Where did you find that?"},
    {"short_3", "short", "Nothing has changed."},
    {"short_4", "short", "Come closer and listen."},
    {"short_5", "short", "Until tomorrow, then!"},
    {"medium_1", "medium", "Six grey geese glide gently past the frozen jetty."},
    {"medium_2", "medium", "The train to the coast leaves from the other platform."},
    {"medium_3", "medium", "She folded the letter twice and put it back in her pocket."},
    {"medium_4", "medium", "Could you turn the music down while I answer this call?"},
    {"medium_5", "medium", "Fresh bread and strong coffee made the whole house smell good."},
    {"long_1", "long",
     "When the storm had passed, the fishermen walked down to the harbour, counted their boats, and found that only "
     "the smallest one was missing."},
    {"long_2", "long",
     "A good voice is not only clear; it rises where a question begins, it rests where a thought ends, and it never "
     "hurries through the names of people."},
    {"long_3", "long",
     "Although the museum had closed an hour before, the guard let us in through the side door, because my "
     "grandmother had once painted the picture in the last room."},
    {"tech_1", "technical", "The server answered in 48 milliseconds, which is 12% faster than version 3.1.4."},
    {"tech_2", "technical", "Set the sample rate to 24,000 Hz and keep the peak below minus 1 dB."},
    {"tech_3", "technical", "Each GPU holds 16 GB of memory, and the model needs 1.35 of them."},
    {"emotion_1", "emotion", "I can't believe it, we actually won!"},
    {"emotion_2", "emotion", "I'm so sorry, I should have called you earlier."},
    {"emotion_3", "emotion", "Please be careful, the ice is much too thin!"},
    {"emotion_4", "emotion", "What a wonderful surprise to see you here!"},
    {"emotion_5", "emotion", "No, no, not again! I just repaired that window."},
    {"stream_1", "streaming", "Hey everybody, thanks for dropping by tonight!"},
    {"stream_2", "streaming", "Big thanks to our newest member, enjoy your stay!"},
    {"stream_3", "streaming", "Okay chat, left door or right door? Vote now!"},
    {"stream_4", "streaming", "Did you see that? One second left on the clock!"},
    {"stream_5", "streaming", "That's all for today, take care and see you on Friday."},
}};

[[noreturn]] void refuse(const QString &what) {
    throw engine::badInput(
        what.toStdString(),
        QCoreApplication::translate("listening", "Nothing was imported: correct it there.").toStdString());
}

struct TableRow {
    int line = 0; // of the file, from 1
    QStringList cells;
};

// RFC 4180; the separator is what stands most often in the first line outside quotes.
std::vector<TableRow> tableOf(const QString &text, const QString &name) {
    const QString first = text.section(u'\n', 0, 0);
    QChar separator = u',';
    for (const QChar other : {QChar(u';'), QChar(u'\t')}) {
        if (first.count(other) > first.count(separator))
            separator = other;
    }
    std::vector<TableRow> rows;
    TableRow row{1, {}};
    QString cell;
    int line = 1;
    int quotedFrom = 0; // 0: not inside quotes
    const auto endCell = [&] {
        if (row.cells.size() == kMostCells)
            refuse(say("“%1”, line %2 has too many columns.").arg(name).arg(line));
        row.cells << cell.trimmed();
        cell.clear();
    };
    const auto endRow = [&] {
        endCell();
        if (row.cells != QStringList(row.cells.size()))
            rows.push_back(row);
        if (rows.size() > std::size_t(kMostSentences) + 1)
            refuse(say("“%1” holds more than %2 sentences.").arg(name).arg(kMostSentences));
        row = {line, {}};
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        line += c == u'\n';
        if (quotedFrom > 0) {
            const bool doubled = c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"';
            if (c != u'"' || doubled)
                cell += c;
            else
                quotedFrom = 0;
            i += doubled;
        } else if (c == u'"' && cell.trimmed().isEmpty()) {
            cell.clear();
            quotedFrom = line;
        } else if (c == separator) {
            endCell();
        } else if (c == u'\n') {
            endRow();
        } else {
            cell += c;
        }
    }
    if (quotedFrom > 0)
        refuse(say("“%1”: a quotation that begins on line %2 does not end.").arg(name).arg(quotedFrom));
    endRow();
    return rows;
}

// Where this row stands in the file is said when a test cannot have it.
void add(std::vector<TestRow> &rows, TestRow row, int line, const QString &name) {
    if (qsizetype(rows.size()) == kMostSentences)
        refuse(say("“%1” holds more than %2 sentences.").arg(name).arg(kMostSentences));
    TestDesign alone;
    alone.voice = "any";
    alone.columns = {TestColumn{7}, TestColumn{32}};
    alone.rows = {row};
    try {
        validate(alone);
    } catch (const engine::Error &error) {
        refuse(say("“%1”, line %2: %3 %4")
                   .arg(name)
                   .arg(line)
                   .arg(QString::fromUtf8(error.what()), QString::fromStdString(error.remedy())));
    }
    for (const TestRow &before : rows) {
        if (before.id == row.id)
            refuse(say("“%1”, line %2: a sentence above has the same name, “%3”.")
                       .arg(name)
                       .arg(line)
                       .arg(QString::fromStdString(row.id)));
    }
    rows.push_back(std::move(row));
}

} // namespace

std::vector<TestRow> ownSentences(std::uint64_t firstSeed) {
    std::vector<TestRow> rows;
    for (const Sentence &sentence : kOwn)
        rows.push_back({sentence.id, sentence.category, sentence.text, firstSeed++});
    return rows;
}

std::vector<TestRow> importSentences(const QByteArray &bytes, const QString &name, std::uint64_t firstSeed) {
    QString text = script::decodeText(bytes, name);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    std::vector<TestRow> rows;
    const auto idOr = [&](const QString &id) {
        return id.isEmpty() ? "line_" + std::to_string(rows.size() + 1) : id.toStdString();
    };
    if (name.endsWith(u".csv", Qt::CaseInsensitive) || name.endsWith(u".tsv", Qt::CaseInsensitive)) {
        const std::vector<TableRow> table = tableOf(text, name);
        QStringList header;
        for (const QString &cell : table.empty() ? QStringList() : table.front().cells)
            header << cell.toLower();
        const qsizetype words = header.indexOf(QStringLiteral("text"));
        if (words < 0)
            refuse(say("“%1” has no column called text in its first line.").arg(name));
        const auto cell = [&](const TableRow &row, const char *column) {
            return row.cells.value(header.indexOf(QString::fromLatin1(column)));
        };
        for (std::size_t i = 1; i < table.size(); ++i) {
            const QString category = cell(table[i], "category");
            add(rows,
                {idOr(cell(table[i], "id")), category.isEmpty() ? "own" : category.toStdString(),
                 table[i].cells.value(words).toStdString(), firstSeed++},
                table[i].line, name);
        }
    } else {
        int line = 0;
        for (const QString &each : text.split(u'\n')) {
            ++line;
            if (!each.trimmed().isEmpty())
                add(rows, {idOr({}), "own", each.simplified().toStdString(), firstSeed++}, line, name);
        }
    }
    if (rows.empty())
        refuse(say("“%1” holds no sentence.").arg(name));
    return rows;
}

} // namespace app::listening
