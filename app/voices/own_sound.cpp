#include "app/voices/own_sound.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <span>

#include "engine/audio/file.h"
#include "engine/audio/reference.h"
#include "engine/json.h"
#include "engine/replacing_file.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

using engine::Json;
using Names = std::map<std::string, std::string>; // as it came → as it is now

engine::ClipPtr whatIsRead(const engine::ClipPtr &clip) {
    const auto most = std::size_t(engine::audio::kMaxReadSeconds * clip->sampleRate);
    if (clip->samples.size() <= most)
        return withinRange(clip);
    auto beginning = std::make_shared<engine::Clip>();
    beginning->sampleRate = clip->sampleRate;
    beginning->samples.assign(clip->samples.begin(), clip->samples.begin() + long(most));
    return withinRange(beginning);
}

Names namesAsWav(const std::set<std::string> &recordings) {
    Names names;
    std::set<std::string> taken = recordings;
    for (const std::string &recording : recordings) {
        const fs::path stem = fs::path(recording).replace_extension();
        std::string name = stem.generic_string() + ".wav";
        for (int number = 2; name != recording && !taken.insert(name).second; ++number)
            name = stem.generic_string() + "-" + std::to_string(number) + ".wav";
        names[recording] = name;
    }
    return names;
}

void rename(Json::Object &object, const Names &names) {
    const auto written = object.find("recording");
    if (written == object.end() || !written->second.isString())
        return;
    const auto now = names.find(fs::path(written->second.string()).lexically_normal().generic_string());
    if (now != names.end())
        written->second = now->second;
}

void renameIn(const fs::path &file, const Names &names) {
    Json::Object manifest = Json::read(file).object();
    rename(manifest, names);
    if (const auto written = manifest.find("styles"); written != manifest.end() && written->second.isArray()) {
        Json::Array styles;
        for (const Json &style : written->second.array()) {
            Json::Object object = style.object();
            rename(object, names);
            styles.emplace_back(std::move(object));
        }
        written->second = std::move(styles);
    }
    const std::string text = Json(std::move(manifest)).dump(2) + "\n";
    engine::replaceFile(file, {std::as_bytes(std::span(text))});
}

} // namespace

engine::ClipPtr withinRange(const engine::ClipPtr &clip) {
    float peak = 0;
    for (const float sample : clip->samples)
        peak = std::max(peak, std::abs(sample));
    if (!(peak > 1))
        return clip;
    auto quieter = std::make_shared<engine::Clip>(*clip);
    for (float &sample : quieter->samples)
        sample /= peak;
    return quieter;
}

void writeRecordingsAnew(const fs::path &folder, const std::set<std::string> &recordings,
                         const std::function<engine::ClipPtr(const std::string &recording)> &hear) {
    const Names names = namesAsWav(recordings);
    for (const auto &[before, now] : names) {
        const engine::ClipPtr clip = whatIsRead(hear(before));
        fs::remove(folder / before);
        engine::audio::writeWav(folder / now, *clip);
    }
    if (std::any_of(names.begin(), names.end(), [](const auto &name) { return name.first != name.second; }))
        renameIn(folder / "voice.json", names);
}

} // namespace app::voices
