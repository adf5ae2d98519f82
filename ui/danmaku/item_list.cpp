#include "ui/danmaku/item_list.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

#include "ui/theme.h"

namespace ui::danmaku {

ItemList::ItemList(const QString &name, QWidget *parent) : QListView(parent) {
    setAccessibleName(name);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // rows keep their width
    setTextElideMode(Qt::ElideRight);
    setMinimumSize(160, 44);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ItemList::lookWhereItStands);
}

void ItemList::follow(bool newest) {
    m_follows = newest;
}

void ItemList::setReorders(bool on) {
    m_reorders = on;
    setDragEnabled(on);
    setAcceptDrops(on);
    setDropIndicatorShown(on);
    setDragDropMode(on ? QAbstractItemView::DragDrop : QAbstractItemView::NoDragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDragDropOverwriteMode(false);
}

void ItemList::toNewest() {
    {
        const QScopedValueRollback<bool> moving(m_moving, true);
        scrollToBottom();
    }
    lookWhereItStands();
}

// The scroll bar moves for three reasons: a person, new rows (which do not count), and this list itself.
void ItemList::lookWhereItStands() {
    if (!m_follows || m_moving)
        return;
    const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    if (atEnd != m_following) {
        m_following = atEnd;
        Q_EMIT followingChanged(atEnd);
    }
}

void ItemList::rowsInserted(const QModelIndex &parent, int start, int end) {
    QListView::rowsInserted(parent, start, end);
    if (m_follows && m_following)
        scheduleDelayedItemsLayout();
}

void ItemList::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) {
    if (const int row = currentIndex().row(); row >= start && row <= end) {
        const bool was = isChosen();
        chooseNone();
        m_gone = was ? start : -1;
    }
    QListView::rowsAboutToBeRemoved(parent, start, end);
}

bool ItemList::isChosen() const {
    return currentIndex().isValid() && selectionModel()->isSelected(currentIndex());
}

void ItemList::chooseNone() {
    selectionModel()->clear();
    m_gone = -1;
}

void ItemList::updateGeometries() {
    const QScopedValueRollback<bool> moving(m_moving, true);
    QListView::updateGeometries();
    if (m_follows && m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void ItemList::paintEvent(QPaintEvent *event) {
    QListView::paintEvent(event);
    if (m_words.isEmpty() || (model() && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(coloursOf(palette()).quiet);
    painter.drawText(viewport()->rect().adjusted(2 * kGrid, kGrid, -2 * kGrid, -kGrid),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_words);
}

void ItemList::copy() {
    Q_EMIT copyWanted();
}

void ItemList::keyPressEvent(QKeyEvent *event) {
    const bool vertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (m_reorders && vertical && (event->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier) {
        Q_EMIT stepWanted(event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    if (vertical && m_gone >= 0 && !currentIndex().isValid() && model()->rowCount() > 0) {
        const int row = event->key() == Qt::Key_Up ? m_gone - 1 : m_gone;
        setCurrentIndex(model()->index(std::clamp(row, 0, model()->rowCount() - 1), 0));
        return;
    }
    for (QAction *act : actions()) {
        if (act->isEnabled() && act->shortcuts().contains(QKeySequence(event->keyCombination()))) {
            act->trigger();
            return;
        }
    }
    if (!event->text().isEmpty() && event->text().at(0).isPrint() && state() != QAbstractItemView::EditingState) {
        event->ignore(); // letters are keys here, and look for nothing
        return;
    }
    QListView::keyPressEvent(event);
}

void ItemList::contextMenuEvent(QContextMenuEvent *event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QRect row = visualRect(currentIndex());
    Q_EMIT menuWanted(byKey ? viewport()->mapToGlobal(row.bottomLeft()) : event->globalPos());
}

void ItemList::currentChanged(const QModelIndex &current, const QModelIndex &previous) {
    QListView::currentChanged(current, previous);
    if (current.isValid())
        m_gone = -1;
    Q_EMIT chosen();
}

void ItemList::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) {
    QListView::selectionChanged(selected, deselected);
    Q_EMIT chosen();
}

void ItemList::focusInEvent(QFocusEvent *event) {
    QListView::focusInEvent(event);
    Q_EMIT chosen();
}

} // namespace ui::danmaku

#include "moc_item_list.cpp"
