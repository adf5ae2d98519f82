// A message that came in: who, what, and at the right what became of it. One line, every row equally high.
#pragma once

#include <QStyledItemDelegate>

namespace ui::danmaku {

class IncomingDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui::danmaku
