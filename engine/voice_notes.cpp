#include "engine/voice_notes.h"

#include <algorithm>
#include <array>

#include "engine/error.h"
#include "engine/hex_digits.h"
#include "engine/manifest.h"
#include "engine/request.h"

namespace engine {

namespace {

constexpr std::size_t kMostTags = 64;
constexpr std::size_t kLongestTag = 64;
constexpr double kLongestOrigin = 1e6; // s

const Json &objectUnder(const Json &manifest, const char *key, const std::string &file) {
    const Json &value = manifest[key];
    if (!value.isNull() && !value.isObject())
        throw badInput(file + ": \"" + key + "\" is no JSON object.",
                       std::string("Correct or remove \"") + key + "\".");
    return value;
}

bool isDate(const std::string &text) {
    const auto digits = [&](std::size_t from, std::size_t count) {
        return std::all_of(text.begin() + long(from), text.begin() + long(from + count),
                           [](char c) { return c >= '0' && c <= '9'; });
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digits(0, 4) || !digits(5, 2) || !digits(8, 2))
        return false;
    const int year = std::stoi(text.substr(0, 4));
    const int month = std::stoi(text.substr(5, 2));
    const int day = std::stoi(text.substr(8, 2));
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const std::array days{31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days[std::size_t(month - 1)];
}

double secondsUnder(const Json &origin, const char *key, const std::string &file) {
    const Json &value = origin[key];
    if (value.isNull())
        return 0;
    const double seconds = value.isNumber() ? value.number() : -1;
    if (!(seconds >= 0 && seconds <= kLongestOrigin))
        throw badInput(file + ": \"origin\": \"" + key + "\" is no number of seconds from 0 to 1,000,000.",
                       "Correct or remove \"origin\".");
    return seconds;
}

} // namespace

std::vector<std::string> voiceTags(const Json &manifest, const std::string &file) {
    std::vector<std::string> tags;
    const Json &written = manifest["tags"];
    if (written.isNull())
        return tags;
    if (!written.isArray() || written.array().size() > kMostTags)
        throw badInput(file + ": \"tags\" is no list of at most " + std::to_string(kMostTags) + " texts.",
                       R"(Write "tags": ["warm", "calm"].)");
    for (const Json &one : written.array()) {
        const std::string tag = manifestText(Json::Object{{"tags", one}}, "tags", "", ManifestText::Label, file);
        if (isBlankText(tag) || tag.size() > kLongestTag)
            throw badInput(file + ": \"tags\" holds one that is empty or longer than " + std::to_string(kLongestTag) +
                               " bytes.",
                           "Shorten or remove it.");
        if (std::find(tags.begin(), tags.end(), tag) == tags.end())
            tags.push_back(tag);
    }
    return tags;
}

VoiceConsent voiceConsent(const Json &manifest, const std::string &file) {
    const Json &written = objectUnder(manifest, "consent", file);
    VoiceConsent consent;
    consent.by = manifestText(written, "by", "", ManifestText::Label, file);
    consent.how = manifestText(written, "how", "", ManifestText::Prose, file);
    consent.date = manifestText(written, "date", "", ManifestText::Label, file);
    if (!consent.date.empty() && !isDate(consent.date))
        throw badInput(file + ": \"consent\": the date \"" + consent.date + "\" is no date.",
                       "Write it as 2026-11-22, or leave it out.");
    return consent;
}

VoiceOrigin voiceOrigin(const Json &manifest, const std::string &file) {
    const Json &written = objectUnder(manifest, "origin", file);
    VoiceOrigin origin;
    origin.file = manifestText(written, "file", "", ManifestText::Prose, file);
    origin.sha256 = manifestText(written, "sha256", "", ManifestText::Label, file);
    if (!origin.sha256.empty() && !isSha256(origin.sha256))
        throw badInput(file + ": \"origin\": the SHA-256 is not 64 of the digits 0-9 and a-f.",
                       "Correct or remove \"origin\".");
    origin.from = secondsUnder(written, "from", file);
    origin.to = secondsUnder(written, "to", file);
    if ((origin.from > 0 || origin.to > 0) && !(origin.from < origin.to))
        throw badInput(file + ": \"origin\" ends before it begins.", "Correct or remove \"origin\".");
    return origin;
}

} // namespace engine
