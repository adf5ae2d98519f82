#include "app/cloning/take_checker.h"

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cloning/kept_doubts.h"
#include "app/settings/settings.h"
#include "app/takes/take_library.h"
#include "app/voices/voice_library.h"
#include "engine/audio/file.h"
#include "engine/audio/reference.h"
#include "engine/quality/asked_line.h"

namespace app::cloning {

namespace {

using KnownVoice = std::optional<engine::Voice>; // none: it is not there any more, or says something else

constexpr std::size_t kMostWaiting = 20'000;

engine::ClipPtr recordingOf(const std::filesystem::path &file) {
    const engine::audio::Sound sound = engine::audio::readSound(file, engine::audio::kMaxReadSeconds);
    auto clip = std::make_shared<engine::Clip>();
    clip->sampleRate = sound.sampleRate;
    clip->samples.resize(sound.frames());
    for (std::size_t i = 0; i < sound.frames(); ++i) {
        float sum = 0;
        for (std::size_t c = 0; c < std::size_t(sound.channels); ++c)
            sum += sound.interleaved[i * std::size_t(sound.channels) + c];
        clip->samples[i] = sum / float(sound.channels);
    }
    return clip;
}

// "" = it could not be looked at.
QString doubtsIn(const takes::TakeRecord &take, const engine::ClipPtr &clip, const KnownVoice &voice,
                 const std::vector<KnownVoice> &others) {
    try {
        engine::quality::CheckContext context;
        if (voice) {
            context.reference = recordingOf(voice->recording);
            context.transcript = voice->transcript;
            context.language = voice->language;
        }
        std::vector<std::string> names;
        for (qsizetype i = 0; i < take.otherVoices.size(); ++i) {
            const KnownVoice &other = others[std::size_t(i)];
            names.push_back(take.otherVoices[i].id.toStdString());
            context.otherVoices.push_back(
                {other ? recordingOf(other->recording) : nullptr, other ? other->transcript : std::string()});
        }
        const auto asked =
            engine::quality::askedLine(take.text.toStdString(), take.spoken.toStdString(), take.speed, names);
        context.pauses = engine::quality::silencesAskedFor(*clip, asked.pauses);
        return toJson(engine::quality::checkTake(*clip, asked.parts, context));
    } catch (const std::exception &) { // the take is as it was: it says nothing of itself
        return {};
    }
}

} // namespace

TakeChecker::TakeChecker(const Settings &settings, const voices::VoiceLibrary &voices, takes::TakeLibrary &library,
                         QObject *parent)
    : QObject(parent), m_settings(settings), m_voices(voices), m_library(library) {
    connect(&library, &takes::TakeLibrary::kept, this, [this](quint64, const takes::TakeRecord &take) {
        if (!m_settings.checkTakes() || m_waiting.size() >= kMostWaiting)
            return;
        m_waiting.push_back(take);
        next();
    });
}

TakeChecker::~TakeChecker() = default;

void TakeChecker::next() {
    if (m_busy || m_waiting.empty())
        return;
    m_busy = true;
    const takes::TakeRecord take = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_library.audio(take.audioHash, this, [this, take](const storage::Answer<engine::ClipPtr> &answer) {
        if (answer)
            check(take, *answer.value);
        else
            done(take.id, {}); // it was removed, or the library has said why
    });
}

void TakeChecker::check(const takes::TakeRecord &take, const engine::ClipPtr &clip) {
    const auto find = [this](const QString &id, const QString &transcript) {
        const engine::Voice *known = m_voices.find(id);
        return known && QString::fromStdString(known->transcript) == transcript ? KnownVoice(*known) : std::nullopt;
    };
    std::vector<KnownVoice> others;
    for (const takes::OtherVoice &other : take.otherVoices)
        others.push_back(find(other.id, other.transcript));
    m_thread.post([this, take, clip, voice = find(take.voiceId, take.voiceTranscript), others] {
        const QString doubts = doubtsIn(take, clip, voice, others);
        QMetaObject::invokeMethod(
            this, [this, id = take.id, doubts] { done(id, doubts); }, Qt::QueuedConnection);
    });
}

void TakeChecker::done(qint64 take, const QString &doubts) {
    m_busy = false;
    if (!doubts.isEmpty())
        m_library.judge(take, doubts);
    Q_EMIT checked(take);
    next();
}

} // namespace app::cloning

#include "moc_take_checker.cpp"
