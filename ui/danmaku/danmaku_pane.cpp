#include "ui/danmaku/danmaku_pane.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QStackedLayout>
#include <QTabBar>
#include <QTimer>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/item_list.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/queue_delegate.h"
#include "ui/danmaku/queue_figures.h"
#include "ui/danmaku/source_bar.h"
#include "ui/danmaku/typed_line.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Item;
using app::danmaku::LiveStage;
using app::danmaku::Stage;

namespace {

constexpr int kMostOver = 200;
constexpr int kTwoColumns = 560; // px; with less they are tabs

// Of Twitch; also after a start in which none is read yet.
bool waitsOfSeveralChannels(const LiveStage &stage) {
    QString first;
    for (const Item &item : stage.waiting()) {
        if (!item.message || item.message->source != u"twitch" || item.message->channel.isEmpty())
            continue;
        if (first.isEmpty())
            first = item.message->channel;
        else if (item.message->channel != first)
            return true;
    }
    return false;
}

} // namespace

DanmakuPane::DanmakuPane(LiveStage &stage, app::Settings &settings, const DanmakuActs &acts, QWidget *parent)
    : QWidget(parent), m_stage(stage), m_settings(settings), m_acts(acts), m_incoming(new IncomingModel(this)),
      m_queue(new QueueModel(QueueModel::Groups::Shown, this)), m_over(new QueueModel(QueueModel::Groups::None, this)),
      m_second(new QTimer(this)) {
    m_pages = new QStackedLayout(this);
    m_empty = makeEmptyPage();
    m_full = makeFullPage();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_full);
    if (const auto before = m_stage.events().after(0)) {
        for (const app::danmaku::DanmakuEvent &event : *before)
            m_incoming->take(event);
    }
    m_second->setInterval(500);
    connect(m_second, &QTimer::timeout, this, [this] {
        if (m_full->isVisible())
            m_queue->setNow(m_stage.now());
    });
    m_second->start();
    connect(&m_stage, &LiveStage::event, m_incoming, &IncomingModel::take);
    connect(&m_stage, &LiveStage::changed, this, &DanmakuPane::follow);
    connect(m_sources, &SourceBar::changed, this, &DanmakuPane::showPage);
    connect(m_queue, &QueueModel::moveWanted, this, &DanmakuPane::moveWanted);
    connect(m_queue, &QueueModel::editWanted, this, &DanmakuPane::editWanted);
    follow();
}

void DanmakuPane::dress(ItemList &list) {
    list.addActions(m_acts.keysOfItem());
    connect(&list, &ItemList::chosen, this, [this, &list] {
        if (list.hasFocus()) { // not when the list changes by itself
            m_at = &list;
            for (ItemList *other : {m_incomingList, m_queueList, m_overList}) {
                if (other && other != &list && other->isChosen())
                    other->chooseNone(); // one row is chosen, and seen to be
            }
        }
        Q_EMIT chosen();
    });
    connect(&list, &ItemList::menuWanted, this, &DanmakuPane::menuWanted);
    connect(&list, &ItemList::copyWanted, this, &DanmakuPane::copyWanted);
    connect(&list, &ItemList::stepWanted, this,
            [this](int rows) { m_acts[rows < 0 ? DanmakuActs::Up : DanmakuActs::Down]->trigger(); });
}

QSize DanmakuPane::minimumSizeHint() const {
    int width = m_empty->minimumSizeHint().width();
    for (const QWidget *part : std::initializer_list<const QWidget *>{m_sources, m_figures, m_left, m_right, m_typed})
        width = std::max(width, part->minimumSizeHint().width() + 2 * kGrid);
    return {width, QWidget::minimumSizeHint().height()};
}

void DanmakuPane::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    const int both = m_left->minimumSizeHint().width() + m_right->minimumSizeHint().width() + 3 * kGrid;
    if (std::exchange(m_narrow, width() < std::max(kTwoColumns, both)) != m_narrow)
        showColumns();
}

void DanmakuPane::showColumns() {
    m_figures->setNarrow(m_narrow);
    m_tabs->setVisible(m_narrow);
    m_left->setVisible(!m_narrow || m_tabs->currentIndex() == 0);
    m_right->setVisible(!m_narrow || m_tabs->currentIndex() == 1);
}

void DanmakuPane::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    follow();
}

