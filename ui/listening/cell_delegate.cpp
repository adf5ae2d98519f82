#include "ui/listening/cell_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/listening/grid_model.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::CellState;

namespace {

constexpr int kWide = 168;
constexpr int kHigh = 48;
constexpr int kMargin = 6;

const GridModel *gridOf(const QModelIndex &index, QModelIndex &source) {
    const auto *order = qobject_cast<const GridOrder *>(index.model());
    source = order ? order->mapToSource(index) : index;
    return qobject_cast<const GridModel *>(source.model());
}

void paintWave(QPainter &painter, const QRect &area, const std::vector<float> &outline, const QColor &colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const double step = double(area.width()) / double(outline.size());
    const double middle = area.center().y() + 0.5;
    for (std::size_t i = 0; i < outline.size(); ++i) {
        const double half = std::max(0.5, outline[i] * area.height() / 2.0);
        painter.drawRect(QRectF(area.left() + double(i) * step, middle - half, std::max(1.0, step - 1), 2 * half));
    }
}

} // namespace

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const {
    return {kWide, std::max(kHigh, 3 * option.fontMetrics.height())};
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    QModelIndex source;
    const GridModel *grid = gridOf(index, source);
    const auto *cell = grid ? grid->cellAt(source) : nullptr;
    QStyleOptionViewItem empty = option;
    initStyleOption(&empty, index);
    empty.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &empty, painter, option.widget);
    if (!cell)
        return;
    const Colours &colours = coloursOf(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor text = selected ? colours.onAccent : colours.text;
    const QColor quiet = selected ? colours.onAccent : colours.quiet;
    const QRect area = option.rect.adjusted(kMargin, kMargin / 2, -kMargin, -kMargin / 2);
    QRect lower = area;
    lower.setTop(area.bottom() - option.fontMetrics.height());
    const QRect upper(area.topLeft(), QPoint(area.right(), lower.top() - 2));
    painter->save();
    painter->setFont(withTabularDigits(option.font));
    QString words = index.data(Qt::DisplayRole).toString();
    if (cell->state == CellState::Made) {
        const auto outline = index.data(GridModel::OutlineRole).value<std::vector<float>>();
        if (!outline.empty())
            paintWave(*painter, upper, outline, selected ? colours.onAccent : colours.accent);
        words = grid->figures(source);
        painter->setPen(cell->facts && !cell->facts->artifacts.empty() && !grid->figuresHidden() && !selected
                            ? colours.attention
                            : text);
    } else {
        painter->setPen(cell->state == CellState::Failed && !selected ? colours.alarm : quiet);
        if (cell->state == CellState::Making) {
            QRectF bar(upper.left(), upper.center().y() - 2, upper.width(), 4);
            painter->fillRect(bar, colours.hairline);
            bar.setWidth(bar.width() * cell->fraction);
            painter->fillRect(bar, selected ? colours.onAccent : colours.accent);
        }
    }
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(words, Qt::ElideRight, lower.width()));
    painter->restore();
}

} // namespace ui::listening

#include "moc_cell_delegate.cpp"
