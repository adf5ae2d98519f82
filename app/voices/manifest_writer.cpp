#include "app/voices/manifest_writer.h"

#include <algorithm>
#include <utility>

#include "engine/error.h"

namespace app::voices {

namespace {

using engine::Json;

constexpr const char *kImportedAs = "imported_as";
constexpr const char *kOwnWords = "own_words";

void put(Json::Object &object, const char *key, std::string text) {
    if (text.empty())
        object.erase(key);
    else
        object[key] = std::move(text);
}

void put(Json::Object &object, const char *key, const QString &text) {
    put(object, key, text.trimmed().toStdString());
}

// The object under a key with what this version does not know in it; an empty one when there is none.
Json::Object objectUnder(const Json::Object &object, const char *key) {
    const auto found = object.find(key);
    return found != object.end() && found->second.isObject() ? found->second.object() : Json::Object();
}

void putObject(Json::Object &object, const char *key, Json::Object value) {
    if (value.empty())
        object.erase(key);
    else
        object[key] = std::move(value);
}

Json::Array stylesOf(const Json::Object &manifest) {
    const auto found = manifest.find("styles");
    return found != manifest.end() && found->second.isArray() ? found->second.array() : Json::Array();
}

auto named(const std::string &name) {
    return [&name](const Json &style) { return style["name"].isString() && style["name"].string() == name; };
}

Json saidOf(const engine::Voice &voice, const char *key) {
    try {
        return Json::read(voice.recording.parent_path() / "voice.json", {1 << 20, 8, 10'000})[key];
    } catch (const engine::Error &) { // its recording lies deeper, as those that we write never do
        return {};
    }
}

void putConsent(Json::Object &object, const engine::VoiceConsent &said) {
    Json::Object consent = objectUnder(object, "consent");
    put(consent, "by", said.by);
    put(consent, "how", said.how);
    put(consent, "date", said.date);
    putObject(object, "consent", std::move(consent));
}

void putOrigin(Json::Object &object, const engine::VoiceOrigin &origin) {
    Json::Object written;
    put(written, "file", origin.file);
    put(written, "sha256", origin.sha256);
    if (origin.to > 0) {
        written["from"] = origin.from;
        written["to"] = origin.to;
    }
    putObject(object, "origin", std::move(written));
}

} // namespace

void putDetails(Json::Object &manifest, const VoiceDetails &details) {
    put(manifest, "name", details.name);
    put(manifest, "language", details.language);
    put(manifest, "licence", details.licence);
    put(manifest, "source", details.source);
    put(manifest, "note", details.note);
    Json::Array tags;
    for (const QString &tag : details.tags) {
        if (!tag.trimmed().isEmpty())
            tags.emplace_back(tag.trimmed().toStdString());
    }
    if (tags.empty())
        manifest.erase("tags");
    else
        manifest["tags"] = std::move(tags);
    putConsent(manifest, details.consent);
}

void putReference(Json::Object &manifest, const std::string &transcript, const std::string &recording,
                  const engine::VoiceOrigin &origin) {
    manifest["transcript"] = transcript;
    if (recording.empty())
        return;
    manifest["recording"] = recording;
    putOrigin(manifest, origin);
}

void putImportedAs(Json::Object &manifest, const std::string &name) {
    put(manifest, kImportedAs, name);
}

std::string importedAs(const engine::Voice &voice) {
    const Json said = saidOf(voice, kImportedAs);
    return said.isString() ? said.string() : std::string();
}

void putOwnWords(Json::Object &manifest, bool own) {
    manifest.erase(kOwnWords);
    if (own)
        manifest[kOwnWords] = true;
}

bool hasOwnWords(const engine::Voice &voice) {
    const Json said = saidOf(voice, kOwnWords);
    return said.isBool() && said.boolean();
}

void putRights(Json::Object &manifest, const Json::Object &other) {
    for (const char *key : {"licence", "source", "consent"}) {
        manifest.erase(key);
        if (const auto said = other.find(key); said != other.end())
            manifest[key] = said->second;
    }
}

void putStyleRights(Json::Object &style, const VoiceRights &rights) {
    put(style, "licence", rights.licence);
    put(style, "source", rights.source);
    putConsent(style, rights.consent);
}

Json styleIn(const Json::Object &manifest, const std::string &name) {
    const Json::Array styles = stylesOf(manifest);
    const auto found = std::find_if(styles.begin(), styles.end(), named(name));
    return found == styles.end() ? Json() : *found;
}

void putStyle(Json::Object &manifest, const std::string &name, Json::Object style) {
    Json::Array styles = stylesOf(manifest);
    const auto found = std::find_if(styles.begin(), styles.end(), named(name));
    if (found == styles.end())
        styles.emplace_back(std::move(style));
    else
        *found = std::move(style);
    manifest["styles"] = std::move(styles);
}

void dropStyle(Json::Object &manifest, const std::string &name) {
    Json::Array styles = stylesOf(manifest);
    styles.erase(std::remove_if(styles.begin(), styles.end(), named(name)), styles.end());
    if (styles.empty())
        manifest.erase("styles");
    else
        manifest["styles"] = std::move(styles);
}

} // namespace app::voices
