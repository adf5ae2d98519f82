#include "ui/danmaku/incoming_model.h"

#include <algorithm>
#include <utility>

#include "ui/danmaku/danmaku_words.h"
#include "ui/shared/plain_tip.h"

namespace ui::danmaku {

using app::danmaku::DanmakuEvent;
using app::danmaku::Stage;

void IncomingModel::take(const DanmakuEvent &event) {
    const app::danmaku::Item &item = event.item;
    if (!item.message || item.id == 0)
        return;
    if (item.id > m_newest) {
        m_newest = item.id;
        m_places.insert(item.id, m_first + m_rows.size() + m_coming.size());
        m_coming.push_back({item.id, item.message, item.stage, item.rule, item.reason});
        if (m_coming.size() >= std::size_t(kMost)) // nobody looks, and asks for it
            flush();
        return;
    }
    IncomingRow *row = find(item.id);
    if (!row)
        return; // forgotten
    row->stage = item.stage;
    row->rule = item.rule;
    row->reason = item.reason;
    const int at = rowOf(item.id);
    if (at < int(m_rows.size())) {
        m_changedFrom = m_changedFrom < 0 ? at : std::min(m_changedFrom, at);
        m_changedTo = std::max(m_changedTo, at);
    }
}

void IncomingModel::setSaysChannel(bool says) {
    if (std::exchange(m_saysChannel, says) != says && !m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

int IncomingModel::rowOf(quint64 id) const {
    const auto found = m_places.constFind(id);
    return found == m_places.constEnd() ? -1 : int(*found - m_first);
}

IncomingRow *IncomingModel::find(quint64 id) {
    const int at = rowOf(id);
    if (at < 0)
        return nullptr;
    const auto place = std::size_t(at);
    return place < m_rows.size() ? &m_rows[place] : &m_coming[place - m_rows.size()];
}

void IncomingModel::flush() {
    if (m_changedFrom >= 0)
        Q_EMIT dataChanged(index(m_changedFrom), index(m_changedTo));
    m_changedFrom = m_changedTo = -1;
    if (m_coming.empty())
        return;
    std::vector<IncomingRow> coming = std::exchange(m_coming, {});
    const int tooMany = int(m_rows.size() + coming.size()) - kMost;
    if (int(coming.size()) >= kMost) { // none of those before stays
        beginResetModel();
        const auto skipped = coming.size() - std::size_t(kMost);
        m_first += m_rows.size() + skipped;
        m_rows.assign(std::make_move_iterator(coming.begin() + std::ptrdiff_t(skipped)),
                      std::make_move_iterator(coming.end()));
        m_places.clear();
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            m_places.insert(m_rows[row].id, m_first + row);
        endResetModel();
        return;
    }
    if (tooMany > 0)
        forget(std::min(int(m_rows.size()), std::max(tooMany, kForget)));
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + coming.size()) - 1);
    std::move(coming.begin(), coming.end(), std::back_inserter(m_rows));
    endInsertRows();
}

void IncomingModel::forget(int rows) {
    beginRemoveRows({}, 0, rows - 1);
    for (int row = 0; row < rows; ++row) {
        m_places.remove(m_rows.front().id);
        m_rows.pop_front();
    }
    m_first += quint64(rows);
    endRemoveRows();
    Q_EMIT forgot(rows);
}

int IncomingModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant IncomingModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= int(m_rows.size()))
        return {};
    const IncomingRow &row = at(index.row());
    const QString chip = chipOf(row);
    switch (role) {
    case Qt::DisplayRole:
        return spokenRow(row.message->user, oneLine(*row.message));
    case Qt::AccessibleTextRole: {
        QString said = spokenRow(row.message->user, oneLine(*row.message));
        if (const QString channel = channelWords(*row.message); m_saysChannel && !channel.isEmpty())
            said = spokenRow(channel, said);
        return chip.isEmpty() ? said : tr("%1 (%2)", "a message (what became of it)").arg(said, chip);
    }
    case Qt::ToolTipRole: {
        QString whole = spokenRow(row.message->user, row.message->text.left(2'000));
        if (const QString channel = channelWords(*row.message); m_saysChannel && !channel.isEmpty())
            whole = channel + u'\n' + whole;
        const QString why = row.reason.isEmpty() ? chip : row.reason;
        return shared::plainTip(why.isEmpty() ? whole : whole + u'\n' + why);
    }
    default:
        return {};
    }
}

bool isOut(const IncomingRow &row) {
    return row.message->history || row.stage == Stage::Dropped || row.stage == Stage::Removed ||
           row.stage == Stage::Skipped || row.stage == Stage::Failed;
}

QString chipOf(const IncomingRow &row) {
    if (row.message->history)
        return ruleName(QStringLiteral("history"));
    switch (row.stage) {
    case Stage::Dropped:
        return row.rule.isEmpty() ? stageName(row.stage) : ruleName(row.rule);
    case Stage::Removed:
    case Stage::Skipped:
    case Stage::Failed:
    case Stage::Played:
    case Stage::Playing:
    case Stage::Review:
        return stageName(row.stage);
    default:
        return {};
    }
}

} // namespace ui::danmaku

#include "moc_incoming_model.cpp"