void DanmakuPane::follow() {
    if (!isVisible())
        return; // nobody sees it; showEvent()
    m_incoming->flush();
    m_queue->set(m_stage.waiting(), m_stage.now());
    std::vector<Item> over = m_stage.recent(kMostOver);
    if (!m_readToo->isChecked())
        std::erase_if(over, [](const Item &item) { return item.stage == Stage::Played; });
    m_over->set(over, m_queue->now());
    const bool says = m_stage.channels().size() > 1 || waitsOfSeveralChannels(m_stage) ||
                      (m_queue->saysChannel() && showsSeveralChannels());
    for (QueueModel *model : {m_queue, m_over})
        model->setSaysChannel(says);
    m_incoming->setSaysChannel(says);
    showPage();
}

// Of those that were read beside each other: what waits of one that was stopped may be read on, beside one that is
// left.
bool DanmakuPane::showsSeveralChannels() const {
    const QStringList left = m_stage.channels();
    QString first = left.isEmpty() ? QString() : u'#' + left.first();
    const auto isAnother = [&first](const app::chat::MessagePtr &message) {
        const QString channel = message ? channelWords(*message) : QString();
        if (first.isEmpty())
            first = channel;
        return !channel.isEmpty() && channel != first;
    };
    for (const QueueModel *model : {m_queue, m_over})
        for (int row = 0; row < model->rowCount(); ++row)
            if (const Item *item = model->item(model->index(row)); item && isAnother(item->message))
                return true;
    for (int row = 0; row < m_incoming->rowCount(); ++row)
        if (isAnother(m_incoming->at(row).message))
            return true;
    return false;
}

bool DanmakuPane::isEmpty() const {
    return !m_sources->any() && m_incoming->rowCount() == 0 && m_queue->rowCount() == 0 && m_over->rowCount() == 0;
}

void DanmakuPane::showPage() {
    QWidget *page = isEmpty() && !m_typing ? m_empty : m_full;
    if (m_pages->currentWidget() == page)
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_pages->setCurrentWidget(page);
    if (hadFocus)
        page == m_empty ? m_firstChannel->setFocus() : m_queueList->setFocus();
}

std::optional<Item> DanmakuPane::current() const {
    if (!m_at || !m_at->isChosen())
        return {};
    const QModelIndex index = m_at->currentIndex();
    if (m_at != m_incomingList) {
        const Item *item = static_cast<const QueueModel *>(m_at->model())->item(index);
        return item ? std::optional(*item) : std::nullopt;
    }
    const IncomingRow &row = m_incoming->at(index.row());
    if (const Item *queued = m_queue->item(m_queue->index(m_queue->rowOf(row.id))))
        return *queued;
    Item item;
    item.id = row.id;
    item.message = row.message;
    item.stage = row.stage;
    item.text = row.message->text;
    item.rule = row.rule;
    item.reason = row.reason;
    return item;
}

int DanmakuPane::placeOfCurrent() const {
    const std::optional<Item> item = current();
    const int row = item && isQueued(item->stage) ? m_queue->rowOf(item->id) : -1;
    return row < 0 ? -1 : m_queue->placeOf(row);
}

QPoint DanmakuPane::menuPlace() const {
    const ItemList *list = m_at ? m_at : m_queueList;
    return list->viewport()->mapToGlobal(list->visualRect(list->currentIndex()).bottomLeft());
}

void DanmakuPane::editCurrent() {
    const std::optional<Item> item = current();
    const int row = item ? m_queue->rowOf(item->id) : -1;
    if (row < 0)
        return;
    m_tabs->setCurrentIndex(1);
    m_queueList->setFocus();
    m_queueList->setCurrentIndex(m_queue->index(row));
    m_stage.setEdited(item->id); // until the field is closed, or goes with its row
    m_queueList->edit(m_queue->index(row));
    *m_field = m_queueList->indexWidget(m_queue->index(row));
    if (!*m_field) {
        m_stage.setEdited(0);
        return;
    }
    connect(*m_field, &QObject::destroyed, &m_stage, [&stage = m_stage, field = m_field](const QObject *gone) {
        if (*field == gone)
            stage.setEdited(0);
    });
}

void DanmakuPane::focusChannel() {
    if (m_pages->currentWidget() == m_empty)
        m_firstChannel->setFocus();
    else
        m_sources->focusChannel();
}

void DanmakuPane::focusTyped() {
    m_typing = true; // it is asked for before anything came in
    m_pages->setCurrentWidget(m_full);
    m_typed->focusField();
}

void DanmakuPane::focusQueue() {
    if (m_pages->currentWidget() == m_empty)
        m_firstChannel->setFocus();
    else
        m_queueList->setFocus();
}

void DanmakuPane::undo() {
    m_stage.undo();
}

} // namespace ui::danmaku

#include "moc_danmaku_pane.cpp"
