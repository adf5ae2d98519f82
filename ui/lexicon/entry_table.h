// The table of entries: words are typed where they stand, a box is ticked with Space, Delete takes the chosen ones
// away, Alt with the arrows moves them. With little room the note goes first, then what is rarely changed.
#pragma once

#include <QTableView>

#include <optional>
#include <vector>

class QSortFilterProxyModel;

namespace ui::lexicon {

class LexiconModel;

class EntryTable : public QTableView {
    Q_OBJECT

public:
    EntryTable(LexiconModel &model, QWidget *parent);

    void search(const QString &words);
    std::vector<int> chosen() const; // rows of the model, sorted
    int current() const;             // -1 without
    void choose(int row, int count = 1);
    bool shows(int row) const; // it is among what is found
    // In front of which row of the model the chosen ones come to stand when they go one place up (-1) or down (1) of
    // what is found, all together; none at the edge.
    std::optional<int> placeFor(int by) const;

Q_SIGNALS:
    void removeWanted();
    void moveWanted(int by);
    void currentMoved(); // or what it shows was changed

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    LexiconModel &m_model;
    QSortFilterProxyModel *m_found;
};

} // namespace ui::lexicon
