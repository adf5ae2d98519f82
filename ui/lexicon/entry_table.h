// The table of entries: words are typed where they stand, a box is ticked with Space, Delete takes the chosen ones
// away. With little room the note goes first, then what is rarely changed.
#pragma once

#include <QTableView>

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
    void choose(int row);

Q_SIGNALS:
    void removeWanted();
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
