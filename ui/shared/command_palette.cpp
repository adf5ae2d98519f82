#include "ui/shared/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

constexpr int kPlace = Qt::UserRole + 1;
constexpr int kShortcut = Qt::UserRole + 2;
constexpr int kEntry = Qt::UserRole + 3;

class Row : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, kRow}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override {
        const Colours &colours = coloursOf(option.palette);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool enabled = option.state.testFlag(QStyle::State_Enabled);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(colours.accent);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), 4, 4);
        }
        const QColor strong = !enabled ? colours.faint : selected ? colours.onAccent : colours.text;
        const QColor soft = !enabled ? colours.faint : selected ? colours.onAccent : colours.quiet;
        QRect room = option.rect.adjusted(12, 0, -14, 0);
        const auto mode = !enabled ? QIcon::Disabled : selected ? QIcon::Selected : QIcon::Normal;
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(room.x(), room.center().y() - 9, 20, 20), Qt::AlignCenter, mode);
        room.adjust(32, 0, 0, 0);
        const QFontMetrics metrics(option.font);
        const QString shortcut = index.data(kShortcut).toString();
        painter->setFont(option.font);
        painter->setPen(soft);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, shortcut);
        if (!shortcut.isEmpty()) {
            room.adjust(0, 0, -metrics.horizontalAdvance(shortcut) - 2 * kGrid, 0);
        }
        const QString name = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room.width());
        painter->setPen(strong);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
        room.adjust(metrics.horizontalAdvance(name) + 12, 0, 0, 0);
        painter->setPen(soft);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(index.data(kPlace).toString(), Qt::ElideRight, room.width()));
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(std::vector<ActionEntry> entries, QWidget *parent)
    : QDialog(parent, Qt::Popup), m_entries(std::move(entries)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setRole(this, "popup");
    setWindowTitle(tr("Command palette"));
    setAccessibleName(windowTitle());
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("What do you want to do?"));
    m_search->setAccessibleName(tr("Search commands"));
    m_search->addAction(icon(u"search", Tone::Quiet), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_model = new QStandardItemModel(this);
    m_list = new QListView(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new Row(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Commands"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_search);
    layout->addWidget(m_list);

    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    filter({});

    const int wide = std::min(600, parent->width() - 2 * kRow);
    resize(wide, std::min(420, parent->height() - 3 * kRow));
    move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, 2 * kRow)));
    m_search->setFocus();
}

QStringList CommandPalette::shown() const {
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        names << m_model->item(row)->text();
    }
    return names;
}

void CommandPalette::filter(const QString &pattern) {
    struct Hit {
        int score;
        std::size_t entry;
    };
    std::vector<Hit> hits;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const ActionEntry &entry = m_entries[i];
        if (!entry.action || !entry.action->isVisible()) {
            continue;
        }
        auto score = fuzzyScore(pattern, entry.name);
        if (score) {
            *score += 20; // the name counts more than the menu it is in
        } else {
            score = fuzzyScore(pattern, entry.place + u' ' + entry.name);
        }
        if (score) {
            hits.push_back({*score, i});
        }
    }
    if (!pattern.trimmed().isEmpty()) {
        std::stable_sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) { return a.score > b.score; });
    }
    m_model->clear();
    for (const Hit &hit : hits) {
        const ActionEntry &entry = m_entries[hit.entry];
        auto *item = new QStandardItem(entry.action->icon(), entry.name);
        item->setData(entry.place, kPlace);
        item->setData(entry.action->shortcut().toString(QKeySequence::NativeText), kShortcut);
        item->setData(quint64(hit.entry), kEntry);
        item->setEnabled(entry.action->isEnabled());
        m_model->appendRow(item);
    }
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->item(row)->isEnabled()) {
            m_list->setCurrentIndex(m_model->index(row, 0));
            break;
        }
    }
}

void CommandPalette::run() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled)) {
        return;
    }
    const QPointer<QAction> action = m_entries[std::size_t(index.data(kEntry).toULongLong())].action;
    close();
    if (action) {
        // When the palette is gone, so that the action finds the focus where it was.
        QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const int page = std::max(1, m_list->height() / kRow - 1);
        const int move = key->key() == Qt::Key_Down       ? 1
                         : key->key() == Qt::Key_Up       ? -1
                         : key->key() == Qt::Key_PageDown ? page
                         : key->key() == Qt::Key_PageUp   ? -page
                                                          : 0;
        if (move != 0 && m_model->rowCount() > 0) {
            const int row = std::clamp(m_list->currentIndex().row() + move, 0, m_model->rowCount() - 1);
            m_list->setCurrentIndex(m_model->index(row, 0));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace ui::shared

#include "moc_command_palette.cpp"
