// A lexicon as a table. What is edited is changed in the library; what others change comes from there, and rows that
// stay keep their selection.
#pragma once

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

#include "app/lexicons/lexicon_library.h"

namespace ui::lexicon {

class LexiconModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Used, Written, Said, Kind, Capitals, Whole, Note, ColumnCount };
    enum Role { FaultRole = Qt::UserRole, KindRole };

    explicit LexiconModel(app::lexicons::LexiconLibrary &library, QObject *parent = nullptr);

    void show(const QString &voice); // empty: the lexicon for all voices
    QString voice() const { return m_voice; }
    const engine::text::LexiconEntry &entry(int row) const { return m_entries[std::size_t(row)]; }
    int faultCount() const { return int(m_faults.size()); }
    int firstChanged() const { return m_firstChanged; } // the row where the last change began

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

private:
    void follow();
    QVariant words(const engine::text::LexiconEntry &entry, int column) const;
    QVariant checked(const engine::text::LexiconEntry &entry, int column) const; // none: no box

    app::lexicons::LexiconLibrary &m_library;
    QString m_voice;
    std::vector<engine::text::LexiconEntry> m_entries;
    QHash<int, QString> m_faults; // by row: what is wrong and what to do
    int m_firstChanged = 0;
};

QString kindName(engine::text::LexiconKind kind); // "Word"

} // namespace ui::lexicon
