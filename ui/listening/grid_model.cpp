#include "ui/listening/grid_model.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"
#include "ui/shared/plain_tip.h"

namespace ui::listening {

using app::listening::Cell;
using app::listening::CellMaker;
using app::listening::CellState;
using app::listening::Condition;

namespace {

constexpr std::size_t kOutlineParts = 80; // parts

std::vector<float> outlineOf(const engine::Clip &clip) {
    std::vector<float> outline(kOutlineParts);
    float highest = 1e-6F;
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        float &part = outline[i * kOutlineParts / clip.samples.size()];
        part = std::max(part, std::abs(clip.samples[i]));
        highest = std::max(highest, part);
    }
    for (float &part : outline)
        part /= highest;
    return outline;
}

// That are kept with each sound.
const std::vector<std::string> &knownFromMaking() {
    static const std::vector<std::string> known{"seconds", "lufs", "rtf", "artifacts"};
    return known;
}

} // namespace

GridModel::GridModel(CellMaker &cells, QObject *parent) : QAbstractTableModel(parent), m_cells(cells) {
    connect(&m_cells, &CellMaker::designChanged, this, [this] {
        beginResetModel();
        m_reading.clear();
        endResetModel();
    });
    connect(&m_cells, &CellMaker::looked, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    });
    connect(&m_cells, &CellMaker::changed, this, [this](int row, Condition condition) {
        const auto &all = m_cells.conditions();
        const auto found = std::find(all.begin(), all.end(), condition);
        if (found != all.end()) {
            const QModelIndex place = index(row, kSentence + 1 + int(found - all.begin()));
            Q_EMIT dataChanged(place, place);
        }
    });
}

Condition GridModel::conditionOf(int column) const {
    return m_cells.conditions().at(std::size_t(column - kSentence - 1));
}

const Cell *GridModel::cellAt(const QModelIndex &index) const {
    return index.isValid() && index.column() > kSentence ? &m_cells.cell(index.row(), conditionOf(index.column()))
                                                         : nullptr;
}

