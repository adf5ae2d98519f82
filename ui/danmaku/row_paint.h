// What the rows of messages are painted with: chips, a ring for the time that is left, text that stays in its place
// whatever signs are in it. Plain text only.
#pragma once

#include <QPainter>
#include <QRect>
#include <QString>
#include <QStyleOptionViewItem>

namespace ui::danmaku {

enum class ChipTone { Quiet, Accent, Good, Attention, Alarm };

struct RowColours {
    QColor text, quiet, accent, good, attention, alarm, line;
};

RowColours rowColours(const QStyleOptionViewItem &option); // on the accent while it is selected
// Background, selection and focus of the row; no text.
void paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index);
// A rounded frame with a word in it at the left of `area`; gives the room that is left.
QRect paintChip(QPainter &painter, const QRect &area, const QString &word, ChipTone tone, const RowColours &colours);
QRect paintChipAtRight(QPainter &painter, const QRect &area, const QString &word, ChipTone tone,
                       const RowColours &colours);
int chipWidth(const QFontMetrics &metrics, const QString &word);
// Shortened with "…"; nothing of it is painted outside of `area`. Gives its width.
int paintText(QPainter &painter, const QRect &area, const QString &text, const QColor &colour);
// Where it was written, in a chip at the left, shortened where room is missing; empty: nothing.
QRect paintChannel(QPainter &painter, const QRect &area, const QString &channel, const RowColours &colours);
// `left` 0…1 of the time, and the seconds inside.
void paintRing(QPainter &painter, const QRect &area, double left, int seconds, const RowColours &colours);

} // namespace ui::danmaku
