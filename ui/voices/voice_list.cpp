#include "ui/voices/voice_list.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

#include "ui/theme.h"
#include "ui/voices/voice_list_model.h"

namespace ui::voices {

namespace {

constexpr int kPlay = 28;  // px
constexpr int kIcon = 14;  // px, of a mark
constexpr int kGap = 4;    // px, between two cards
constexpr int kInside = 8; // px

QRect insideOf(const QRect &item) {
    return item.adjusted(1, 0, -1, -kGap);
}

QRect playOf(const QRect &item) {
    const QRect card = insideOf(item);
    return {card.left() + kInside, card.top() + kInside - 3, kPlay, kPlay};
}

} // namespace

class VoiceList::Cards : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QString playing;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override {
        const int line = std::max(option.fontMetrics.height(), kIcon + 2);
        return {160, 3 * line + 2 * 3 + 2 * kInside + kGap};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override {
        const auto card = index.data(VoiceListModel::CardRole).value<VoiceCard>();
        const Colours &colours = coloursOf(QGuiApplication::palette());
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const bool focus = current && option.state.testFlag(QStyle::State_Active) && option.widget->hasFocus();
        const QRect area = insideOf(option.rect);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setBrush(current || option.state.testFlag(QStyle::State_MouseOver) ? colours.control : colours.panel);
        painter->setPen(QPen(focus ? colours.accent : current ? colours.outline : colours.hairline, focus ? 2 : 1));
        painter->drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 6, 6);
        if (card.chosen) {
            painter->fillRect(QRect(area.left() + 1, area.top() + 8, 3, area.height() - 16), colours.accent);
        }
        paintWords(*painter, option, card, area);
        shared::icon(playing == card.id ? u"stop" : u"play", shared::Tone::Accent)
            .paint(painter, playOf(option.rect).adjusted(4, 4, -4, -4));
        painter->restore();
    }

private:
    void paintWords(QPainter &painter, const QStyleOptionViewItem &option, const VoiceCard &card,
                    const QRect &area) const {
        const Colours &colours = coloursOf(QGuiApplication::palette());
        const int line = std::max(option.fontMetrics.height(), kIcon + 2) + 3;
        QRect row(area.left() + kInside + kPlay + 6, area.top() + kInside, 0, line);
        row.setRight(area.right() - kInside);
        const auto write = [&](const QRect &where, const QString &text, const QColor &colour, bool bold, int align) {
            QFont font = option.font;
            font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
            painter.setFont(font);
            painter.setPen(colour);
            painter.drawText(where, align | Qt::AlignVCenter | Qt::TextSingleLine,
                             QFontMetrics(font).elidedText(text, Qt::ElideRight, where.width()));
        };
        QRect name = row;
        if (card.chosen) {
            shared::icon(u"speak", shared::Tone::Accent)
                .paint(&painter, QRect(name.left(), name.center().y() - 7, kIcon, kIcon));
            name.setLeft(name.left() + kIcon + 4);
        }
        write(name, card.name, colours.text, true, Qt::AlignLeft);
        row.translate(0, line);
        const QString standing = nameOf(card.standing);
        write(row, standing, colours.quiet, false, Qt::AlignRight);
        QRect rest = row;
        rest.setRight(row.right() - option.fontMetrics.horizontalAdvance(standing) - kInside);
        QStringList about{card.language};
        about << card.styles << card.tags;
        about.removeAll(QString());
        write(rest, about.join(QStringLiteral(" · ")), colours.quiet, false, Qt::AlignLeft);
        row.translate(0, line);
        row.setLeft(area.left() + kInside + 6);
        paintMarks(painter, option, card.marks, row);
    }

    // With their words where there is room for all of them.
    static void paintMarks(QPainter &painter, const QStyleOptionViewItem &option, const QList<Mark> &marks,
                           const QRect &row) {
        const Colours &colours = coloursOf(QGuiApplication::palette());
        int needed = 0;
        for (const Mark &mark : marks) {
            needed += kIcon + 3 + option.fontMetrics.horizontalAdvance(mark.word) + 8;
        }
        const bool words = needed - 8 <= row.width();
        int x = row.left();
        painter.setFont(option.font);
        for (const Mark &mark : marks) {
            const bool good = mark.tone == shared::Tone::Good;
            shared::icon(good                               ? u"check"
                         : mark.tone == shared::Tone::Alarm ? u"error"
                                                            : u"warning",
                         mark.tone)
                .paint(&painter, QRect(x, row.center().y() - kIcon / 2, kIcon, kIcon));
            x += kIcon + 3;
            if (words) {
                const int wide = option.fontMetrics.horizontalAdvance(mark.word);
                painter.setPen(good ? colours.quiet : colours.text);
                painter.drawText(QRect(x, row.top(), wide + 2, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                                 mark.word);
                x += wide;
            }
            x += 8;
        }
    }
};

VoiceList::VoiceList(VoiceListModel &model, QWidget *parent) : QListView(parent), m_cards(new Cards(this)) {
    setModel(&model);
    setItemDelegate(m_cards);
    setAccessibleName(tr("Voices"));
    setAccessibleDescription(tr("Enter chooses a voice for the Studio, Space plays its recording, F2 opens it."));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFrameShape(QFrame::NoFrame);
    setRole(this, "cards");
}

int VoiceList::currentRow() const {
    return currentIndex().isValid() ? currentIndex().row() : -1;
}

void VoiceList::setPlaying(const QString &voiceId) {
    if (m_cards->playing != voiceId) {
        m_cards->playing = voiceId;
        viewport()->update();
    }
}

void VoiceList::currentChanged(const QModelIndex &current, const QModelIndex &previous) {
    QListView::currentChanged(current, previous);
    Q_EMIT currentMoved();
}

bool VoiceList::isOnPlay(const QPoint &place) const {
    const QModelIndex index = indexAt(place);
    return index.isValid() && playOf(visualRect(index)).contains(place);
}

void VoiceList::keyPressEvent(QKeyEvent *event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && currentIndex().isValid();
    if (!plain) {
        QListView::keyPressEvent(event);
        return;
    }
    const auto tell = [event](auto signal) {
        if (!event->isAutoRepeat()) {
            signal();
        }
    };
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        tell([this] { Q_EMIT chosen(); });
        return;
    case Qt::Key_Space:
        tell([this] { Q_EMIT playWanted(); });
        return;
    case Qt::Key_F2:
        tell([this] { Q_EMIT editWanted(); });
        return;
    case Qt::Key_Delete:
        tell([this] { Q_EMIT removeWanted(); });
        return;
    case Qt::Key_Up:
        if (currentRow() == 0) {
            Q_EMIT leftUpwards();
            return;
        }
        break;
    default:
        break;
    }
    QListView::keyPressEvent(event);
}

void VoiceList::mousePressEvent(QMouseEvent *event) {
    QListView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && isOnPlay(event->pos())) {
        Q_EMIT playWanted();
    }
}

void VoiceList::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !indexAt(event->pos()).isValid()) {
        return;
    }
    setCurrentIndex(indexAt(event->pos()));
    if (isOnPlay(event->pos())) {
        Q_EMIT playWanted();
    } else {
        Q_EMIT chosen();
    }
}

} // namespace ui::voices

#include "moc_voice_list.cpp"
