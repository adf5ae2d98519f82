// Every message as it came in, newest last, with what became of it; the newest 4,000. Changes are collected and shown
// by flush(), so that a burst costs one layout.
#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <deque>
#include <vector>

#include "app/danmaku/danmaku_event.h"

namespace ui::danmaku {

struct IncomingRow {
    quint64 id = 0; // of its item
    app::chat::MessagePtr message;
    app::danmaku::Stage stage = app::danmaku::Stage::Waiting;
    QString rule, reason;
};

class IncomingModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int kMost = 4'000;
    static constexpr int kForget = 256; // at once, so that not every message moves all rows

    using QAbstractListModel::QAbstractListModel;

    void take(const app::danmaku::DanmakuEvent &event);
    void flush();
    void setSaysChannel(bool says); // in each row: where it was written
    bool saysChannel() const { return m_saysChannel; }
    const IncomingRow &at(int row) const { return m_rows[std::size_t(row)]; }
    int rowOf(quint64 id) const; // -1: not here (any more)

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void forgot(int rows); // the oldest ones

private:
    IncomingRow *find(quint64 id);
    void forget(int rows);

    std::deque<IncomingRow> m_rows;
    std::vector<IncomingRow> m_coming;
    QHash<quint64, quint64> m_places; // item → number of its row, counted from the first that ever was
    quint64 m_first = 0;              // the number of row 0
    quint64 m_newest = 0;             // item
    bool m_saysChannel = false;
    int m_changedFrom = -1, m_changedTo = -1;
};

// Whether it is out: shown, but not to be read.
bool isOut(const IncomingRow &row);
// Why, in a word or two; empty: nothing to say.
QString chipOf(const IncomingRow &row);

} // namespace ui::danmaku
