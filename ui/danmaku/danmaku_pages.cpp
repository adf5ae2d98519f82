// What the danmaku pane is made of: the page before anything began, and the lists.
#include <QAction>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/settings.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/danmaku/halt_line.h"
#include "ui/danmaku/incoming_delegate.h"
#include "ui/danmaku/item_list.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/queue_delegate.h"
#include "ui/danmaku/queue_figures.h"
#include "ui/danmaku/source_bar.h"
#include "ui/danmaku/typed_line.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::danmaku {

namespace {

QLabel *makeHeading(const QString &words, QWidget *parent) {
    auto *heading = new QLabel(words, parent);
    setRole(heading, "heading");
    return heading;
}

QVBoxLayout *layOutColumn(QWidget *column) {
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    return layout;
}

} // namespace

QWidget *DanmakuPane::makeEmptyPage() {
    auto *page = new QWidget(this);
    auto *column = new QWidget(page); // of fixed width, so that the text knows its height
    auto *picture = new shared::IconLabel(shared::icon(u"chat", shared::Tone::Quiet), 48, column);
    auto *heading = makeHeading(tr("Read live chat aloud"), column);
    auto *words = new QLabel(tr("Messages of your stream come in here, are filtered, put in order and read with your "
                                "voices. You see what will be read and what not, and why; you can stop, skip, reorder "
                                "and silence it at any time."),
                             column);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setMaximumWidth(380);
    m_firstChannel = new QLineEdit(column);
    m_firstChannel->setPlaceholderText(tr("Twitch channel"));
    m_firstChannel->setText(lastChannels(m_settings));
    m_firstChannel->setAccessibleName(tr("Twitch channel, or its address"));
    m_firstChannel->setToolTip(tr("One channel of Twitch or several, with blanks between"));
    m_firstChannel->setMaxLength(3'000);
    connect(&m_settings, &app::Settings::changed, m_firstChannel, [this](const QString &key) {
        if (key == QStringLiteral("twitchChannels") && !m_firstChannel->hasFocus()) // also by an import
            m_firstChannel->setText(lastChannels(m_settings));
    });
    auto *go = new QPushButton(tr("Connect"), column);
    setRole(go, "primary");
    const auto start = [this] {
        const QString channel = m_firstChannel->text().trimmed();
        if (channel.isEmpty())
            m_firstChannel->setFocus();
        else
            m_sources->connectTo(channel);
    };
    connect(go, &QPushButton::clicked, this, start);
    connect(m_firstChannel, &QLineEdit::returnPressed, this, start);
    auto *row = new QHBoxLayout;
    row->addWidget(m_firstChannel, 1);
    row->addWidget(go);
    auto *others = new QVBoxLayout;
    for (const auto act : {DanmakuActs::Rehearse, DanmakuActs::Replay}) {
        auto *button = new QToolButton(column);
        button->setDefaultAction(m_acts[act]);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        others->addWidget(button, 0, Qt::AlignHCenter);
    }
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(kGrid);
    lines->addWidget(picture, 0, Qt::AlignHCenter);
    lines->addWidget(heading, 0, Qt::AlignHCenter);
    lines->addWidget(words);
    lines->addSpacing(kGrid);
    lines->addLayout(row);
    lines->addLayout(others);
    column->setFixedWidth(420);
    lines->setContentsMargins(20, 0, 20, 0);
    auto *layout = new QGridLayout(page);
    layout->addWidget(column, 0, 0, Qt::AlignCenter);
    return page;
}

QWidget *DanmakuPane::makeFullPage() {
    auto *page = new QWidget(this);
    m_sources = new SourceBar(m_stage, m_settings, m_acts, page);
    auto *columns = new QSplitter(Qt::Horizontal, page);
    columns->setChildrenCollapsible(false);
    m_left = makeIncoming(columns);
    columns->addWidget(m_left);
    auto *right = new QSplitter(Qt::Vertical, columns);
    right->setChildrenCollapsible(false);
    right->addWidget(makeQueue(right));
    right->addWidget(makeOver(right));
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 1);
    m_right = right;
    columns->addWidget(right);
    columns->setStretchFactor(0, 2);
    columns->setStretchFactor(1, 3);
    columns->setSizes({380, 540});
    m_tabs = new QTabBar(page);
    m_tabs->setAccessibleName(tr("Lists"));
    m_tabs->addTab(tr("Coming in"));
    m_tabs->addTab(tr("Will be read"));
    m_tabs->setCurrentIndex(1);
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    m_tabs->hide();
    connect(m_tabs, &QTabBar::currentChanged, this, &DanmakuPane::showColumns);
    m_typed = new TypedLine(m_stage, page);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_sources);
    m_figures = new QueueFigures(m_stage, page);
    layout->addWidget(m_figures);
    auto *halt = new HaltLine(m_stage, page);
    connect(halt, &HaltLine::modelsWanted, this, &DanmakuPane::modelsWanted);
    connect(halt, &HaltLine::deviceWanted, this, &DanmakuPane::deviceWanted);
    layout->addWidget(halt);
    layout->addWidget(m_tabs);
    layout->addWidget(columns, 1);
    layout->addWidget(m_typed);
    return page;
}

