#include "app/takes/same_again.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

#include "engine/error.h"

namespace app::takes {

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(takes)
};

SameAgain impossible(const QString &what, const QString &remedy) {
    return {std::nullopt, Problem{what, remedy, {}}};
}

QString mayDiffer() {
    return Said::tr("It is made with the same settings, and may still sound a little different.");
}

// Puts the voice of a take into `found`, and says why not. `changed`: its transcript is another one now.
std::optional<Problem> findVoice(const OtherVoice &wanted, const std::vector<engine::Voice> &voices,
                                 engine::Voice &found, std::optional<Problem> &changed) {
    const QString id = wanted.id.section(u':', 0, 0);
    const auto voice = std::find_if(voices.begin(), voices.end(),
                                    [&](const engine::Voice &other) { return other.id == id.toStdString(); });
    if (voice == voices.end())
        return Problem{Said::tr("The voice '%1' of this take is no longer there.").arg(wanted.name),
                       Said::tr("Put its folder voices/%1 back, or make the line with another voice.").arg(id),
                       {}};
    try {
        found = engine::withStyle(*voice, wanted.id.section(u':', 1).toStdString());
    } catch (const engine::Error &) {
        return Problem{Said::tr("The voice '%1' of this take no longer has that style.").arg(wanted.name),
                       Said::tr("Give it a style of this name again, or make the line with another one."),
                       {}};
    }
    if (!changed && QString::fromStdString(found.transcript) != wanted.transcript)
        changed =
            Problem{Said::tr("The transcript of the voice '%1' has changed since.").arg(wanted.name), mayDiffer(), {}};
    return std::nullopt;
}

} // namespace

SameAgain sameAgain(const TakeRecord &record, const std::vector<engine::Voice> &voices,
                    const engine::ModelSummary &loaded) {
    engine::Request request;
    std::optional<Problem> transcript;
    if (const auto problem = findVoice({record.voiceId, record.voiceName, record.voiceTranscript, {}}, voices,
                                       request.voice, transcript))
        return {std::nullopt, problem};
    for (const OtherVoice &other : record.otherVoices) {
        if (const auto problem = findVoice(other, voices, request.otherVoices.emplace_back(), transcript))
            return {std::nullopt, problem};
    }
    const QString model = QString::fromStdString(loaded.name);
    if (model != record.modelName)
        return impossible(
            model.isEmpty()
                ? Said::tr("No model is loaded; this take was made with '%1'.").arg(record.modelName)
                : Said::tr("This take was made with the model '%1', and '%2' is loaded.").arg(record.modelName, model),
            Said::tr("Choose the model '%1', then make it again.").arg(record.modelName));
    const QString precision = wordFor(loaded.precision);
    if (precision != record.precision)
        return impossible(Said::tr("This take was made with %1, and the model computes with %2 now.")
                              .arg(record.precision, precision),
                          Said::tr("Choose the precision %1, then make it again.").arg(record.precision));

    request.text = record.text.toStdString();
    request.spoken = record.spoken.toStdString();
    request.nfeStep = record.nfeStep;
    request.schedule = record.schedule;
    request.cfgStrength = record.cfgStrength;
    request.swayCoefficient = record.swayCoefficient;
    request.speed = record.speed;
    request.crossFadeSeconds = record.crossFadeSeconds;
    request.seed = record.seed;
    request.durationRule = record.durationRule;
    request.joining = record.joining;

    SameAgain again{request, std::nullopt};
    const QString unlike = mayDiffer();
    const QString device = QString::fromStdString(loaded.device.name);
    if (transcript)
        again.problem = transcript;
    else if (wordFor(loaded.device.kind) != record.deviceKind || device != record.deviceName)
        again.problem = {
            Said::tr("This take was made on '%1', and the model is on '%2' now.").arg(record.deviceName, device),
            unlike,
            {}};
    else if (record.programVersion != QStringLiteral(ISHOWTTS_VERSION) || record.build != programBuild())
        again.problem = {
            Said::tr("This take was made by version %1 (%2) of this program.").arg(record.programVersion, record.build),
            unlike,
            {}};
    return again;
}

QString programBuild() {
    return QStringLiteral("compiler " __VERSION__);
}

QString wordFor(engine::Precision precision) {
    return precision == engine::Precision::Bf16 ? QStringLiteral("bf16") : QStringLiteral("fp32");
}

QString wordFor(engine::DeviceKind kind) {
    return kind == engine::DeviceKind::Cuda ? QStringLiteral("cuda") : QStringLiteral("cpu");
}

} // namespace app::takes
