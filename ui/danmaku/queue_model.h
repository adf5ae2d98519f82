// What will be read, in its order; after it, under headings, what waits for the operator. Or, without groups, what is
// over. Rows move instead of being made anew, so that a selection, an open field and a drag go on.
#pragma once

#include <QAbstractListModel>

#include <vector>

#include "app/danmaku/item.h"

namespace ui::danmaku {

class QueueModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Groups { Shown, None };

    explicit QueueModel(Groups groups, QObject *parent = nullptr);

    void set(const std::vector<app::danmaku::Item> &items, qint64 now);
    void setNow(qint64 now);        // rings go on
    void setSaysChannel(bool says); // in each row: where it was written
    bool saysChannel() const { return m_saysChannel; }
    qint64 now() const { return m_now; }
    const app::danmaku::Item *item(const QModelIndex &index) const; // null: a heading
    QString heading(const QModelIndex &index) const;                // empty: an item
    int rowOf(quint64 id) const;
    int lastPlace() const { return placeOf(rowCount()) - 1; }
    int placeOf(int row) const; // among those that wait: how many of them stand before it

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override; // editWanted()
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override; // moveWanted()

Q_SIGNALS:
    void moveWanted(quint64 item, int place);
    void editWanted(quint64 item, const QString &text);

private:
    struct Row {
        quint64 key = 0; // the item's id, or one of a heading
        app::danmaku::Item item;
        QString heading;
    };

    std::vector<Row> rowsOf(const std::vector<app::danmaku::Item> &items) const;

    const Groups m_groups;
    std::vector<Row> m_rows;
    qint64 m_now = 0;
    bool m_saysChannel = false;
};

// Waiting, making or ready: it has a place that can be changed.
bool isQueued(app::danmaku::Stage stage);

} // namespace ui::danmaku
