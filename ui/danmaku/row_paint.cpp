#include "ui/danmaku/row_paint.h"

#include <QApplication>
#include <QStyle>

#include <algorithm>

#include "ui/theme.h"

namespace ui::danmaku {

namespace {

constexpr int kChipPad = 6;

QColor toneOf(ChipTone tone, const RowColours &colours) {
    switch (tone) {
    case ChipTone::Quiet:
        return colours.quiet;
    case ChipTone::Accent:
        return colours.accent;
    case ChipTone::Good:
        return colours.good;
    case ChipTone::Attention:
        return colours.attention;
    case ChipTone::Alarm:
        return colours.alarm;
    }
    return colours.quiet;
}

} // namespace

RowColours rowColours(const QStyleOptionViewItem &option) {
    const Colours &c = coloursOf(option.palette);
    if (option.state & QStyle::State_Selected) {
        const QColor &on = c.onAccent;
        return {on, on, on, on, on, on, on};
    }
    return {c.text, c.quiet, c.accent, c.good, c.attention, c.alarm, c.hairline};
}

void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &) {
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, coloursOf(option.palette).accent);
    else if (option.state & QStyle::State_HasFocus) { // the keyboard is here, and nothing is chosen yet
        painter.setPen(coloursOf(option.palette).accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

int chipWidth(const QFontMetrics &metrics, const QString &word) {
    return metrics.horizontalAdvance(word) + 2 * kChipPad;
}

QRect paintChip(QPainter &painter, const QRect &area, const QString &word, ChipTone tone, const RowColours &colours) {
    const QFontMetrics metrics = painter.fontMetrics();
    const int width = std::min(area.width(), chipWidth(metrics, word));
    const int height = std::min(area.height(), metrics.height() + 2);
    const QRect chip(area.left(), area.top() + (area.height() - height) / 2, width, height);
    const QColor colour = toneOf(tone, colours);
    painter.setPen(colour);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRect inside = chip.adjusted(kChipPad, 0, -kChipPad, 0);
    painter.drawText(inside, Qt::AlignCenter | Qt::TextSingleLine,
                     metrics.elidedText(word, Qt::ElideRight, inside.width() + 2));
    return area.adjusted(width + kChipPad, 0, 0, 0);
}

QRect paintChipAtRight(QPainter &painter, const QRect &area, const QString &word, ChipTone tone,
                       const RowColours &colours) {
    const int width = std::min(area.width(), chipWidth(painter.fontMetrics(), word));
    QRect place = area;
    place.setLeft(area.right() - width + 1);
    paintChip(painter, place, word, tone, colours);
    return area.adjusted(0, 0, -width - kChipPad, 0);
}

int paintText(QPainter &painter, const QRect &area, const QString &text, const QColor &colour) {
    if (area.width() <= 0 || text.isEmpty())
        return 0;
    const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, area.width());
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip); // marks that pile up stay in their row
    painter.setPen(colour);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    painter.restore();
    return std::min(area.width(), painter.fontMetrics().horizontalAdvance(shown));
}

QRect paintChannel(QPainter &painter, const QRect &area, const QString &channel, const RowColours &colours) {
    if (channel.isEmpty())
        return area;
    const QString word = painter.fontMetrics().elidedText(channel, Qt::ElideRight, std::max(40, area.width() / 4));
    return paintChip(painter, area, word, ChipTone::Quiet, colours);
}

void paintRing(QPainter &painter, const QRect &area, double left, int seconds, const RowColours &colours) {
    const double part = std::clamp(left, 0.0, 1.0);
    const int side = std::min(area.width(), area.height()) - 4;
    const QRectF ring(area.center().x() - side / 2.0, area.center().y() - side / 2.0, side, side);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours.line, 3));
    painter.drawEllipse(ring);
    const QColor colour = part < 0.2 ? colours.alarm : part < 0.5 ? colours.attention : colours.good;
    painter.setPen(QPen(colour, 3, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, 90 * 16, int(part * 360 * 16));
    QFont small = painter.font();
    small.setPixelSize(std::max(9, int(side / 2.6)));
    painter.setFont(small);
    painter.setPen(colours.text);
    painter.drawText(ring, Qt::AlignCenter, QString::number(std::min(seconds, 999)));
    painter.restore();
}

} // namespace ui::danmaku
