#include "app/takes/take_tags.h"

#include <string>

#include "engine/json.h"

namespace app::takes {

engine::audio::SoundTags tagsOf(const TakeRecord &record) {
    const engine::Json settings = engine::Json::Object{
        {"model", record.modelName.toStdString()},       {"voice", record.voiceId.toStdString()},
        {"seed", std::to_string(record.seed)},           {"nfe_step", record.nfeStep},
        {"schedule", engine::toString(record.schedule)}, {"cfg_strength", record.cfgStrength},
        {"sway_coefficient", record.swayCoefficient},    {"speed", record.speed},
        {"precision", record.precision.toStdString()},   {"device", record.deviceKind.toStdString()}};
    engine::audio::SoundTags tags;
    tags.title = (record.name.isEmpty() ? record.text : record.name).left(300).toStdString();
    tags.artist = record.voiceName.toStdString();
    tags.comment = settings.dump();
    tags.software = "iShowTTS Studio " + record.programVersion.toStdString();
    tags.licence = record.modelLicence.toStdString();
    return tags;
}

} // namespace app::takes