void GridModel::setFiguresHidden(bool hidden) {
    m_hidden = hidden;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void GridModel::setFigure(const QString &measure) {
    m_figure = measure.toStdString();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT figureChosen();
}

bool GridModel::needsMeasuring() const {
    const auto &known = knownFromMaking();
    return std::find(known.begin(), known.end(), m_figure) == known.end();
}

void GridModel::setMeasured(const std::shared_ptr<const app::listening::MeasuredCells> &measured) {
    m_measured = measured;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QStringList GridModel::categories() const {
    QStringList all;
    if (m_cells.design()) {
        for (const auto &row : m_cells.design()->rows) {
            const QString category = QString::fromStdString(row.category);
            if (!all.contains(category))
                all << category;
        }
    }
    return all;
}

int GridModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() || !m_cells.design() ? 0 : int(m_cells.design()->rows.size());
}

int GridModel::columnCount(const QModelIndex &parent) const {
    return parent.isValid() || !m_cells.design() ? 0 : kSentence + 1 + int(m_cells.conditions().size());
}

QString GridModel::stateOf(const Cell &cell) const {
    switch (cell.state) {
    case CellState::Looking:
        return tr("Being looked for");
    case CellState::Missing:
        return tr("Not made yet");
    case CellState::Waiting:
        return tr("Waiting");
    case CellState::Making:
        return tr("Making, %1 %").arg(int(cell.fraction * 100));
    case CellState::Made:
        return tr("Made");
    case CellState::Failed:
        return tr("Failed: %1").arg(cell.problem.what);
    }
    return {};
}

std::optional<double> GridModel::measuredAt(const QModelIndex &index) const {
    const auto *figures = m_measured ? m_measured->find(index.row(), conditionOf(index.column())) : nullptr;
    return figures ? figures->figure(m_figure) : std::nullopt;
}

QString GridModel::figures(const QModelIndex &index) const {
    const Cell &cell = *cellAt(index);
    if (!cell.facts || m_hidden)
        return {};
    const auto *measure = app::listening::findMeasure(m_figure);
    if (!measure || !needsMeasuring())
        return made(cell);
    const auto value = measuredAt(index);
    const QString words = value        ? QLocale().toString(*value, 'f', measure->decimals)
                          : m_measured ? tr("not measured")
                                       : tr("being measured …");
    return tr("%1: %2", "measure, figure").arg(measure->name(), words);
}

QString GridModel::made(const Cell &cell) const {
    QStringList parts{shared::seconds(cell.facts->seconds)};
    if (cell.facts->loudness)
        parts << shared::lufs(std::round(*cell.facts->loudness));
    if (const auto rtf = cell.facts->rtf())
        parts << tr("RTF %1").arg(shared::glance(*rtf));
    if (const int count = int(cell.facts->artifacts.size()); count > 0)
        parts << (count == 1 ? tr("1 artifact") : tr("%Ln artifacts", nullptr, count));
    return parts.join(QStringLiteral(" · "));
}

QString GridModel::words(const QModelIndex &index) const {
    const Cell &cell = *cellAt(index);
    const QString all = figures(index);
    return all.isEmpty() ? stateOf(cell) : tr("%1: %2", "state of a cell, its figures").arg(stateOf(cell), all);
}

QVariant GridModel::sortValue(const QModelIndex &index) const {
    const Cell &cell = *cellAt(index);
    if (!cell.facts)
        return {};
    if (m_figure == "seconds")
        return cell.facts->seconds;
    const auto orNone = [this](const std::optional<double> &value) {
        return m_hidden || !value ? QVariant() : QVariant(*value);
    };
    if (m_figure == "lufs")
        return orNone(cell.facts->loudness);
    if (m_figure == "rtf")
        return orNone(cell.facts->rtf());
    if (m_figure == "artifacts")
        return orNone(double(cell.facts->artifacts.size()));
    return orNone(measuredAt(index));
}

void GridModel::readOutline(const QModelIndex &index, const QString &audio) const {
    if (m_reading.contains(audio))
        return;
    m_reading.insert(audio);
    auto *self = const_cast<GridModel *>(this); // what is drawn is read when it is first drawn
    m_cells.sound(
        audio.toStdString(), self,
        [self, audio, place = QPersistentModelIndex(index)](const app::storage::Answer<engine::ClipPtr> &answer) {
            if (!answer)
                return;
            self->m_outlines.insert(audio, outlineOf(**answer.value));
            if (place.isValid())
                Q_EMIT self->dataChanged(place, place, {OutlineRole});
        });
}

QVariant GridModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || !m_cells.design())
        return {};
    const auto &row = m_cells.design()->rows[std::size_t(index.row())];
    if (role == CategoryRole)
        return QString::fromStdString(row.category);
    const Cell *cell = cellAt(index);
    if (!cell) {
        switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(row.text);
        case Qt::ToolTipRole:
            return shared::plainTip(tr("%1 · %2 · seed %3\n%4", "row · category · seed, text")
                                        .arg(QString::fromStdString(row.id), QString::fromStdString(row.category),
                                             QString::number(row.seed), QString::fromStdString(row.text)));
        case SortRole:
            return index.row();
        default:
            return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole:
        return words(index);
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3", "sentence, column: state")
            .arg(QString::fromStdString(row.id),
                 QString::fromStdString(keyOf(*m_cells.design(), conditionOf(index.column()))), words(index));
    case Qt::ToolTipRole: {
        QString tip = words(index);
        if (cell->facts && !m_hidden && needsMeasuring()) {
            if (const auto *measure = app::listening::findMeasure(m_figure))
                tip += u'\n' + measure->variant();
            if (m_measured && m_measured->notMeasured.contains(m_figure))
                tip += u'\n' + m_measured->notMeasured.at(m_figure);
            tip += u'\n' + made(*cell);
        }
        if (cell->facts && !m_hidden) {
            for (const auto &artifact : cell->facts->artifacts)
                tip += u'\n' + QString::fromStdString(engine::quality::toString(artifact));
        }
        if (!cell->problem.remedy.isEmpty())
            tip += u'\n' + cell->problem.remedy;
        return shared::plainTip(tip);
    }
    case SortRole:
        return sortValue(index);
    case OutlineRole: {
        if (!cell->facts)
            return {};
        const QString audio = QString::fromStdString(cell->facts->audio);
        const auto found = m_outlines.constFind(audio);
        if (found != m_outlines.constEnd())
            return QVariant::fromValue(*found);
        readOutline(index, audio);
        return {};
    }
    default:
        return {};
    }
}

QVariant GridModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (!m_cells.design() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section < rowCount()
                   ? QVariant(QString::fromStdString(m_cells.design()->rows[std::size_t(section)].id))
                   : QVariant();
    if (section == kSentence)
        return tr("Sentence");
    if (section >= columnCount())
        return {};
    const Condition condition = conditionOf(section);
    const QString key = QString::fromStdString(keyOf(*m_cells.design(), condition));
    if (condition == m_cells.design()->baseline)
        return tr("%1 (baseline)").arg(key);
    return condition < 0 ? tr("%1 (added)", "sound that a test adds by itself").arg(key) : key;
}

GridOrder::GridOrder(QObject *parent) : QSortFilterProxyModel(parent) {
    setSortRole(GridModel::SortRole);
    setDynamicSortFilter(true);
}

void GridOrder::setCategory(const QString &category) {
    m_category = category;
    invalidateFilter();
}

bool GridOrder::filterAcceptsRow(int row, const QModelIndex &parent) const {
    return m_category.isEmpty() ||
           sourceModel()->index(row, 0, parent).data(GridModel::CategoryRole).toString() == m_category;
}

} // namespace ui::listening

#include "moc_grid_model.cpp"