QWidget *DanmakuPane::makeIncoming(QWidget *parent) {
    auto *column = new QWidget(parent);
    m_incomingList = new ItemList(tr("Coming in"), column);
    m_incomingList->setModel(m_incoming);
    m_incomingList->setItemDelegate(new IncomingDelegate(m_incomingList));
    m_incomingList->setUniformItemSizes(true);
    m_incomingList->follow(true);
    m_incomingList->setEmptyWords(tr("Nobody has written yet."));
    dress(*m_incomingList);
    m_newest = new QPushButton(shared::icon(u"line-down"), tr("To the newest"), column);
    setRole(m_newest, "compact");
    m_newest->hide();
    connect(m_newest, &QPushButton::clicked, m_incomingList, &ItemList::toNewest);
    connect(m_incomingList, &ItemList::followingChanged, m_newest,
            [this](bool follows) { m_newest->setHidden(follows); });
    // What is looked at stays in its place when old rows go.
    connect(m_incoming, &IncomingModel::forgot, this, [this](int rows) {
        if (!m_incomingList->isFollowing()) {
            QScrollBar *bar = m_incomingList->verticalScrollBar();
            bar->setValue(bar->value() - rows * std::max(1, m_incomingList->sizeHintForRow(0)));
        }
    });
    auto *layout = layOutColumn(column);
    layout->addWidget(makeHeading(tr("Coming in"), column));
    layout->addWidget(m_incomingList, 1);
    layout->addWidget(m_newest, 0, Qt::AlignRight);
    return column;
}

QWidget *DanmakuPane::makeQueue(QWidget *parent) {
    auto *column = new QWidget(parent);
    m_queueList = new ItemList(tr("Will be read; Alt with Up and Down moves an item"), column);
    m_queueList->setModel(m_queue);
    auto *rows = new QueueDelegate(m_queueList);
    m_queueList->setItemDelegate(rows);
    connect(rows, &QueueDelegate::closeEditor, &m_stage, [this] { m_stage.setEdited(0); });
    m_queueList->setReorders(true);
    m_queueList->setEmptyWords(tr("Nothing waits to be read."));
    dress(*m_queueList);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(0);
    buttons->addWidget(makeHeading(tr("Will be read"), column), 1);
    for (const auto act : {DanmakuActs::Approve, DanmakuActs::ReadNext, DanmakuActs::Hold, DanmakuActs::Edit,
                           DanmakuActs::Preview, DanmakuActs::Voice, DanmakuActs::BanPerson, DanmakuActs::Remove}) {
        auto *button = new QToolButton(column);
        button->setDefaultAction(m_acts[act]);
        button->setIconSize(QSize(18, 18));
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    auto *layout = layOutColumn(column);
    layout->addLayout(buttons);
    layout->addWidget(m_queueList, 1);
    return column;
}

QWidget *DanmakuPane::makeOver(QWidget *parent) {
    auto *column = new QWidget(parent);
    m_overList = new ItemList(tr("Not read, and why"), column);
    m_overList->setModel(m_over);
    m_overList->setItemDelegate(new QueueDelegate(m_overList));
    m_overList->setUniformItemSizes(true);
    m_overList->setEmptyWords(tr("Nothing was left out so far."));
    dress(*m_overList);
    m_readToo = new QCheckBox(tr("What was read, too"), column);
    connect(m_readToo, &QCheckBox::toggled, this, &DanmakuPane::follow);
    auto *again = new QToolButton(column);
    again->setDefaultAction(m_acts[DanmakuActs::Requeue]);
    again->setIconSize(QSize(18, 18));
    again->setFocusPolicy(Qt::TabFocus);
    auto *top = new QHBoxLayout;
    top->addWidget(makeHeading(tr("Not read"), column), 1);
    top->addWidget(m_readToo);
    top->addWidget(again);
    auto *layout = layOutColumn(column);
    layout->addLayout(top);
    layout->addWidget(m_overList, 1);
    return column;
}

} // namespace ui::danmaku
