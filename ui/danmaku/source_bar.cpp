#include "ui/danmaku/source_bar.h"

#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
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

bool isThere(const SourceState &state) {
    return state.phase != SourceState::Phase::Off || state.done >= 0;
}

Tone toneOf(SourceState::Phase phase) {
    switch (phase) {
    case SourceState::Phase::Live:
        return Tone::Good;
    case SourceState::Phase::Waiting:
        return Tone::Attention;
    case SourceState::Phase::Failed:
        return Tone::Alarm;
    default:
        return Tone::Quiet;
    }
}

} // namespace

// A source, in words.
struct SourceBar::Line : public QWidget {
    Line(LiveStage &stage, const QString &source, QWidget *parent) : QWidget(parent), name(source) {
        icon = new shared::IconLabel(shared::icon(u"chat", Tone::Quiet), 16, this);
        words = new shared::ElidedLabel(this);
        words->setTextFormat(Qt::PlainText);
        again = new QPushButton(SourceBar::tr("Reconnect now"), this);
        setRole(again, "compact");
        stop = shared::makeIconButton(u"close", SourceBar::tr("Disconnect %1").arg(sourceName(source)), {}, this);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(icon);
        row->addWidget(words, 1);
        row->addWidget(again);
        row->addWidget(stop);
        connect(again, &QPushButton::clicked, &stage, [&stage, source] { stage.reconnectNow(source); });
        connect(stop, &QToolButton::clicked, &stage, [&stage, source] { stage.stopSource(source); });
    }

    void show(const SourceState &state) {
        using Phase = SourceState::Phase;
        icon->setIcon(shared::icon(state.phase == Phase::Failed    ? u"error"
                                   : state.phase == Phase::Waiting ? u"warning"
                                                                   : u"chat",
                                   toneOf(state.phase)));
        QString said = sourceWords(state, QDateTime::currentMSecsSinceEpoch());
        if (!state.problem.what.isEmpty())
            said += QStringLiteral(" · ") + oneLine(state.problem.what);
        words->setText(said);
        words->setAccessibleName(said);
        const QString more =
            QStringList{state.problem.what, state.problem.remedy, state.problem.detail, state.detail}.join(u'\n');
        words->setToolTip(shared::plainTip(more.trimmed()));
        again->setVisible(state.phase == Phase::Waiting || state.phase == Phase::Failed);
        stop->setVisible(state.phase != Phase::Off);
    }

    QString name;
    shared::IconLabel *icon;
    shared::ElidedLabel *words;
    QPushButton *again;
    QToolButton *stop;
};

SourceBar::SourceBar(LiveStage &stage, app::Settings &settings, const DanmakuActs &acts, QWidget *parent)
    : QWidget(parent), m_stage(stage), m_settings(settings) {
    m_channel = new QLineEdit(this);
    m_channel->setPlaceholderText(tr("Twitch channel"));
    m_channel->setText(m_settings.twitchChannel());
    m_channel->setAccessibleName(tr("Twitch channel, or its address"));
    m_channel->setMaxLength(200);
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
    m_lines = new QVBoxLayout(this);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(2);
    m_lines->addLayout(row);
    m_clock.setInterval(250);
    connect(m_connect, &QPushButton::clicked, this, &SourceBar::connectChannel);
    connect(m_channel, &QLineEdit::returnPressed, this, &SourceBar::connectChannel);
    connect(&m_clock, &QTimer::timeout, this, &SourceBar::tick);
    connect(&m_stage, &LiveStage::sourceChanged, this, &SourceBar::follow);
    follow();
}

void SourceBar::focusChannel() {
    m_channel->setFocus();
    m_channel->selectAll();
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

void SourceBar::connectTo(const QString &channel) {
    m_channel->setText(channel);
    m_settings.setTwitchChannel(channel);
    m_stage.connectTwitch({channel, {}, false});
}

void SourceBar::follow() {
    const bool had = any();
    QStringList wanted;
    for (const SourceState &state : m_stage.sources())
        if (isThere(state))
            wanted << state.source;
    for (qsizetype i = m_shown.size() - 1; i >= 0; --i) {
        if (!wanted.contains(m_shown[i]->name)) {
            m_shown[i]->hide();
            m_shown.takeAt(i)->deleteLater();
        }
    }
    for (const QString &source : wanted) {
        const bool known =
            std::any_of(m_shown.begin(), m_shown.end(), [&](const Line *line) { return line->name == source; });
        if (!known) {
            auto *line = new Line(m_stage, source, this);
            m_shown << line;
            m_lines->addWidget(line);
        }
    }
    tick();
    if (any() != had)
        Q_EMIT changed();
}

void SourceBar::tick() {
    bool counts = false;
    for (const SourceState &state : m_stage.sources()) {
        for (Line *line : m_shown)
            if (line->name == state.source)
                line->show(state);
        counts = counts || state.phase == SourceState::Phase::Waiting;
    }
    if (counts != m_clock.isActive())
        counts ? m_clock.start() : m_clock.stop();
}

} // namespace ui::danmaku

#include "moc_source_bar.cpp"
