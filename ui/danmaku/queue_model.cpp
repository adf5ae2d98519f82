#include "ui/danmaku/queue_model.h"

#include <QIODevice>
#include <QMimeData>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/danmaku/danmaku_words.h"
#include "ui/shared/figures.h"
#include "ui/shared/plain_tip.h"

namespace ui::danmaku {

using app::danmaku::Item;
using app::danmaku::Stage;

namespace {

const QString kItemType = QStringLiteral("application/x-ishowtts-queue-item");
constexpr quint64 kHeadings = std::numeric_limits<quint64>::max() - 16;

} // namespace

bool isQueued(Stage stage) {
    return stage == Stage::Waiting || stage == Stage::Making || stage == Stage::Ready;
}

// As it is shown; the rings go on by setNow().
static bool looksLike(const Item &one, const Item &other) {
    return one.message == other.message && one.stage == other.stage && one.rank == other.rank &&
           one.text == other.text && one.voice == other.voice && one.merged == other.merged && one.rule == other.rule &&
           one.reason == other.reason && one.deadline == other.deadline &&
           std::round(one.expectedWait) == std::round(other.expectedWait);
}

QueueModel::QueueModel(Groups groups, QObject *parent) : QAbstractListModel(parent), m_groups(groups) {}

std::vector<QueueModel::Row> QueueModel::rowsOf(const std::vector<Item> &items) const {
    std::vector<Row> rows;
    Stage group = Stage::Waiting;
    for (const Item &item : items) {
        const Stage its = isQueued(item.stage) ? Stage::Waiting : item.stage;
        if (m_groups == Groups::Shown && its != group) {
            group = its;
            const QString heading = group == Stage::Review    ? tr("Wait for your approval")
                                    : group == Stage::Held    ? tr("Held by you")
                                    : group == Stage::Offered ? tr("Paid, and not read yet")
                                                              : QString();
            if (!heading.isEmpty())
                rows.push_back({kHeadings + quint64(group), {}, heading});
        }
        rows.push_back({item.id, item, {}});
    }
    return rows;
}

void QueueModel::set(const std::vector<Item> &items, qint64 now) {
    m_now = now;
    const std::vector<Row> wanted = rowsOf(items);
    QSet<quint64> keys;
    for (const Row &row : wanted)
        keys.insert(row.key);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (!keys.contains(m_rows[std::size_t(row)].key)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < int(wanted.size()); ++row) {
        const Row &next = wanted[std::size_t(row)];
        const auto found = std::find_if(m_rows.begin() + std::min<std::ptrdiff_t>(row, std::ssize(m_rows)),
                                        m_rows.end(), [&](const Row &each) { return each.key == next.key; });
        if (found == m_rows.end()) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, next);
            endInsertRows();
            continue;
        }
        const int from = int(found - m_rows.begin());
        if (from != row) {
            beginMoveRows({}, from, from, {}, row);
            std::rotate(m_rows.begin() + row, found, found + 1);
            endMoveRows();
        }
        const bool same = looksLike(m_rows[std::size_t(row)].item, next.item);
        m_rows[std::size_t(row)] = next;
        if (!same)
            Q_EMIT dataChanged(index(row), index(row));
    }
}

void QueueModel::setNow(qint64 now) {
    m_now = now;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

void QueueModel::setSaysChannel(bool says) {
    if (std::exchange(m_saysChannel, says) != says)
        setNow(m_now);
}

const Item *QueueModel::item(const QModelIndex &index) const {
    if (!index.isValid() || index.row() >= int(m_rows.size()))
        return nullptr;
    const Row &row = m_rows[std::size_t(index.row())];
    return row.heading.isEmpty() ? &row.item : nullptr;
}

QString QueueModel::heading(const QModelIndex &index) const {
    return index.isValid() && index.row() < int(m_rows.size()) ? m_rows[std::size_t(index.row())].heading : QString();
}

int QueueModel::rowOf(quint64 id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [id](const Row &row) { return row.key == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int QueueModel::placeOf(int row) const {
    const auto end = m_rows.begin() + std::clamp(row, 0, int(m_rows.size()));
    return int(std::count_if(m_rows.begin(), end,
                             [](const Row &each) { return each.heading.isEmpty() && isQueued(each.item.stage); }));
}

int QueueModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant QueueModel::data(const QModelIndex &index, int role) const {
    const Item *shown = item(index);
    if (!shown)
        return role == Qt::DisplayRole ? QVariant(heading(index)) : QVariant();
    const QString name = shown->message ? shown->message->user : QString();
    const QString channel = m_saysChannel && shown->message ? channelWords(*shown->message) : QString();
    switch (role) {
    case Qt::EditRole:
        return shown->text;
    case Qt::DisplayRole:
        return spokenRow(name, oneLine(shown->text));
    case Qt::AccessibleTextRole: {
        QStringList parts{spokenRow(name, oneLine(shown->text)), className(shown->rank), stageName(shown->stage)};
        if (!channel.isEmpty())
            parts.prepend(channel);
        if (isQueued(shown->stage) && shown->expectedWait >= 0)
            parts << tr("in about %1").arg(shared::seconds(std::round(shown->expectedWait)));
        if (!shown->reason.isEmpty())
            parts << shown->reason;
        return parts.join(QStringLiteral(", "));
    }
    case Qt::ToolTipRole: {
        QStringList lines{spokenRow(name, shown->text.left(2'000))};
        if (!channel.isEmpty())
            lines.prepend(channel);
        if (!shown->reason.isEmpty())
            lines << shown->reason;
        return shared::plainTip(lines.join(u'\n'));
    }
    default:
        return {};
    }
}

bool QueueModel::setData(const QModelIndex &index, const QVariant &value, int role) {
    const Item *edited = item(index);
    const QString text = value.toString().trimmed();
    if (role != Qt::EditRole || !edited || text.isEmpty())
        return false;
    if (text != edited->text)
        Q_EMIT editWanted(edited->id, text);
    return true;
}

Qt::ItemFlags QueueModel::flags(const QModelIndex &index) const {
    const Item *of = item(index);
    if (!index.isValid())
        return m_groups == Groups::Shown ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    if (!of)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_groups == Groups::Shown)
        flags |= Qt::ItemIsEditable;
    flags.setFlag(Qt::ItemIsDragEnabled, m_groups == Groups::Shown && isQueued(of->stage));
    return flags;
}

QStringList QueueModel::mimeTypes() const {
    return {kItemType};
}

QMimeData *QueueModel::mimeData(const QModelIndexList &indexes) const {
    const Item *dragged = indexes.isEmpty() ? nullptr : item(indexes.first());
    if (!dragged)
        return nullptr;
    auto *data = new QMimeData;
    data->setData(kItemType, QByteArray::number(dragged->id));
    return data;
}

bool QueueModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int, const QModelIndex &) const {
    const int row = data ? rowOf(data->data(kItemType).toULongLong()) : -1;
    return row >= 0 && m_groups == Groups::Shown;
}

bool QueueModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                              const QModelIndex &parent) {
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const quint64 id = data->data(kItemType).toULongLong();
    const int from = rowOf(id);
    const int before = row >= 0 ? row : parent.isValid() ? parent.row() : int(m_rows.size());
    const int place = placeOf(before) - (from < before ? 1 : 0); // itself does not count
    if (place != placeOf(from))
        Q_EMIT moveWanted(id, place);
    return false; // whoever answers the signal moves it; the view removes nothing
}

} // namespace ui::danmaku

#include "moc_queue_model.cpp"
