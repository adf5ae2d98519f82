// A listening test as a table: a row for each sentence, a column for each setting and for what the test adds. Follows
// the maker of its cells. Sorting and the filter by category are of GridOrder, in front of it.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>
#include <QSortFilterProxyModel>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/cell_figures.h"
#include "app/listening/cell_maker.h"

namespace ui::listening {

class GridModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { CellRole = Qt::UserRole, SortRole, CategoryRole, OutlineRole };
    static constexpr int kSentence = 0; // column; the cells follow

    explicit GridModel(app::listening::CellMaker &cells, QObject *parent = nullptr);

    app::listening::Condition conditionOf(int column) const;            // of a cell's column
    const app::listening::Cell *cellAt(const QModelIndex &index) const; // null: a sentence
    bool figuresHidden() const { return m_hidden; }
    void setFiguresHidden(bool hidden); // while somebody votes
    // What cells are sorted by and, where it has to be measured, show: Measure::id (app/listening/cell_figures.h).
    void setFigure(const QString &measure);
    bool needsMeasuring() const; // the chosen one is not known from the making
    void setMeasured(const std::shared_ptr<const app::listening::MeasuredCells> &measured); // null: nothing is known
    QStringList categories() const;
    // "2.4 s · −21 LUFS · RTF 0.31", or the chosen one: "MCD 0.83".
    QString figures(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void figureChosen();

private:
    std::optional<double> measuredAt(const QModelIndex &index) const;
    QString made(const app::listening::Cell &cell) const;
    void readOutline(const QModelIndex &index, const QString &audio) const;
    QString words(const QModelIndex &index) const;
    QString stateOf(const app::listening::Cell &cell) const;
    QVariant sortValue(const QModelIndex &index) const;

    app::listening::CellMaker &m_cells;
    std::string m_figure = "seconds";
    std::shared_ptr<const app::listening::MeasuredCells> m_measured;
    bool m_hidden = false;
    mutable QHash<QString, std::vector<float>> m_outlines; // by the sound's hash
    mutable QSet<QString> m_reading;
};

class GridOrder : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit GridOrder(QObject *parent = nullptr);

    void setCategory(const QString &category); // empty: all

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_category;
};

} // namespace ui::listening

Q_DECLARE_METATYPE(std::vector<float>)
