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

} // namespace

SameAgain sameAgain(const TakeRecord &record, const std::vector<engine::Voice> &voices,
                    const engine::ModelSummary &loaded) {
    const std::string id = record.voiceId.section(u':', 0, 0).toStdString();
    const auto found =
        std::find_if(voices.begin(), voices.end(), [&](const engine::Voice &other) { return other.id == id; });
    if (found == voices.end())
        return impossible(Said::tr("The voice '%1' of this take is no longer there.").arg(record.voiceName),
                          Said::tr("Put its folder voices/%1 back, or make the line with another voice.")
                              .arg(record.voiceId.section(u':', 0, 0)));
    std::optional<engine::Voice> voice;
    try {
        voice = engine::withStyle(*found, record.voiceId.section(u':', 1).toStdString());
    } catch (const engine::Error &) {
        return impossible(Said::tr("The voice '%1' of this take no longer has that style.").arg(record.voiceName),
                          Said::tr("Give it a style of this name again, or make the line with another one."));
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

    engine::Request request;
    request.text = record.text.toStdString();
    request.voice = *voice;
    request.nfeStep = record.nfeStep;
    request.schedule = record.schedule;
    request.cfgStrength = record.cfgStrength;
    request.swayCoefficient = record.swayCoefficient;
    request.speed = record.speed;
    request.crossFadeSeconds = record.crossFadeSeconds;
    request.seed = record.seed;

    SameAgain again{request, std::nullopt};
    const QString unlike = Said::tr("It is made with the same settings, and may still sound a little different.");
    const QString device = QString::fromStdString(loaded.device.name);
    if (QString::fromStdString(voice->transcript) != record.voiceTranscript)
        again.problem = {
            Said::tr("The transcript of the voice '%1' has changed since.").arg(record.voiceName), unlike, {}};
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
