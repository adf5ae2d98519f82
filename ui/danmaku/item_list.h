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

public Q_SLOTS:
    void copy(); // Edit › Copy knows it by name

Q_SIGNALS:
    void chosen(); // the current row is another one, or the keyboard came here
    void menuWanted(const QPoint &where);
    void copyWanted();
    void stepWanted(int rows); // −1: up
    void followingChanged(bool following);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;

private:
    void lookWhereItStands();

    QString m_words;
    bool m_follows = false;
    bool m_following = true;
    bool m_moving = false; // by itself
    bool m_reorders = false;
};

} // namespace ui::danmaku
