#include "app/listening/cell_key.h"

#include <QCryptographicHash>
#include <QFile>

#include <sys/stat.h>

#include "app/listening/listening_words.h"
#include "app/takes/same_again.h"
#include "engine/error.h"
#include "engine/json.h"

namespace app::listening {

using engine::Json;

namespace {

std::string sha256(const std::string &text) {
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex().toStdString();
}

Json voiceJson(const engine::Voice &voice, FileHashes &hashes) {
    return Json::Object{{"id", voice.id}, {"recording", hashes.of(voice.recording)}, {"transcript", voice.transcript}};
}

} // namespace

std::string FileHashes::of(const std::filesystem::path &file) {
    const auto unreadable = [&file] {
        return engine::badInput(
            say("The file “%1” cannot be read.").arg(QString::fromStdString(file.string())).toStdString(),
            sayPlain("Check whether it is there and may be read."));
    };
    struct stat status {};
    if (file.empty() || ::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        throw unreadable();
    const std::int64_t changed = std::int64_t(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
    Known &known = m_known[file];
    if (!known.hash.empty() && known.bytes == status.st_size && known.changed == changed)
        return known.hash;
    QFile opened(QFile::decodeName(file.c_str()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!opened.open(QIODevice::ReadOnly) || !hash.addData(&opened))
        throw unreadable();
    known = {std::int64_t(status.st_size), changed, hash.result().toHex().toStdString()};
    return known.hash;
}

std::string FileHashes::of(const engine::ModelFiles &model) {
    Json::Object files;
    const auto add = [&](const char *name, const std::filesystem::path &file) {
        if (!file.empty())
            files[name] = of(file);
    };
    add("weights", model.weights);
    add("vocabulary", model.vocabulary);
    add("vocoder", model.vocoderWeights);
    add("vocoder_config", model.vocoderConfig);
    if (model.usesDurations())
        add("durations", model.durations);
    files["flags"] = Json::Object{{"text_mask_padding", model.flags.textMaskPadding},
                                  {"average_upsampling", model.flags.averageUpsampling},
                                  {"rope_heads", model.flags.ropeHeads},
                                  {"head_dim", model.flags.headDim},
                                  {"qk_norm", model.flags.qkNorm}};
    return sha256(Json(files).dump());
}

std::string programThatMakes() {
    return std::string(ISHOWTTS_VERSION) + ", " + takes::programBuild().toStdString();
}

std::string cellKey(const CellRecipe &recipe, FileHashes &hashes) {
    const engine::Request &request = recipe.request;
    Json::Array others;
    for (const engine::Voice &voice : request.otherVoices)
        others.push_back(voiceJson(voice, hashes));
    return sha256(Json(Json::Object{
                           {"form", 1},
                           {"text", request.spoken.empty() ? request.text : std::string()},
                           {"spoken", request.spoken},
                           {"voice", voiceJson(request.voice, hashes)},
                           {"other_voices", std::move(others)},
                           {"nfe", request.nfeStep},
                           {"schedule", toString(engine::effectiveSchedule(request.nfeStep, request.schedule))},
                           {"cfg", request.cfgStrength},
                           {"sway", request.swayCoefficient},
                           {"speed", request.speed},
                           {"cross_fade", request.crossFadeSeconds},
                           {"seed", request.seed},
                           {"duration_rule", toString(request.durationRule)},
                           {"joining", toString(request.joining)},
                           {"model", recipe.modelHash},
                           {"precision", toString(recipe.precision)},
                           {"device", toString(recipe.device)},
                           {"program", programThatMakes()},
                       })
                      .dump());
}

std::string lowPassKey(const std::string &referenceKey) {
    return sha256("low-pass 3500 Hz, form 1, " + programThatMakes() + ": " + referenceKey);
}

} // namespace app::listening
