#include "ui/voices/voice_desk.h"

#include <QWidget>

#include <memory>

#include "engine/error.h"
#include "ui/shared/transport.h"
#include "ui/voices/check_words.h"
#include "ui/voices/voices_pane.h"

namespace ui::voices {

using shared::Notice;

namespace {

QList<Mark> marksIn(const app::voices::CheckedReference *reference) {
    if (!reference) {
        return {};
    }
    return reference->check ? marksOf(*reference->check) : QList<Mark>{unreadable(reference->problem)};
}

} // namespace

VoiceDesk::VoiceDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_checks(uses.voices),
      m_pane(new VoicesPane(
          uses.settings, uses.voices, [this](const QString &id) { return marksIn(m_checks.of(id)); }, docks)) {
    connect(&m_checks, &app::voices::ReferenceChecks::checked, &m_pane->model(), &VoiceListModel::refreshMarks);
    connect(m_pane, &VoicesPane::playWanted, this, &VoiceDesk::play);
    connect(&m_uses.transport, &shared::Transport::changed, this, &VoiceDesk::followTransport);
}

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
        std::shared_ptr<const engine::Clip> clip;
        try {
            clip = std::make_shared<const engine::Clip>(app::voices::readReference(recording));
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
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
                m_title = title;
                m_began = false;
                m_uses.transport.playTake(clip, title);
                m_playing = voiceId;
                m_pane->setPlaying(voiceId);
            },
            Qt::QueuedConnection);
    });
}

// The sound begins a moment after it was asked for.
void VoiceDesk::followTransport() {
    const bool ours = m_uses.transport.what() == m_title;
    if (ours && m_uses.transport.isPlaying()) {
        m_began = true;
    } else if (!ours || m_began) {
        m_playing.clear();
        m_pane->setPlaying({});
    }
}

} // namespace ui::voices

#include "moc_voice_desk.cpp"
