// What the desk lets people hear: voices' recordings, and parts of the one in the clinic.
#include "app/speech/player.h"
#include "engine/error.h"
#include "ui/shared/transport.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

namespace ui::voices {

using shared::Notice;

void VoiceDesk::play(const QString &voiceId) {
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
                m_pane->setPlaying(voiceId);
            },
            Qt::QueuedConnection);
    });
}

void VoiceDesk::playClip(const engine::ClipPtr &clip, const QString &title) {
    m_title = title;
    m_began = false;
    m_uses.transport.playTake(clip, title);
}

// The sound begins a moment after it was asked for.
void VoiceDesk::followTransport() {
    const bool ours = m_uses.transport.what() == m_title;
    if (ours && m_uses.transport.isPlaying()) {
        m_began = true;
    } else if (!ours || m_began) {
        m_playing.clear();
        m_pane->setPlaying({});
        m_clinic->setPlayhead(-1);
    }
}

} // namespace ui::voices
