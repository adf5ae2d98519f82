// The numbers of a plot as a table: a row for each stretch of time, newest first, a column for each series that has a
// value there, and where something was spoken, that and its take. What varies within a stretch says so on hover and to
// screen readers.
#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "app/performance/performance_watch.h"

namespace ui::performance {

class MomentTable : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int kMostRows = 240;

    explicit MomentTable(const app::performance::PerformanceWatch &watch, QObject *parent = nullptr);

    void show(qint64 from, qint64 to, const std::vector<app::performance::Series> &series);
    qint64 timeOf(int row) const { return m_rows[std::size_t(row)].at; }
    // That ended there, of several the one that a person looks for first.
    const std::optional<app::performance::Utterance> &utteranceOf(int row) const {
        return m_rows[std::size_t(row)].utterance;
    }
    bool isOfWords(int column) const { return column == int(m_series.size()) + 1; }
    QString asText(const QModelIndexList &rows) const; // all of them when there are none; with a heading, tabs between

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        qint64 at = 0;
        std::vector<std::optional<app::performance::SeriesPoint>> values; // as m_series
        std::optional<app::performance::Utterance> utterance;
        int more = 0; // utterances there
    };
    void addUtterances(qint64 from, qint64 to, std::map<qint64, Row, std::greater<>> &rows);
    int alignmentOf(int column) const;
    QString rangeOf(const Row &row, int column) const;
    QString cell(const Row &row, int column) const;

    const app::performance::PerformanceWatch &m_watch;
    std::vector<app::performance::Series> m_series;
    std::vector<Row> m_rows;
    bool m_spoken = false; // something was
};

} // namespace ui::performance
