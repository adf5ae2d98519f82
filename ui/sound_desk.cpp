#include "ui/sound_desk.h"

#include <QAction>

#include <utility>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "ui/menus.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/transport.h"

namespace ui {

using app::speech::Player;
using app::speech::Program;
using shared::Notice;
using shared::Transport;

SoundDesk::SoundDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses) {
    const auto on = [this](QAction *action, auto method) {
        connect(action, &QAction::triggered, &m_uses.transport, method);
    };
    on(m_uses.actions.playOrPause, &Transport::playOrPause);
    on(m_uses.actions.loop, &Transport::toggleLoop);
    on(m_uses.actions.mute, &Transport::toggleMuted);
    on(m_uses.actions.onAir, &Transport::toggleOnAir);
    connect(&m_uses.transport, &Transport::changed, this, &SoundDesk::follow);
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

void SoundDesk::follow() {
    const Actions &actions = m_uses.actions;
    actions.playOrPause->setEnabled(m_uses.transport.canPlay());
    actions.loop->setChecked(m_uses.settings.loop());
    actions.mute->setChecked(m_uses.settings.muted());
    actions.onAir->setEnabled(m_uses.transport.canGoOnAir());
    actions.onAir->setChecked(m_uses.transport.isOnAir());
}

} // namespace ui

#include "moc_sound_desk.cpp"
