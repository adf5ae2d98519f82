#include "ui/performance/moment_table.h"

#include <algorithm>

#include "ui/performance/moment_words.h"
#include "ui/performance/time_ruler.h"

namespace ui::performance {

using app::performance::PerformanceWatch;
using app::performance::Series;
using app::performance::SeriesFacts;
using app::performance::seriesFacts;
using app::performance::SeriesPoint;

namespace {

constexpr int kMostUtterances = 10'000;

} // namespace

MomentTable::MomentTable(const PerformanceWatch &watch, QObject *parent)
    : QAbstractTableModel(parent), m_watch(watch) {}

void MomentTable::show(qint64 from, qint64 to, const std::vector<Series> &series) {
    std::map<qint64, Row, std::greater<>> rows; // by stretch
    const qint64 stretch = std::max<qint64>(1, (to - from) / kMostRows);
    for (std::size_t i = 0; i < series.size(); ++i) {
        for (const SeriesPoint &point : m_watch.points(series[i], from, to, kMostRows)) {
            Row &row = rows[(point.from - from) / stretch];
            row.values.resize(series.size());
            row.at = row.at == 0 ? point.from : std::min(row.at, point.from);
            auto &value = row.values[i];
            if (!value) {
                value = point;
            } else {
                value->low = std::min(value->low, point.low);
                value->high = std::max(value->high, point.high);
                value->to = point.to;
            }
        }
    }
    beginResetModel();
    addUtterances(from, to, rows);
    m_series = series;
    m_rows.clear();
    for (auto &[at, row] : rows) {
        row.values.resize(series.size());
        m_rows.push_back(std::move(row));
    }
    endResetModel();
}

void MomentTable::addUtterances(qint64 from, qint64 to, std::map<qint64, Row, std::greater<>> &rows) {
    const qint64 stretch = std::max<qint64>(1, (to - from) / kMostRows);
    m_spoken = false;
    for (const auto &one : m_watch.utterances(from, to, kMostUtterances)) {
        m_spoken = true;
        Row &row = rows[(one.at - from) / stretch];
        row.at = row.at == 0 ? one.at : row.at;
        row.more += row.utterance ? 1 : 0;
        const bool worse =
            row.utterance && (row.utterance->failed || (!one.failed && row.utterance->rtf() > one.rtf()));
        if (!worse)
            row.utterance = one;
    }
}

int MomentTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int MomentTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_series.size()) + 1 + (m_spoken ? 2 : 0);
}

QString MomentTable::cell(const Row &row, int column) const {
    if (column == 0)
        return clockOf(row.at, false);
    if (column > int(m_series.size())) {
        if (!row.utterance)
            return {};
        if (!isOfWords(column))
            return row.utterance->take > 0 ? QString::number(row.utterance->take) : QString();
        const QString words = inWords(*row.utterance);
        return row.more > 0 ? tr("%1; and %n more", "one that was spoken, and others", row.more).arg(words) : words;
    }
    const auto &value = row.values[std::size_t(column - 1)];
    if (!value)
        return {};
    const SeriesFacts &facts = seriesFacts(m_series[std::size_t(column - 1)]);
    if (facts.flag)
        return value->high > 0 ? tr("yes") : tr("no");
    return number(double(facts.event ? value->high : value->mean), facts.series);
}

QVariant MomentTable::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= int(m_rows.size()))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    if (role == Qt::DisplayRole)
        return cell(row, index.column());
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(index.column());
    if (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole)
        return rangeOf(row, index.column());
    return {};
}

int MomentTable::alignmentOf(int column) const {
    return int((column == 0 || isOfWords(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

// What was from where to where; words that are longer than their column.
QString MomentTable::rangeOf(const Row &row, int column) const {
    if (isOfWords(column))
        return cell(row, column);
    if (column == 0 || column > int(m_series.size()))
        return {};
    const auto &value = row.values[std::size_t(column - 1)];
    const Series series = m_series[std::size_t(column - 1)];
    if (!value || value->low == value->high)
        return {};
    return tr("%1 to %2").arg(number(double(value->low), series), number(double(value->high), series));
}

QVariant MomentTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Time");
    if (section > int(m_series.size()))
        return isOfWords(section) ? tr("Spoken") : tr("Take");
    const SeriesFacts &facts = seriesFacts(m_series[std::size_t(section - 1)]);
    return facts.unit.isEmpty() ? facts.name : tr("%1, %2", "a quantity and its unit").arg(facts.name, facts.unit);
}

QString MomentTable::asText(const QModelIndexList &rows) const {
    QString text;
    QStringList cells;
    for (int column = 0; column < columnCount(); ++column)
        cells << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    text = cells.join(u'\t') + u'\n';
    std::vector<int> wanted;
    for (const QModelIndex &index : rows)
        wanted.push_back(index.row());
    for (int row = 0; rows.isEmpty() && row < rowCount(); ++row)
        wanted.push_back(row);
    std::sort(wanted.begin(), wanted.end());
    for (const int row : wanted) {
        cells.clear();
        for (int column = 0; column < columnCount(); ++column)
            cells << cell(m_rows[std::size_t(row)], column);
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

} // namespace ui::performance

#include "moc_moment_table.cpp"
