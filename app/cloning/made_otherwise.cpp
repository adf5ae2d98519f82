#include "app/cloning/made_otherwise.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/takes/same_again.h"
#include "app/takes/take_differences.h"
#include "app/takes/take_library.h"
#include "app/voices/voice_library.h"

namespace app::cloning {

using takes::OtherVoice;
using takes::TakeRecord;

namespace {

bool differ(double a, double b) {
    return std::abs(a - b) > 1e-9;
}

OtherVoice mainVoice(const TakeRecord &take) {
    return {take.voiceId, take.voiceName, take.voiceTranscript, take.voiceRecording};
}

} // namespace

MadeOtherwise::MadeOtherwise(const Settings &settings, const voices::VoiceLibrary &voices, takes::TakeLibrary &library,
                             const speech::SpeechWorker &worker, QObject *parent)
    : QObject(parent), m_settings(settings), m_voices(voices), m_library(library) {
    using speech::SpeechWorker;
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &MadeOtherwise::readRecordings);
    connect(&voices, &voices::VoiceLibrary::changed, this, &MadeOtherwise::readAgain);
    connect(&settings, &Settings::changed, this, [this](const QString &key) {
        static const QStringList ours{QStringLiteral("nfe"),          QStringLiteral("schedule"),
                                      QStringLiteral("cfg"),          QStringLiteral("sway"),
                                      QStringLiteral("durationRule"), QStringLiteral("joining")};
        if (ours.contains(key)) {
            readSettings();
            Q_EMIT changed();
        }
    });
    connect(&worker, &SpeechWorker::loading, this, [this] { m_model.reset(); });
    connect(&worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_model = model;
        m_followsRule = !model.ownDurations;
        Q_EMIT changed();
    });
    connect(&worker, &SpeechWorker::loadFailed, this, &MadeOtherwise::changed);
    readSettings();
}

MadeOtherwise::~MadeOtherwise() = default;

void MadeOtherwise::readSettings() {
    m_now = {m_settings.nfeStep(),         m_settings.schedule(),     m_settings.cfgStrength(),
             m_settings.swayCoefficient(), m_settings.durationRule(), m_settings.joining()};
}

// What is known stays until it is known anew, so that no mark comes and goes meanwhile.
void MadeOtherwise::readAgain() {
    m_references.clear();
    for (const auto &[file, hash] : m_recordings)
        m_wanted.insert(file);
    m_soon.start();
    Q_EMIT changed(); // of other transcripts
}

void MadeOtherwise::readRecordings() {
    if (m_wanted.empty())
        return;
    const std::vector<std::filesystem::path> files(m_wanted.begin(), m_wanted.end());
    m_wanted.clear();
    m_library.recordings(files, this, [this, files](const storage::Answer<QStringList> &hashes) {
        if (!hashes)
            return;
        bool news = false;
        for (std::size_t i = 0; i < files.size(); ++i) {
            const QString &hash = hashes.value->at(qsizetype(i));
            const auto [known, added] = m_recordings.try_emplace(files[i].native(), hash);
            news |= added || known->second != hash;
            known->second = hash;
        }
        if (news)
            Q_EMIT changed();
    });
}

bool MadeOtherwise::hasOtherSchedule(const TakeRecord &take) const {
    return take.schedule != m_now.schedule &&
           effectiveSchedule(take.nfeStep, take.schedule) != effectiveSchedule(m_now.nfeStep, m_now.schedule);
}

bool MadeOtherwise::hasOtherNumbers(const TakeRecord &take) const {
    return take.nfeStep != m_now.nfeStep || hasOtherSchedule(take) || differ(take.cfgStrength, m_now.cfgStrength) ||
           differ(take.swayCoefficient, m_now.swayCoefficient) ||
           (m_followsRule && take.durationRule != m_now.durationRule) ||
           (take.timings.chunks > 1 && take.joining != m_now.joining);
}

const MadeOtherwise::Reference &MadeOtherwise::referenceOf(const QString &voiceId) const {
    auto known = m_references.constFind(voiceId);
    if (known == m_references.constEnd()) {
        const engine::Voice *voice = m_voices.find(voiceId);
        known = m_references.insert(
            voiceId, voice ? Reference{true, QString::fromStdString(voice->transcript), voice->recording.native()}
                           : Reference{});
    }
    return *known;
}

OtherVoice MadeOtherwise::voiceNow(const OtherVoice &then) const {
    const Reference &voice = referenceOf(then.id);
    OtherVoice now = then;
    if (!voice.isThere)
        return now;
    now.transcript = voice.transcript;
    if (then.recording.isEmpty() || voice.file.empty())
        return now;
    if (const auto known = m_recordings.find(voice.file); known == m_recordings.end()) {
        m_wanted.insert(voice.file);
        if (!m_soon.isActive())
            m_soon.start();
    } else if (!known->second.isEmpty()) {
        now.recording = known->second;
    }
    return now;
}

bool MadeOtherwise::is(const TakeRecord &take) const {
    if (hasOtherNumbers(take))
        return true;
    if (m_model && (QString::fromStdString(m_model->name) != take.modelName ||
                    takes::wordFor(m_model->precision) != take.precision))
        return true;
    const auto isOther = [this](const OtherVoice &then) { return voiceNow(then) != then; };
    return isOther(mainVoice(take)) || std::any_of(take.otherVoices.begin(), take.otherVoices.end(), isOther);
}

QStringList MadeOtherwise::words(const TakeRecord &take) const {
    TakeRecord now = take;
    if (m_model) {
        now.modelName = QString::fromStdString(m_model->name);
        now.precision = takes::wordFor(m_model->precision);
    }
    now.nfeStep = m_now.nfeStep;
    if (hasOtherSchedule(take))
        now.schedule = m_now.schedule;
    if (differ(take.cfgStrength, m_now.cfgStrength))
        now.cfgStrength = m_now.cfgStrength;
    if (differ(take.swayCoefficient, m_now.swayCoefficient))
        now.swayCoefficient = m_now.swayCoefficient;
    if (m_followsRule)
        now.durationRule = m_now.durationRule;
    if (take.timings.chunks > 1)
        now.joining = m_now.joining;
    const OtherVoice voice = voiceNow(mainVoice(take));
    now.voiceTranscript = voice.transcript;
    now.voiceRecording = voice.recording;
    for (OtherVoice &other : now.otherVoices)
        other = voiceNow(other);
    return takes::differences(take, now);
}

} // namespace app::cloning

#include "moc_made_otherwise.cpp"
