// Every action with its place and its keys, and what those were when they were shipped; searched by words of all of
// them. After the actions come the keys that belong to a part of the window and cannot be changed.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "ui/shortcuts/action_keys.h"

namespace ui::shortcuts {

class ShortcutTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Action, Place, KeysNow, Shipped, Columns };

    explicit ShortcutTable(const ActionKeys &keys, QObject *parent = nullptr);

    void refresh();
    QString idAt(int row) const;        // as of the last refresh(); empty = cannot be changed
    int rowOf(const QString &id) const; // -1: none has it

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Fixed {
        QString what, where, keys;
    };

    QVariant text(const KeyedAction &action, int column) const;

    const ActionKeys &m_keys;
    const QList<Fixed> m_fixed;
    QStringList m_ids; // of the rows that are actions
};

class ShortcutSearch : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void search(const QString &text); // all of its words, in any column

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace ui::shortcuts
