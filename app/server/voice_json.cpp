#include "app/server/voice_json.h"

#include <QFile>
#include <QJsonDocument>

#include "app/server/voice_routes.h"
#include "app/voices/manifest_writer.h"

namespace app::server {

namespace {

QString textOf(const std::string &text) {
    return QString::fromStdString(text);
}

void addText(QJsonObject &object, const QString &name, const std::string &text) {
    if (!text.empty())
        object[name] = textOf(text);
}

QJsonObject named(const QString &idName, const engine::Voice &voice) {
    QJsonObject object{{idName, textOf(voice.id)},
                       {QStringLiteral("engine"), QLatin1String(kEngine)},
                       {QStringLiteral("engine_label"), QLatin1String(kEngineLabel)}};
    if (voice.language != "und")
        addText(object, QStringLiteral("language"), voice.language);
    return object;
}

bool holdTheSame(const std::filesystem::path &one, const std::filesystem::path &other) {
    QFile first(textOf(one.string())), second(textOf(other.string()));
    return first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly) && first.size() == second.size() &&
           first.readAll() == second.readAll();
}

} // namespace

QJsonObject voiceObject(const engine::Voice &voice) {
    QJsonObject object = named(QStringLiteral("id"), voice);
    addText(object, QStringLiteral("reference_text"), voice.transcript);
    return object;
}

std::optional<ReferenceState> referenceState(const std::vector<std::filesystem::path> &roots, const std::string &id) {
    const voices::KnownVoices known = voices::readVoices(roots);
    for (const engine::Voice &voice : known.voices) {
        const auto standing = known.standings.find(id);
        if (voice.id != id || standing == known.standings.end())
            continue;
        const auto &baseline = standing->second.baseline;
        return ReferenceState{voice, baseline, baseline && holdTheSame(voice.recording, baseline->recording),
                              baseline && (baseline->transcript != voice.transcript || voices::hasOwnWords(voice)),
                              standing->second.changed};
    }
    return {};
}

QJsonObject referenceObject(const ReferenceState &state) {
    QJsonObject object = named(QStringLiteral("voice_id"), state.voice);
    addText(object, QStringLiteral("active_reference_text"), state.voice.transcript);
    addText(object, QStringLiteral("baseline_reference_text"),
            state.baseline ? state.baseline->transcript : state.voice.transcript);
    if (state.ownWords)
        addText(object, QStringLiteral("override_reference_text"), state.voice.transcript);
    object[QStringLiteral("baseline_audio_available")] = true; // a voice without a recording is none
    object[QStringLiteral("override_audio_available")] = state.baseline && !state.sameRecording;
    if (state.baseline && state.changed.isValid())
        object[QStringLiteral("override_updated_at")] = state.changed.toUTC().toString(Qt::ISODateWithMs);
    return object;
}

QByteArray jsonBytes(const QJsonObject &object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace app::server
