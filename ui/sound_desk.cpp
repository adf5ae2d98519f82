#include "ui/sound_desk.h"

#include <QAction>
#include <QActionGroup>

#include <utility>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "ui/menus.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"

namespace ui {

using app::speech::Player;
using app::speech::Program;
using shared::Notice;
using shared::Transport;

namespace {

constexpr double kFar = 5; // s

} // namespace

SoundDesk::SoundDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses) {
    const auto on = [this](QAction *action, auto method) {
        connect(action, &QAction::triggered, &m_uses.transport, method);
    };
    on(m_uses.actions.playOrPause, &Transport::playOrPause);
    on(m_uses.actions.loop, &Transport::toggleLoop);
    on(m_uses.actions.mute, &Transport::toggleMuted);
    on(m_uses.actions.onAir, &Transport::toggleOnAir);
    connect(m_uses.actions.wave, &QActionGroup::triggered, this,
            [this](const QAction *action) { onWave(WaveAct(action->data().toInt())); });
    connect(&m_uses.transport, &Transport::changed, this, &SoundDesk::follow);
    connect(&m_uses.transport.waveform(), &shared::WaveformView::selectionChanged, this, &SoundDesk::follow);
    connect(&m_uses.settings, &app::Settings::changed, this, &SoundDesk::follow);

    const auto say = [this](const QString &subject) {
        return [this, subject](const app::Problem &problem) {
            m_uses.notices.post(Notice::Kind::Attention, subject, problem);
        };
    };
    connect(&m_uses.player, &Player::problem, this, say(QStringLiteral("player")));
    connect(&m_uses.player, &Player::programProblem, this, say(QStringLiteral("program")));
    connect(&m_uses.player, &Player::wentOn, this, [this] {
        m_uses.notices.post(Notice::Kind::Good, QStringLiteral("player"),
                            {tr("The sound server is back: it plays on from there."), {}, {}});
    });
    connect(&m_uses.player, &Player::deviceChanged, this, &SoundDesk::tellOfDevice);
    connect(&m_uses.player, &Player::programChanged, this, [this](const Program &program) {
        if (program.present || program.id.isEmpty()) {
            m_uses.notices.withdraw(QStringLiteral("program"));
        }
    });
    follow();
}

void SoundDesk::tellOfDevice(const QString &name) {
    if (std::exchange(m_silent, name.isEmpty()) && !name.isEmpty()) {
        m_uses.notices.post(Notice::Kind::Good, QStringLiteral("player"),
                            {tr("Sound goes out through “%1” now.").arg(name), {}, {}});
    } else if (!name.isEmpty()) {
        m_uses.notices.withdraw(QStringLiteral("player"));
    }
}

void SoundDesk::onWave(WaveAct act) {
    Transport &transport = m_uses.transport;
    shared::WaveformView &wave = transport.waveform();
    switch (act) {
    case WaveAct::Back:
        return wave.seekBy(-1);
    case WaveAct::Forward:
        return wave.seekBy(1);
    case WaveAct::FarBack:
        return wave.seekBy(-kFar);
    case WaveAct::FarForward:
        return wave.seekBy(kFar);
    case WaveAct::Start:
        return transport.seek(0);
    case WaveAct::End:
        return transport.seek(wave.seconds());
    case WaveAct::ZoomIn:
        return wave.zoomBy(0.8);
    case WaveAct::ZoomOut:
        return wave.zoomBy(1.25);
    case WaveAct::All:
        return wave.showAll();
    case WaveAct::From:
        return wave.selectFromPlayhead();
    case WaveAct::To:
        return wave.selectToPlayhead();
    case WaveAct::Nothing:
        return wave.clearSelection();
    case WaveAct::Loop:
        return transport.loopSelection();
    }
}

void SoundDesk::follow() {
    const Actions &actions = m_uses.actions;
    actions.playOrPause->setEnabled(m_uses.transport.canPlay());
    actions.loop->setChecked(m_uses.settings.loop());
    actions.mute->setChecked(m_uses.settings.muted());
    actions.onAir->setEnabled(m_uses.transport.canGoOnAir());
    actions.onAir->setChecked(m_uses.transport.isOnAir());
    const bool selection = m_uses.transport.waveform().selection().has_value();
    for (QAction *action : actions.wave->actions()) {
        const auto act = WaveAct(action->data().toInt());
        const bool selected = act == WaveAct::Nothing || act == WaveAct::Loop;
        action->setEnabled(m_uses.transport.waveform().seconds() > 0 && (selection || !selected));
    }
}

} // namespace ui

#include "moc_sound_desk.cpp"
