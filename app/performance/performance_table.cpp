#include "app/performance/performance_table.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <map>

namespace app::performance {

namespace {

constexpr qint64 kFinest = 500; // ms between two rows
constexpr qint64 kSecond = 1000;
constexpr qint64 kMostRows = 10'000;
const char *const kUtterance[] = {"utterance", "take",       "rtf",    "first_audio_s", "synthesis_s",
                                  "audio_s",   "characters", "nfe",    "schedule",      "precision",
                                  "model",     "device",     "outcome"};

struct Column {
    const SeriesFacts *facts;
    std::map<qint64, SeriesPoint> points; // by row
    bool ranges = false;                  // somewhere smallest and largest differ
};

QByteArray field(QString text) {
    static const QString special = QStringLiteral(",\"\r\n");
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); }))
        text = u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return text.toUtf8();
}

QByteArray timeOf(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
}

QByteArray digits(double value, int behind) {
    return QByteArray::number(value, 'f', behind + 2);
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

std::vector<Column> columnsOf(const SeriesStore &store, qint64 from, qint64 width, qint64 rows) {
    std::vector<Column> columns;
    for (const SeriesFacts &facts : allSeries()) {
        if (facts.event)
            continue; // the utterances tell more
        Column column{&facts, {}};
        for (const SeriesPoint &point : store.points(facts.series, from, from + width * rows - 1, int(rows))) {
            column.points.insert_or_assign(std::clamp((point.from - from) / width, qint64(0), rows - 1), point);
            column.ranges = column.ranges || point.low != point.high;
        }
        if (!column.points.empty())
            columns.push_back(std::move(column));
    }
    return columns;
}

QByteArray heading(const std::vector<Column> &columns) {
    QByteArray line = "time";
    for (const Column &column : columns) {
        const QByteArray name = column.facts->id.toLatin1();
        line += ',' + name;
        if (column.ranges)
            line += ',' + name + "_min," + name + "_max";
    }
    for (const char *name : kUtterance)
        line += QByteArray(",") + name;
    return line + "\r\n";
}

QByteArray rowOf(const std::vector<Column> &columns, qint64 row) {
    QByteArray line;
    for (const Column &column : columns) {
        const auto found = column.points.find(row);
        const bool there = found != column.points.end();
        const int behind = column.facts->digits;
        line += ',' + (there ? digits(double(found->second.mean), behind) : QByteArray());
        if (column.ranges)
            line += ',' + (there ? digits(double(found->second.low), behind) : QByteArray()) + ',' +
                    (there ? digits(double(found->second.high), behind) : QByteArray());
    }
    return line;
}

} // namespace

QByteArray performanceTable(const SeriesStore &store, const std::deque<Utterance> &utterances, qint64 from, qint64 to) {
    qint64 first = store.oldest().value_or(to); // rows before it would be empty
    if (!utterances.empty())
        first = std::min(first, utterances.front().at);
    from = std::max(from, std::min(first, to));
    const qint64 length = std::max<qint64>(to - from + 1, 1);
    qint64 width = kFinest;
    if (length > width * kMostRows)
        width = ((length + kMostRows - 1) / kMostRows + kSecond - 1) / kSecond * kSecond;
    const qint64 rows = (length + width - 1) / width;
    const std::vector<Column> columns = columnsOf(store, from, width, rows);
    QByteArray table = heading(columns);
    std::map<qint64, bool> there;
    for (const Column &column : columns)
        for (const auto &each : column.points)
            there[each.first] = true;
    const QByteArray noUtterance(qsizetype(std::size(kUtterance)), ',');
    const QByteArray noFigures = rowOf(columns, -1);
    auto next =
        std::find_if(utterances.begin(), utterances.end(), [from](const Utterance &one) { return one.at >= from; });
    const auto tell = [&](qint64 before) {
        for (; next != utterances.end() && next->at < before && next->at <= to; ++next)
            table += timeOf(next->at) + noFigures + utteranceFields(*next) + "\r\n";
    };
    for (const auto &[row, is] : there) {
        tell(from + row * width);
        table += timeOf(from + row * width) + rowOf(columns, row) + noUtterance + "\r\n";
    }
    tell(to + 1);
    return table;
}

} // namespace app::performance
