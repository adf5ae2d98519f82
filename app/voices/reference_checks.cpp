#include "app/voices/reference_checks.h"

#include <exception>
#include <utility>

#include "app/voices/kept_clipping.h"
#include "engine/audio/recording.h"
#include "engine/audio/reference.h"

namespace app::voices {

engine::Clip readReference(const std::filesystem::path &recording) {
    engine::audio::Sound sound = engine::audio::readRecording(recording, engine::audio::kMaxReadSeconds);
    engine::Clip clip;
    clip.sampleRate = sound.sampleRate;
    if (sound.channels == 1) {
        clip.samples = std::move(sound.interleaved);
        return clip;
    }
    clip.samples.resize(sound.frames());
    const auto channels = std::size_t(sound.channels);
    for (std::size_t frame = 0; frame < clip.samples.size(); ++frame) {
        double sum = 0;
        for (std::size_t channel = 0; channel < channels; ++channel)
            sum += double(sound.interleaved[frame * channels + channel]);
        clip.samples[frame] = float(sum / sound.channels);
    }
    return clip;
}

ReferenceChecks::ReferenceChecks(VoiceLibrary &library, QObject *parent) : QObject(parent), m_library(library) {
    connect(&m_library, &VoiceLibrary::changed, this, &ReferenceChecks::look);
    look();
}

ReferenceChecks::~ReferenceChecks() {
    m_closing = true;
}

const CheckedReference *ReferenceChecks::of(const QString &voiceId) const {
    const auto known = m_known.constFind(voiceId);
    return known == m_known.constEnd() ? nullptr : &(*known)->reference;
}

void ReferenceChecks::look() {
    for (const engine::Voice &voice : m_library.voices()->voices) {
        const QString id = QString::fromStdString(voice.id);
        m_thread.post([this, voice, id, before = m_known.value(id)] {
            if (m_closing)
                return;
            auto known = std::make_shared<Known>();
            known->key = {engine::audio::contentKey(voice.recording, voice.transcript), voice.recording.string(),
                          voice.language};
            if (before && before->key == known->key)
                return;
            try {
                known->reference.check = engine::quality::checkReference(
                    readReference(voice.recording), voice.transcript, voice.language, clippingOf(voice));
            } catch (const std::exception &problem) {
                known->reference.problem = QString::fromUtf8(problem.what());
            }
            QMetaObject::invokeMethod(
                this,
                [this, id, known = std::shared_ptr<const Known>(std::move(known))] {
                    m_known.insert(id, known);
                    Q_EMIT checked(id);
                },
                Qt::QueuedConnection);
        });
    }
}

} // namespace app::voices

#include "moc_reference_checks.cpp"
