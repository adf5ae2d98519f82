#include "ui/danmaku/source_bar.h"

#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/settings.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::chat::SourceState;
using app::danmaku::LiveStage;
using shared::Tone;

namespace {

constexpr int kBetween = 2;     // px
constexpr int kMostLines = 3;   // that are seen at once
constexpr int kLongest = 3'000; // characters of the field: a hundred names

// "#walter", "Rehearsal".
QString calledBy(const SourceState &state) {
    const bool isChannel = state.source == QStringLiteral("twitch") && !state.channel.isEmpty();
    return isChannel ? u'#' + state.channel : sourceName(state.source);
}

bool isThere(const SourceState &state) {
    return state.phase != SourceState::Phase::Off || state.done >= 0;
}

// Not lost: Twitch allows so many attempts at once.
bool waitsForTurn(const SourceState &state) {
    return state.phase == SourceState::Phase::Waiting && state.problem.what.isEmpty();
}

Tone toneOf(const SourceState &state) {
    switch (state.phase) {
    case SourceState::Phase::Live:
        return Tone::Good;
    case SourceState::Phase::Waiting:
        return waitsForTurn(state) ? Tone::Quiet : Tone::Attention;
    case SourceState::Phase::Failed:
        return Tone::Alarm;
    default:
        return Tone::Quiet;
    }
}

} // namespace

QString lastChannels(const app::Settings &settings) {
    return settings.twitchChannels().join(QStringLiteral(", "));
}

// A source, in words.
struct SourceBar::Line : public QWidget {
    Line(const SourceState &state, QWidget *parent) : QWidget(parent), name(state.name) {
        const QString called = calledBy(state);
        icon = new shared::IconLabel(shared::icon(u"chat", Tone::Quiet), 16, this);
        words = new shared::ElidedLabel(this);
        words->setTextFormat(Qt::PlainText);
        again = new QPushButton(SourceBar::tr("Reconnect now"), this);
        setRole(again, "compact");
        again->setAccessibleDescription(called);
        stop = shared::makeIconButton(u"close", SourceBar::tr("Disconnect %1").arg(called), {}, this);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(icon);
        row->addWidget(words, 1);
        row->addWidget(again);
        row->addWidget(stop);
        setMinimumHeight(std::max(again->sizeHint().height(), stop->sizeHint().height()));
    }

    void show(const SourceState &state) {
        using Phase = SourceState::Phase;
        isAway = state.phase == Phase::Failed || (state.phase == Phase::Waiting && !waitsForTurn(state));
        icon->setIcon(shared::icon(state.phase == Phase::Failed ? u"error"
                                   : isAway                     ? u"warning"
                                                                : u"chat",
                                   toneOf(state)));
        QString said = sourceWords(state, QDateTime::currentMSecsSinceEpoch());
        if (!state.problem.what.isEmpty())
            said += QStringLiteral(" · ") + oneLine(state.problem.what);
        words->setText(said);
        words->setAccessibleName(said);
        const QString more =
            QStringList{state.problem.what, state.problem.remedy, state.problem.detail, state.detail}.join(u'\n');
        words->setToolTip(shared::plainTip(more.trimmed()));
        again->setVisible(isAway);
        stop->setVisible(state.phase != Phase::Off);
    }

    QString name;
    bool isAway = false;
    shared::IconLabel *icon;
    shared::ElidedLabel *words;
    QPushButton *again;
    QToolButton *stop;
};

SourceBar::SourceBar(LiveStage &stage, app::Settings &settings, const DanmakuActs &acts, QWidget *parent)
    : QWidget(parent), m_stage(stage), m_settings(settings) {
    m_channel = new QLineEdit(this);
    m_channel->setAccessibleName(tr("Twitch channel, or its address"));
    m_channel->setToolTip(tr("One channel of Twitch or several, with blanks between"));
    m_channel->setMaxLength(kLongest);
    m_connect = new QPushButton(tr("Connect"), this);
    setRole(m_connect, "primary");
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_channel, 1);
    row->addWidget(m_connect);
    for (const auto act : {DanmakuActs::Rehearse, DanmakuActs::Replay, DanmakuActs::Rules, DanmakuActs::Compact}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(acts[act]);
        button->setIconSize(QSize(20, 20));
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    m_area = new QScrollArea(this);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new QWidget(m_area);
    m_lines = new QVBoxLayout(inside);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(kBetween);
    m_area->setWidget(inside);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(kBetween);
    all->addLayout(row);
    all->addWidget(m_area);
    m_clock.setInterval(250);
    connect(m_connect, &QPushButton::clicked, this, &SourceBar::connectChannel);
    connect(m_channel, &QLineEdit::returnPressed, this, &SourceBar::connectChannel);
    connect(&m_clock, &QTimer::timeout, this, &SourceBar::tick);
    connect(&m_stage, &LiveStage::sourceChanged, this, &SourceBar::follow);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key != QStringLiteral("twitchChannels"))
            return;
        const QStringList now = m_settings.twitchChannels();
        for (const QString &channel : now)
            if (!m_kept.contains(channel)) // not by keep(): by an import
                m_given << channel;
        m_given.removeIf([&now](const QString &channel) { return !now.contains(channel); });
        m_kept = now;
        offerLast();
    });
    m_kept = m_settings.twitchChannels();
    follow();
}

