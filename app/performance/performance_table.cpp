#include "app/performance/performance_table.h"

#include <QDateTime>

#include <algorithm>
#include <limits>

namespace app::performance {

namespace {

constexpr qint64 kFinest = 500; // ms between two rows
constexpr qint64 kSecond = 1000;
constexpr qint64 kMostRows = 10'000;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
const char *const kUtterance[] = {"utterance", "take",       "rtf",    "first_audio_s", "synthesis_s",
                                  "audio_s",   "characters", "nfe",    "schedule",      "precision",
                                  "model",     "device",     "outcome"};

QByteArray field(QString text) {
    static const QString special = QStringLiteral(",\"\r\n");
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); }))
        text = u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return text.toUtf8();
}

QByteArray timeOf(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
}

QByteArray utteranceFields(const Utterance &one) {
    const auto figure = [&](double value) { return one.failed ? QByteArray() : QByteArray::number(value, 'f', 4); };
    const QByteArrayList fields{field(idOf(one.origin)),
                                one.take > 0 ? QByteArray::number(one.take) : QByteArray(),
                                figure(one.rtf()),
                                figure(one.timings.firstAudioSeconds),
                                figure(one.timings.synthesisSeconds),
                                figure(one.timings.audioSeconds),
                                QByteArray::number(one.characters),
                                QByteArray::number(one.nfe),
                                field(one.schedule),
                                field(one.precision),
                                field(one.model),
                                field(one.device),
                                one.failed ? "failed" : "spoken"};
    return ',' + fields.join(',');
}

QByteArray heading(const PerformanceTable &table) {
    QByteArray line = "time";
    for (const PerformanceTable::Column &column : table.columns) {
        const QByteArray name = seriesFacts(column.series).id.toLatin1();
        line += ',' + name;
        if (column.ranges)
            line += ',' + name + "_min," + name + "_max";
    }
    for (const char *name : kUtterance)
        line += QByteArray(",") + name;
    return line + "\r\n";
}

// Null: the column has nothing in this row.
QByteArray fieldsOf(const PerformanceTable::Column &column, const SeriesPoint *point) {
    const int behind = seriesFacts(column.series).digits + 2;
    const auto digits = [&](float value) {
        return point != nullptr ? QByteArray::number(double(value), 'f', behind) : QByteArray();
    };
    const SeriesPoint of = point != nullptr ? *point : SeriesPoint();
    QByteArray fields = ',' + digits(of.mean);
    if (column.ranges)
        fields += ',' + digits(of.low) + ',' + digits(of.high);
    return fields;
}

} // namespace

PerformanceTable tableOf(const SeriesStore &store, const std::deque<Utterance> &utterances, qint64 from, qint64 to) {
    PerformanceTable table;
    qint64 first = store.oldest().value_or(to); // rows before it would be empty
    if (!utterances.empty())
        first = std::min(first, utterances.front().at);
    table.from = std::max(from, std::min(first, to));
    const qint64 length = std::max<qint64>(to - table.from + 1, 1);
    table.width = kFinest;
    if (length > table.width * kMostRows)
        table.width = ((length + kMostRows - 1) / kMostRows + kSecond - 1) / kSecond * kSecond;
    const qint64 rows = (length + table.width - 1) / table.width;
    for (const SeriesFacts &facts : allSeries()) {
        if (facts.event)
            continue; // the utterances tell more
        // Columns of the question are rows of the table.
        PerformanceTable::Column column{
            facts.series, store.points(facts.series, table.from, table.from + table.width * rows, int(rows))};
        std::erase_if(column.points, [to](const SeriesPoint &point) { return point.from > to; });
        column.ranges = std::any_of(column.points.begin(), column.points.end(),
                                    [](const SeriesPoint &point) { return point.low != point.high; });
        if (!column.points.empty())
            table.columns.push_back(std::move(column));
    }
    std::copy_if(utterances.begin(), utterances.end(), std::back_inserter(table.utterances),
                 [&](const Utterance &one) { return one.at >= table.from && one.at <= to; });
    return table;
}

QByteArray toCsv(const PerformanceTable &table) {
    QByteArray csv = heading(table);
    const QByteArray noUtterance(qsizetype(std::size(kUtterance)), ',');
    QByteArray noFigures;
    for (const PerformanceTable::Column &column : table.columns)
        noFigures += fieldsOf(column, nullptr);
    auto next = table.utterances.begin();
    const auto tellBefore = [&](qint64 time) {
        for (; next != table.utterances.end() && next->at < time; ++next)
            csv += timeOf(next->at) + noFigures + utteranceFields(*next) + "\r\n";
    };
    std::vector<std::size_t> places(table.columns.size(), 0); // in each column
    while (true) {
        std::size_t row = kNone;
        for (std::size_t i = 0; i < places.size(); ++i)
            if (places[i] < table.columns[i].points.size())
                row = std::min(row, table.rowOf(table.columns[i].points[places[i]]));
        if (row == kNone)
            break;
        const qint64 at = table.from + qint64(row) * table.width;
        tellBefore(at); // in the order of time
        csv += timeOf(at);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const PerformanceTable::Column &column = table.columns[i];
            const bool its = places[i] < column.points.size() && table.rowOf(column.points[places[i]]) == row;
            csv += fieldsOf(column, its ? &column.points[places[i]] : nullptr);
            if (its)
                ++places[i];
        }
        csv += noUtterance + "\r\n";
    }
    tellBefore(std::numeric_limits<qint64>::max());
    return csv;
}

} // namespace app::performance
