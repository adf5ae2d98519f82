// The names of engine/audio/sound_file.h, which every build has.
#include <array>
#include <utility>

#include "engine/audio/sound_file.h"
#include "engine/error.h"

namespace engine::audio {

namespace {

constexpr std::array<std::pair<SoundFormat, const char *>, 7> kNames = {{
    {SoundFormat::Wav16, "wav16"},
    {SoundFormat::Wav24, "wav24"},
    {SoundFormat::WavFloat, "wav-float"},
    {SoundFormat::Flac16, "flac16"},
    {SoundFormat::Flac24, "flac24"},
    {SoundFormat::Vorbis, "vorbis"},
    {SoundFormat::Opus, "opus"},
}};

} // namespace

std::string toString(SoundFormat format) {
    for (const auto &[each, name] : kNames)
        if (each == format)
            return name;
    return "?";
}

SoundFormat soundFormatFromString(const std::string &text) {
    std::string known;
    for (const auto &[each, name] : kNames) {
        if (text == name)
            return each;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw badInput("There is no sound format '" + text + "'.", "Choose one of: " + known + ".");
}

std::string suffixOf(SoundFormat format) {
    switch (format) {
    case SoundFormat::Flac16:
    case SoundFormat::Flac24:
        return "flac";
    case SoundFormat::Vorbis:
        return "ogg";
    case SoundFormat::Opus:
        return "opus";
    default:
        return "wav";
    }
}

std::optional<SoundFormat> soundFormatOfFile(const std::filesystem::path &file) {
    std::string suffix = file.extension().string();
    for (char &c : suffix)
        c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    for (const SoundFormat format : {SoundFormat::Wav16, SoundFormat::Flac24, SoundFormat::Vorbis, SoundFormat::Opus}) {
        if (suffix == suffixOf(format).insert(0, 1, '.'))
            return format;
    }
    return std::nullopt;
}

bool isLossy(SoundFormat format) {
    return format == SoundFormat::Vorbis || format == SoundFormat::Opus;
}

} // namespace engine::audio
