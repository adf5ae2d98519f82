#include "app/cloning/take_checker.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "app/cloning/kept_doubts.h"
#include "app/settings/settings.h"
#include "app/takes/take_library.h"
#include "app/voices/voice_library.h"
#include "engine/audio/file.h"
#include "engine/audio/reference.h"
#include "engine/text/tags.h"

namespace app::cloning {

namespace {

constexpr std::size_t kMostWaiting = 20'000;
constexpr double kShortestPause = 0.02; // s of samples that are zero: a silence that was asked for

// What is said, without tags; and the shortest pause in it, s, 0 without any.
std::pair<std::string, double> wordsOf(const takes::TakeRecord &take) {
    if (take.spoken.isEmpty())
        return {take.text.toStdString(), 0};
    std::string words;
    double shortest = 0;
    for (const engine::text::SpeechPart &part : engine::text::readCanonical(take.spoken.toStdString())) {
        if (part.isPause())
            shortest = shortest > 0 ? std::min(shortest, part.pauseSeconds) : part.pauseSeconds;
        else
            words += (words.empty() ? "" : " ") + part.speech.text;
    }
    return {words, shortest};
}

// Pauses are exactly zero, which speech is not for so long.
std::vector<engine::quality::TimeSpan> zerosOf(const engine::Clip &clip, double shortest) {
    std::vector<engine::quality::TimeSpan> spans;
    const auto least = std::size_t(std::max(0.9 * shortest, kShortestPause) * clip.sampleRate);
    std::size_t from = 0;
    for (std::size_t i = 0; i <= clip.samples.size(); ++i) {
        if (i < clip.samples.size() && clip.samples[i] == 0.0F)
            continue;
        if (i - from >= least)
            spans.push_back({double(from) / clip.sampleRate, double(i) / clip.sampleRate});
        from = i + 1;
    }
    return spans;
}

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
QString doubtsIn(const takes::TakeRecord &take, const engine::ClipPtr &clip,
                 const std::optional<engine::Voice> &voice) {
    try {
        const auto [words, shortestPause] = wordsOf(take);
        engine::quality::CheckContext context;
        if (voice) {
            context.reference = recordingOf(voice->recording);
            context.transcript = voice->transcript;
            context.language = voice->language;
        }
        if (shortestPause > 0)
            context.pauses = zerosOf(*clip, shortestPause);
        return toJson(engine::quality::checkTake(*clip, words, context));
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
    std::optional<engine::Voice> voice;
    const engine::Voice *known = m_voices.find(take.voiceId);
    if (known && QString::fromStdString(known->transcript) == take.voiceTranscript)
        voice = *known;
    m_thread.post([this, take, clip, voice] {
        const QString doubts = doubtsIn(take, clip, voice);
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
