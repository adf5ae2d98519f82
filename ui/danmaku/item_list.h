// A list of messages or items: keys, menu and copying are the same in all of them.
#pragma once

#include <QListView>

namespace ui::danmaku {

class ItemList : public QListView {
    Q_OBJECT

public:
    ItemList(const QString &name, QWidget *parent);

    void setEmptyWords(const QString &words) { m_words = words; } // shown while there is no row
    void follow(bool newest);  // keep the last row in sight, as long as nobody scrolls back
    void setReorders(bool on); // rows are dragged, and moved by Alt with Up and Down
    bool isFollowing() const { return m_following; }
    void toNewest();
    bool isChosen() const; // a row is, by somebody: not one that only has the keyboard's place
    void chooseNone();

public Q_SLOTS:
    void copy(); // Edit › Copy knows it by name

Q_SIGNALS:
    void chosen(); // the current row is another one, or none, or the keyboard came here
    void menuWanted(const QPoint &where);
    void copyWanted();
    void stepWanted(int rows); // −1: up
    void followingChanged(bool following);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void focusInEvent(QFocusEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    // Nobody chose the row that would take the place of the chosen one.
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;

private:
    void lookWhereItStands();

    QString m_words;
    bool m_follows = false;
    bool m_following = true;
    bool m_moving = false; // by itself
    bool m_reorders = false;
    int m_gone = -1; // where the chosen row was that went: arrow keys go on there
};

} // namespace ui::danmaku
