#include "ui/danmaku/talk_line.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

#include "app/danmaku/live_stage.h"
#include "app/danmaku/talk_hold.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::danmaku::TalkHold;

TalkLine::TalkLine(TalkHold &talk, LiveStage &stage, const DanmakuActs &acts, QWidget *parent)
    : QWidget(parent), m_talk(talk), m_stage(stage), m_words(new shared::ElidedLabel(this)) {
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    for (const auto act : {DanmakuActs::Listen, DanmakuActs::Microphone}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(acts[act]);
        button->setIconSize(QSize(18, 18));
        button->setFocusPolicy(Qt::StrongFocus);
        layout->addWidget(button);
    }
    m_words->setTextFormat(Qt::PlainText);
    layout->addWidget(m_words, 1);
    connect(&m_talk, &TalkHold::changed, this, &TalkLine::follow);
    connect(&m_stage, &LiveStage::changed, this, &TalkLine::follow);
    follow();
}

void TalkLine::follow() {
    m_words->setText(talkWords(m_talk, m_stage));
    setRole(m_words, m_stage.talking() || m_talk.state() == TalkHold::State::Missing ? "attention" : "quiet");
}

QString talkWords(const TalkHold &talk, const LiveStage &stage) {
    const QString name = talk.microphone();
    switch (talk.state()) {
    case TalkHold::State::Off:
        return TalkLine::tr("No microphone is listened to");
    case TalkHold::State::Resting:
        return TalkLine::tr("The microphone is closed until a chat is read");
    case TalkHold::State::Opening:
        return TalkLine::tr("The microphone is opened …");
    case TalkHold::State::Missing:
        return name.isEmpty() ? TalkLine::tr("No microphone is there: it holds nothing")
                              : TalkLine::tr("“%1” is not heard: it holds nothing").arg(name);
    case TalkHold::State::Listening:
        break;
    }
    return stage.talking() ? TalkLine::tr("“%1” hears you: held").arg(name)
           : talk.talks()  ? TalkLine::tr("“%1” hears you; you read on").arg(name)
                           : TalkLine::tr("Listens to “%1”").arg(name);
}

} // namespace ui::danmaku

#include "moc_talk_line.cpp"
