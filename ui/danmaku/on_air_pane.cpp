#include "ui/danmaku/on_air_pane.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollBar>
#include <QTextDocument>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/speech/player.h"
#include "app/voices/voice_library.h"
#include "ui/danmaku/air_sound.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/danmaku/talk_line.h"
#include "ui/shared/figures.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Item;
using app::danmaku::LiveStage;

namespace {

// Whether somebody may ask of which channel it is.
bool isOneOfSeveral(const app::chat::Message &message, const LiveStage &stage) {
    const QStringList read = stage.channels();
    return read.size() > 1 || (read.size() == 1 && message.source == u"twitch" && read[0] != message.channel) ||
           std::any_of(stage.waiting().begin(), stage.waiting().end(), [&message](const Item &item) {
               return item.message && !channelWords(*item.message).isEmpty() &&
                      item.message->channel != message.channel;
           });
}

} // namespace

QWidget *makeBigButtons(const DanmakuActs &acts, QWidget *parent) {
    auto *box = new QWidget(parent);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // what is beside them gives way
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kGrid);
    int place = 0;
    for (const auto act : {DanmakuActs::Pause, DanmakuActs::Skip, DanmakuActs::HoldAll, DanmakuActs::Mute}) {
        auto *button = new QToolButton(box);
        button->setDefaultAction(acts[act]);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize(QSize(24, 24));
        button->setFocusPolicy(Qt::StrongFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        setRole(button, act == DanmakuActs::Mute ? "panic" : "big");
        grid->addWidget(button, place / 2, place % 2);
        ++place;
    }
    return box;
}

OnAirPane::OnAirPane(LiveStage &stage, app::danmaku::TalkHold &talk, app::Settings &settings,
                     const app::voices::VoiceLibrary &voices, const DanmakuActs &acts, QWidget *parent)
    : QWidget(parent), m_stage(stage), m_voices(voices) {
    m_state = new QLabel(this);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    setRole(m_state, "heading");
    m_name = new shared::ElidedLabel(this);
    m_name->setTextFormat(Qt::PlainText);
    setRole(m_name, "figure");
    m_text = new QTextEdit(this); // QPlainTextEdit shows nothing after a line that is higher than its room
    m_text->document()->setDocumentMargin(1);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("What is being read"));
    m_text->setMinimumHeight(40);
    setRole(m_text, "editor");
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("How much of it was read"));
    m_time = new QLabel(this);
    m_time->setFont(withTabularDigits(font()));
    setRole(m_time, "quiet");
    m_voice = new shared::ElidedLabel(this);
    m_voice->setTextFormat(Qt::PlainText);
    setRole(m_voice, "quiet");
    m_voice->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *who = new QHBoxLayout;
    who->addWidget(m_name, 2);
    who->addWidget(m_voice, 1);
    auto *howFar = new QHBoxLayout;
    howFar->addWidget(m_progress, 1);
    howFar->addWidget(m_time);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid * 3 / 4);
    layout->addStrut(300);
    layout->addWidget(m_state);
    layout->addLayout(who);
    layout->addWidget(m_text, 1);
    layout->addLayout(howFar);
    layout->addWidget(makeBigButtons(acts, this));
    layout->addWidget(new TalkLine(talk, stage, acts, this));
    m_sound = new AirSound(stage, settings, this);
    layout->addWidget(new LowArea(m_sound, this)); // in a low window it is scrolled

    connect(&m_stage, &LiveStage::changed, this, &OnAirPane::follow);
    connect(&m_stage.sound(), &app::speech::Player::positionChanged, this, &OnAirPane::showProgress);
    follow();
}

void OnAirPane::follow() {
    const std::optional<Item> item = m_stage.onAir();
    const bool isHalted = m_stage.halt().cause != app::danmaku::Halt::Cause::None;
    m_state->setText(m_stage.muted()     ? tr("Silent: nothing is read until you press “Silence” again")
                     : m_stage.paused()  ? tr("Paused")
                     : m_stage.holding() ? tr("Held while you talk")
                     : m_stage.talking() ? tr("Held: you are talking")
                     : item              ? tr("On air")
                     : isHalted          ? tr("Reading stands still: the reason is over the queue")
                                         : tr("Nothing is on air"));
    setRole(m_state,
            m_stage.muted() || m_stage.paused() || m_stage.holding() || m_stage.talking() || (isHalted && !item)
                ? "heading-attention"
                : "heading");
    const quint64 id = item ? item->id : 0;
    if (id != m_shown || !item) {
        m_shown = id;
        m_name->setText(item && item->message ? oneLine(item->message->user, 80) : QString());
        m_text->setVerticalScrollBarPolicy(item ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
        m_text->setPlainText(item ? (item->spoken.isEmpty() ? item->text : item->spoken) : QString());
        m_text->verticalScrollBar()->setValue(0);
        const auto *voice = item && !item->voice.isEmpty() ? m_voices.find(item->voice) : nullptr;
        QStringList facts;
        if (item)
            facts << className(item->rank);
        if (item && item->message && isOneOfSeveral(*item->message, m_stage))
            facts << channelWords(*item->message);
        if (voice)
            facts << QString::fromStdString(voice->name);
        facts.removeAll(QString());
        m_voice->setText(facts.join(QStringLiteral(" · ")));
    }
    showProgress();
}

void OnAirPane::showProgress() {
    const std::optional<Item> item = m_stage.onAir();
    if (!item || item->playAt == 0) {
        m_timed = 0;
        m_progress->setValue(0);
        m_time->clear();
        return;
    }
    const qint64 now = m_stage.now();
    if (m_timed != item->id)
        m_heard = now - item->playAt;
    else if (!m_stage.airStops())
        m_heard += now - m_looked;
    m_timed = item->id;
    m_looked = now;
    const double at = std::max(0.0, double(m_heard) / 1000);
    const double whole = item->seconds;
    m_progress->setValue(whole > 0 ? int(std::min(at / whole, 1.0) * 1000) : 0);
    m_time->setText(
        whole > 0
            ? tr("%1 of %2", "time, length").arg(shared::clockTime(std::min(at, whole), 0), shared::clockTime(whole, 0))
            : shared::clockTime(at, 0));
}

void OnAirPane::focusDevice() {
    m_sound->focusDevice();
}

void OnAirPane::undo() {
    m_stage.undo();
}

} // namespace ui::danmaku

#include "moc_on_air_pane.cpp"
