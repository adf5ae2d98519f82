#include "app/exporting/export_tags.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/takes/take_tags.h"
#include "engine/json.h"

namespace app::exporting {

namespace {

void addOnce(std::vector<std::string> &list, const std::string &value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end())
        list.push_back(value);
}

std::string joined(const std::vector<std::string> &list) {
    std::string all;
    for (const std::string &each : list)
        all += (all.empty() ? "" : ", ") + each;
    return all;
}

constexpr std::size_t kRoom = 200; // bytes

std::string settingsOf(const std::vector<engine::Json> &takes, std::size_t most) {
    engine::Json::Object common = takes.front().object();
    for (const engine::Json &take : takes) {
        std::erase_if(common, [&](const auto &member) { return take[member.first].dump() != member.second.dump(); });
    }
    engine::Json::Array lines;
    for (const engine::Json &take : takes) {
        engine::Json::Object own = take.object();
        std::erase_if(own, [&](const auto &member) { return common.contains(member.first); });
        lines.push_back(own);
    }
    common["line_count"] = std::int64_t(takes.size());
    engine::Json::Object whole = common;
    whole["lines"] = lines;
    const std::string text = engine::Json(whole).dump();
    return text.size() <= most ? text : engine::Json(common).dump();
}

} // namespace

engine::audio::SoundTags tagsOf(const QList<takes::TakeRecord> &takes, const QString &title, bool withRoom) {
    engine::audio::SoundTags tags;
    std::vector<std::string> voices;
    std::vector<std::string> licences;
    std::vector<engine::Json> settings;
    for (const takes::TakeRecord &take : takes) {
        const engine::audio::SoundTags own = takes::tagsOf(take);
        addOnce(voices, own.artist);
        addOnce(licences, own.licence);
        settings.push_back(engine::Json::parse(own.comment, "settings"));
        tags.software = own.software;
    }
    tags.title = title.left(300).toStdString();
    tags.artist = joined(voices);
    tags.licence = joined(licences);
    if (!settings.empty())
        tags.comment = settingsOf(settings, engine::audio::kLongestComment - (withRoom ? kRoom : 0));
    return tags;
}

} // namespace app::exporting