void SourceBar::focusChannel() {
    m_channel->setFocus();
    m_channel->selectAll();
}

void SourceBar::fit() {
    QList<Line *> order = m_shown;
    if (order.size() > kMostLines) // what is away is seen without scrolling
        std::stable_partition(order.begin(), order.end(), [](const Line *line) { return line->isAway; });
    for (int place = 0; place < int(order.size()); ++place)
        if (m_lines->indexOf(order[place]) != place)
            m_lines->insertWidget(place, order[place]);
    int height = 0, width = 0;
    for (qsizetype i = 0; i < m_shown.size(); ++i) {
        if (i < kMostLines)
            height += m_shown[i]->minimumHeight() + (i > 0 ? kBetween : 0);
        width = std::max(width, m_shown[i]->minimumSizeHint().width());
    }
    m_area->setVisible(any());
    m_area->setFixedHeight(height);
    m_area->setMinimumWidth(width +
                            (m_shown.size() > kMostLines ? m_area->verticalScrollBar()->sizeHint().width() : 0));
}

bool SourceBar::any() const {
    return !m_shown.isEmpty();
}

void SourceBar::connectChannel() {
    const QString channel = m_channel->text().trimmed();
    if (channel.isEmpty()) {
        m_channel->setFocus();
        return;
    }
    connectTo(channel);
}

void SourceBar::connectTo(const QString &channels) {
    static const QRegularExpression between(QStringLiteral("[\\s,;，、；]+"));
    const QStringList read = m_stage.channels();
    QStringList kept = m_settings.twitchChannels();
    kept.removeIf([&](const QString &channel) { return !read.contains(channel) && !m_given.contains(channel); });
    const QStringList wanted = channels.split(between, Qt::SkipEmptyParts);
    for (const QString &typed : wanted) {
        const QString channel = LiveStage::channelOf(typed);
        if (wanted.size() == 1 || !m_stage.channels().contains(channel)) // among others it goes on as it is
            m_stage.connectTwitch({typed, {}, false});
        if (!channel.isEmpty() && !kept.contains(channel) && m_stage.channels().contains(channel)) // else too many are
            kept << channel;
    }
    if (!kept.isEmpty())
        keep(kept);
    m_channel->clear();
    m_channel->setPlaceholderText(tr("Another channel"));
}

void SourceBar::disconnectFrom(const QString &source, const QString &channel) {
    m_stage.stopSource(source);
    if (m_stage.channels().isEmpty())
        return; // the last one stands here next time
    QStringList kept = m_settings.twitchChannels();
    if (kept.removeOne(channel))
        keep(kept);
}

void SourceBar::keep(const QStringList &channels) {
    m_kept = channels;
    m_settings.setTwitchChannels(channels);
}

void SourceBar::offerLast() {
    const bool reads = !m_stage.channels().isEmpty();
    m_channel->setPlaceholderText(reads ? tr("Another channel") : tr("Twitch channel"));
    const bool isTyped = m_channel->hasFocus() || (!m_channel->text().isEmpty() && m_channel->text() != m_offered);
    if (reads || isTyped)
        return;
    m_channel->setText(m_offered = lastChannels(m_settings));
    m_given.clear();
}

void SourceBar::follow() {
    const bool had = any();
    QStringList wanted;
    for (const SourceState &state : m_stage.sources())
        if (isThere(state))
            wanted << state.name;
    for (qsizetype i = m_shown.size() - 1; i >= 0; --i) {
        if (!wanted.contains(m_shown[i]->name)) {
            m_shown[i]->hide();
            m_shown.takeAt(i)->deleteLater();
        }
    }
    for (const SourceState &state : m_stage.sources()) {
        const bool known =
            std::any_of(m_shown.begin(), m_shown.end(), [&](const Line *line) { return line->name == state.name; });
        if (known || !isThere(state))
            continue;
        auto *line = new Line(state, m_area->widget());
        connect(line->again, &QPushButton::clicked, this, [this, name = line->name] { m_stage.reconnectNow(name); });
        connect(line->stop, &QToolButton::clicked, this,
                [this, name = line->name, channel = state.channel] { disconnectFrom(name, channel); });
        m_shown << line;
        m_lines->addWidget(line);
    }
    tick();
    fit();
    offerLast();
    if (any() != had)
        Q_EMIT changed();
}

void SourceBar::tick() {
    bool counts = false;
    for (const SourceState &state : m_stage.sources()) {
        for (Line *line : m_shown)
            if (line->name == state.name)
                line->show(state);
        counts = counts || state.phase == SourceState::Phase::Waiting;
    }
    if (counts != m_clock.isActive())
        counts ? m_clock.start() : m_clock.stop();
}

} // namespace ui::danmaku

#include "moc_source_bar.cpp"
