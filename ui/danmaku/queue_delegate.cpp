#include "ui/danmaku/queue_delegate.h"

#include <QLineEdit>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/queue_model.h"
#include "ui/danmaku/row_paint.h"
#include "ui/shared/figures.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Class;
using app::danmaku::Item;
using app::danmaku::Stage;

namespace {

constexpr int kPad = 6;
constexpr const char *kFilled = "filled";

ChipTone toneOf(Stage stage) {
    switch (stage) {
    case Stage::Making:
        return ChipTone::Accent;
    case Stage::Ready:
    case Stage::Played:
        return ChipTone::Good;
    case Stage::Review:
    case Stage::Offered:
    case Stage::Held:
        return ChipTone::Attention;
    case Stage::Failed:
    case Stage::Removed:
        return ChipTone::Alarm;
    default:
        return ChipTone::Quiet;
    }
}

QString stateOf(const Item &item) {
    if (item.stage == Stage::Dropped && !item.rule.isEmpty())
        return ruleName(item.rule);
    return stageName(item.stage);
}

// Why it waits, or waits otherwise than others; empty: nothing that its stage does not say.
QString reasonOf(const Item &item) {
    const QString &rule = item.rule;
    const bool said = rule == QStringLiteral("review") || rule == QStringLiteral("held") ||
                      rule == QStringLiteral("offered") || rule == QStringLiteral("operator");
    return app::danmaku::isOver(item.stage) || said || rule.isEmpty() ? QString() : ruleName(rule);
}

} // namespace

void QueueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const auto *model = qobject_cast<const QueueModel *>(index.model());
    if (!model)
        return;
    painter->save();
    painter->setFont(option.font);
    const RowColours colours = rowColours(option);
    const Item *item = model->item(index);
    if (!item) {
        QFont bold = option.font;
        bold.setWeight(QFont::DemiBold);
        painter->setFont(bold);
        paintText(*painter, option.rect.adjusted(kPad, 6, -kPad, 0), model->heading(index), colours.text);
        painter->restore();
        return;
    }
    painter->setRenderHint(QPainter::Antialiasing);
    paintRow(*painter, option, index);
    painter->setPen(colours.line);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    QRect area = option.rect.adjusted(kPad, 3, -kPad, -3);
    if (isQueued(item->stage) && item->deadline > 0) {
        QRect ring = area;
        ring.setLeft(area.right() - area.height());
        const double whole = double(std::max<qint64>(1, item->deadline - item->receivedAt));
        const double left = double(item->deadline - model->now());
        paintRing(*painter, ring, left / whole, int(std::max(0.0, std::ceil(left / 1000))), colours);
        area.setRight(ring.left() - kPad);
    }
    const int line = area.height() / 2;
    QRect upper(area.left(), area.top(), area.width(), line);
    const QRect lower(area.left(), area.top() + line, area.width(), area.height() - line);
    upper = paintChip(*painter, upper, stateOf(*item), toneOf(item->stage), colours);
    if (const QString why = reasonOf(*item); !why.isEmpty())
        upper = paintChip(*painter, upper, why, ChipTone::Attention, colours);
    if (item->rank != Class::Chat)
        upper = paintChip(*painter, upper, className(item->rank), ChipTone::Accent, colours);
    const QString paid = item->message ? money(item->message->paid) : QString();
    if (!paid.isEmpty())
        upper = paintChip(*painter, upper, paid, ChipTone::Attention, colours);
    if (item->merged > 1)
        upper = paintChip(*painter, upper, QStringLiteral("×%1").arg(item->merged), ChipTone::Quiet, colours);
    if (isQueued(item->stage) && item->expectedWait >= 0) {
        const QString wait = tr("in %1").arg(shared::seconds(std::round(item->expectedWait)));
        const int width = painter->fontMetrics().horizontalAdvance(wait);
        QRect place = upper;
        place.setLeft(std::max(upper.left(), upper.right() - width));
        paintText(*painter, place, wait, colours.quiet);
        upper.setRight(place.left() - kPad);
    }
    if (model->saysChannel() && item->message)
        upper = paintChannel(*painter, upper, channelWords(*item->message), colours);
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    paintText(*painter, upper, item->message ? oneLine(item->message->user, 60) : QString(), colours.text);
    painter->setFont(option.font);
    const bool over = app::danmaku::isOver(item->stage);
    paintText(*painter, lower, oneLine(item->text.isEmpty() && item->message ? item->message->text : item->text, 240),
              over ? colours.quiet : colours.text);
    painter->restore();
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const {
    const auto *model = qobject_cast<const QueueModel *>(index.model());
    const int line = option.fontMetrics.height();
    return {100, model && model->item(index) ? 2 * line + 16 : line + 14};
}

QWidget *QueueDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const {
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(tr("Text that is read"));
    field->setMaxLength(5'000);
    return field;
}

void QueueDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const {
    auto *field = qobject_cast<QLineEdit *>(editor);
    if (!field || field->property(kFilled).toBool())
        return;
    field->setText(index.data(Qt::EditRole).toString());
    field->setProperty(kFilled, true);
}

void QueueDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                         const QModelIndex &) const {
    QRect place = option.rect;
    place.setTop(place.center().y() - editor->sizeHint().height() / 2);
    place.setHeight(editor->sizeHint().height());
    editor->setGeometry(place);
}

} // namespace ui::danmaku

#include "moc_queue_delegate.cpp"
