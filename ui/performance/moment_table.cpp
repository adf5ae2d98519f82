#include "ui/performance/moment_table.h"

#include <algorithm>
#include <map>

#include "ui/performance/moment_words.h"
#include "ui/performance/time_ruler.h"

namespace ui::performance {

using app::performance::PerformanceWatch;
using app::performance::Series;
using app::performance::SeriesFacts;
using app::performance::seriesFacts;
using app::performance::SeriesPoint;

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
    m_series = series;
    m_rows.clear();
    for (auto &[at, row] : rows)
        m_rows.push_back(std::move(row));
    endResetModel();
}

int MomentTable::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int MomentTable::columnCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_series.size()) + 1;
}

QString MomentTable::cell(const Row &row, int column) const {
    if (column == 0)
        return clockOf(row.at, false);
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
        return int((index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() > 0) {
        const auto &value = row.values[std::size_t(index.column() - 1)];
        const Series series = m_series[std::size_t(index.column() - 1)];
        if (value && value->low != value->high)
            return tr("%1 to %2").arg(number(double(value->low), series), number(double(value->high), series));
    }
    return {};
}

QVariant MomentTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section > int(m_series.size()))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Time");
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
