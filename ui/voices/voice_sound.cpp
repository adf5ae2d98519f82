#include "ui/voices/voice_sound.h"

#include "app/speech/player.h"
#include "app/voices/reference_checks.h"
#include "app/voices/voice_library.h"
#include "engine/error.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/transport.h"
#include "ui/voices/clinic.h"
#include "ui/voices/voices_pane.h"

namespace ui::voices {

using shared::Notice;

VoiceSound::VoiceSound(Uses uses, QObject *parent) : QObject(parent), m_uses(uses) {
    connect(&m_uses.transport, &shared::Transport::changed, this, &VoiceSound::followTransport);
    connect(&m_uses.player, &app::speech::Player::positionChanged, this, [this](double seconds) {
        const bool ours = m_playFrom >= 0 && m_uses.transport.what() == m_title;
        m_uses.clinic.setPlayhead(ours && m_uses.transport.isPlaying() ? m_playFrom + seconds : -1);
    });
}

void VoiceSound::play(const QString &voiceId) {
    if (voiceId == m_playing && m_uses.transport.isPlaying()) {
        m_uses.transport.stop();
        return;
    }
    const engine::Voice *voice = m_uses.voices.find(voiceId);
    if (!voice) {
        return;
    }
    const QString title =
        shared::soundTitle(QString::fromStdString(voice->name), QString::fromStdString(voice->transcript));
    m_files.post([this, play = ++m_plays, voiceId, title, recording = voice->recording] {
        app::Problem problem;
        engine::ClipPtr clip;
        try {
            clip = std::make_shared<const engine::Clip>(app::voices::readReference(recording));
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
        } catch (const std::exception &error) {
            problem = {QString::fromUtf8(error.what()), {}, {}};
        }
        QMetaObject::invokeMethod(
            this,
            [this, play, voiceId, title, clip, problem] {
                if (play != m_plays) {
                    return; // another one was asked for meanwhile
                }
                if (!clip) {
                    m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("voice sound"), problem);
                    return;
                }
                m_uses.notices.withdraw(QStringLiteral("voice sound"));
                m_playFrom = -1;
                playClip(clip, title);
                m_playing = voiceId;
                m_uses.pane.setPlaying(voiceId);
            },
            Qt::QueuedConnection);
    });
}

void VoiceSound::playPart(const engine::ClipPtr &clip, const QString &title, double from) {
    ++m_plays; // what was asked for before comes no more
    m_playing.clear();
    m_playFrom = from;
    playClip(clip, title);
}

void VoiceSound::leaveClinic() {
    if (m_playFrom >= 0) {
        m_playFrom = -1;
        m_uses.clinic.setPlayhead(-1);
    }
}

void VoiceSound::playClip(const engine::ClipPtr &clip, const QString &title) {
    m_title = title;
    m_began = false;
    m_uses.transport.playTake(clip, title);
}

// The sound begins a moment after it was asked for.
void VoiceSound::followTransport() {
    const bool ours = m_uses.transport.what() == m_title;
    if (ours && m_uses.transport.isPlaying()) {
        m_began = true;
    } else if (!ours || m_began) {
        m_playing.clear();
        m_uses.pane.setPlaying({});
        m_uses.clinic.setPlayhead(-1);
    }
}

} // namespace ui::voices

#include "moc_voice_sound.cpp"
