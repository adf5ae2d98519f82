#include "ui/danmaku/incoming_delegate.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/incoming_model.h"
#include "ui/danmaku/row_paint.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Stage;

namespace {

constexpr int kGap = 8;
constexpr int kMostOfName = 140; // px

ChipTone toneOf(const IncomingRow &row) {
    if (row.message->history)
        return ChipTone::Quiet;
    switch (row.stage) {
    case Stage::Playing:
        return ChipTone::Accent;
    case Stage::Played:
        return ChipTone::Good;
    case Stage::Review:
        return ChipTone::Attention;
    case Stage::Failed:
    case Stage::Removed:
        return ChipTone::Alarm;
    default:
        return ChipTone::Quiet;
    }
}

} // namespace

void IncomingDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const auto *model = qobject_cast<const IncomingModel *>(index.model());
    if (!model)
        return;
    const IncomingRow &row = model->at(index.row());
    const app::chat::Message &message = *row.message;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    paintRow(*painter, option, index);
    const RowColours colours = rowColours(option);
    QRect area = option.rect.adjusted(kGap, 0, -kGap, 0);
    const QString chip = chipOf(row);
    if (!chip.isEmpty())
        area = paintChipAtRight(*painter, area, chip, toneOf(row), colours);
    const QString paid = money(message.paid);
    if (!paid.isEmpty())
        area = paintChip(*painter, area, paid, ChipTone::Attention, colours);
    if (model->saysChannel())
        area = paintChannel(*painter, area, channelWords(message), colours);
    const bool out = isOut(row);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    QRect name = area;
    name.setWidth(std::min(kMostOfName, area.width() / 3));
    const int used = paintText(*painter, name, oneLine(message.user, 60), out ? colours.quiet : colours.accent);
    painter->setFont(option.font);
    if (used > 0)
        area.setLeft(area.left() + used + kGap);
    const int width = paintText(*painter, area, oneLine(message, 240), out ? colours.quiet : colours.text);
    if (row.stage == Stage::Removed) {
        painter->setPen(colours.quiet);
        painter->drawLine(area.left(), area.center().y(), area.left() + width, area.center().y());
    }
    painter->restore();
}

QSize IncomingDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const {
    return {100, std::max(26, option.fontMetrics.height() + 8)};
}

} // namespace ui::danmaku

#include "moc_incoming_delegate.cpp"
