#include "app/voices/voice_draft.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <system_error>
#include <utility>

#include "app/storage/folders.h"
#include "app/voices/kept_clipping.h"
#include "app/voices/manifest_writer.h"
#include "app/voices/own_sound.h"
#include "app/voices/voice_library.h"
#include "app/voices/voices_words.h"
#include "engine/audio/file.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

using engine::Json;

constexpr const char *kManifest = "voice.json";
constexpr double kShortest = 0.5; // s
constexpr double kLongestSound = 60;
constexpr std::uintmax_t kMostBytes = std::uintmax_t(256) << 20; // of one voice folder
constexpr int kMostFiles = 1000;

storage::Error refusedDraft(const QString &what, const QString &remedy) {
    return {storage::Trouble::BadInput, {what, remedy, {}}};
}

bool isDefault(const std::string &style) {
    return style.empty() || style == engine::kDefaultStyle;
}

void check(const engine::Clip &clip) {
    if (clip.sampleRate != engine::kSampleRate)
        throw refusedDraft(Said::tr("The recording has %1 samples a second instead of %2.")
                               .arg(clip.sampleRate)
                               .arg(engine::kSampleRate),
                           Said::tr("Let it be changed to %1 Hz first.").arg(engine::kSampleRate));
    if (clip.seconds() < kShortest || clip.seconds() > kLongestSound)
        throw refusedDraft(
            Said::tr("The recording is %1 s long; a voice needs 0.5 to 60 s.").arg(clip.seconds(), 0, 'f', 1),
            Said::tr("Choose a part of 3 to 12 s in which one person speaks."));
    if (!std::all_of(clip.samples.begin(), clip.samples.end(), [](float s) { return std::isfinite(s); }))
        throw refusedDraft(Said::tr("The recording holds samples that are no numbers."),
                           Said::tr("Choose another one."));
}

std::string checkedTranscript(const QString &transcript) {
    const QString words = transcript.trimmed();
    if (words.isEmpty())
        throw refusedDraft(Said::tr("The transcript is empty."),
                           Said::tr("Write exactly what the recording says; without it the voice cannot be copied."));
    return words.toStdString();
}

std::string relativeName(const fs::path &file, const fs::path &folder) {
    return file.lexically_relative(folder).generic_string();
}

// Writes anew: a link inside the folder becomes the file that it leads to.
void copyFile(const fs::path &from, const fs::path &to) {
    fs::create_directories(to.parent_path());
    fs::copy_file(from, to);
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
}

void copyAll(const fs::path &from, const fs::path &to, const fs::path &without) {
    std::uintmax_t bytes = 0;
    int files = 0;
    const fs::path real = fs::canonical(from);
    for (auto entry = fs::recursive_directory_iterator(real); entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->path() == real / without) {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file())
            continue;
        const fs::path target = fs::canonical(entry->path());
        const bool inside = std::mismatch(real.begin(), real.end(), target.begin(), target.end()).first == real.end();
        if (!inside)
            continue;
        bytes += fs::file_size(target);
        if (++files > kMostFiles || bytes > kMostBytes)
            throw refusedDraft(Said::tr("The folder of this voice holds too much: more than %1 files or %2 MB.")
                                   .arg(kMostFiles)
                                   .arg(kMostBytes >> 20),
                               Said::tr("Move what does not belong to the voice out of it."));
        copyFile(target, to / relativeName(entry->path(), real));
    }
}

// Never empty: a style that says where it comes from inherits nothing.
QString sourceOf(const VoiceReference &reference) {
    if (!reference.source.isEmpty())
        return reference.source;
    return reference.origin.file.empty() ? Said::tr("Another recording")
                                         : QString::fromStdString(reference.origin.file);
}

// For names of files: small letters, digits and -.
std::string slug(const std::string &style) {
    std::string name;
    for (const char c : style)
        name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : (c >= 'A' && c <= 'Z') ? char(c + 32) : '-';
    return name.substr(0, 40);
}

} // namespace

VoiceDetails VoiceDetails::of(const engine::Voice &voice) {
    VoiceDetails details;
    details.name = QString::fromStdString(voice.name);
    details.language = QString::fromStdString(voice.language == "und" ? std::string() : voice.language);
    details.licence = QString::fromStdString(voice.licence == "unknown" ? std::string() : voice.licence);
    details.source = QString::fromStdString(voice.source);
    for (const std::string &tag : voice.tags)
        details.tags << QString::fromStdString(tag);
    details.note = QString::fromStdString(voice.note);
    details.consent = voice.consent;
    return details;
}

void asStorageError(const fs::path &folder, const std::function<void()> &work) {
    const auto withoutFolder = [&](const std::string &text) {
        return QString::fromStdString(text)
            .replace(QString::fromStdString((folder / "").string()), QString())
            .replace(QString::fromStdString(folder.string()), QString::fromStdString(folder.filename().string()));
    };
    try {
        work();
    } catch (const engine::NoRoom &error) {
        throw storage::Error(storage::Trouble::Full,
                             {withoutFolder(error.what()), QString::fromStdString(error.remedy()), {}});
    } catch (const engine::Error &error) {
        throw storage::Error(error.kind() == engine::ErrorKind::BadInput ? storage::Trouble::BadInput
                                                                         : storage::Trouble::Failed,
                             {withoutFolder(error.what()), QString::fromStdString(error.remedy()), {}});
    } catch (const fs::filesystem_error &error) {
        const storage::Error otherwise(storage::Trouble::Failed,
                                       {Said::tr("A file of the voice cannot be copied."),
                                        Said::tr("Check the disk and the permissions of the folder."),
                                        QString::fromStdString(error.code().message())});
        if (error.code() == std::errc::no_space_on_device)
            throw storage::diskFull(folder.parent_path(), QString::fromStdString(error.code().message()));
        throw otherwise;
    }
}

VoiceDraft::VoiceDraft(fs::path folder) : m_folder(std::move(folder)) {
    storage::makeFolder(m_folder);
}

void VoiceDraft::copyFrom(const fs::path &voice, bool withBaseline) {
    asStorageError(m_folder, [&] {
        copyAll(voice, m_folder, withBaseline ? fs::path() : fs::path(kBaselineFolder));
        m_manifest = Json::read(m_folder / kManifest).object();
    });
}

void VoiceDraft::setDetails(const VoiceDetails &details) {
    putDetails(m_manifest, details);
}

void VoiceDraft::setImportedAs(const std::string &name) {
    putImportedAs(m_manifest, name);
}

void VoiceDraft::setOwnWords(bool own) {
    putOwnWords(m_manifest, own);
}

std::string VoiceDraft::newRecordingName(const std::string &style, const std::string &extension) const {
    const std::string stem = isDefault(style) ? "reference" : "style-" + slug(style);
    std::string name = stem + extension;
    std::error_code ignored;
    for (int number = 2; fs::exists(m_folder / name, ignored); ++number)
        name = stem + "-" + std::to_string(number) + extension;
    return name;
}

void VoiceDraft::dropUnusedRecording(const std::string &name) {
    const auto names = [&](const Json &object) {
        return object["recording"].isString() &&
               fs::path(object["recording"].string()).lexically_normal() == fs::path(name).lexically_normal();
    };
    bool used = name.empty() || names(m_manifest);
    if (const auto styles = m_manifest.find("styles"); styles != m_manifest.end() && styles->second.isArray())
        used = used || std::any_of(styles->second.array().begin(), styles->second.array().end(), names);
    std::error_code ignored;
    if (!used)
        fs::remove(m_folder / name, ignored);
}

void VoiceDraft::setStyle(const std::string &style, const VoiceReference &reference) {
    const std::string transcript = checkedTranscript(reference.transcript);
    Json::Object object = m_manifest;
    if (!isDefault(style)) {
        const Json known = styleIn(m_manifest, style);
        object = known.isObject() ? known.object() : Json::Object{{"name", style}};
    }
    const auto put = [&] {
        if (isDefault(style))
            m_manifest = object;
        else
            putStyle(m_manifest, style, object);
    };
    const Json before = Json(object)["recording"];
    std::string recording;
    if (reference.clip) {
        check(*reference.clip);
        object.erase("recording");
        put();
        if (before.isString())
            dropUnusedRecording(before.string());
        recording = newRecordingName(style, ".wav");
        // What is louder than a file can hold keeps its form, as what is imported does.
        asStorageError(m_folder, [&] { engine::audio::writeWav(m_folder / recording, *withinRange(reference.clip)); });
    } else if (!before.isString()) {
        throw refusedDraft(Said::tr("The style '%1' has no recording.").arg(QString::fromStdString(style)),
                           Said::tr("Give it a recording of 3 to 12 s."));
    }
    putReference(object, transcript, recording, reference.origin);
    if (reference.clip)
        putClipping(object, reference.clipping);
    if (!isDefault(style) && reference.rights)
        putStyleRights(object, {reference.rights->licence,
                                reference.rights->source.isEmpty() ? sourceOf(reference) : reference.rights->source,
                                reference.rights->consent});
    else if (!isDefault(style) && reference.clip && !reference.ofTheSameRecording)
        putStyleRights(object, {{}, sourceOf(reference), {}}); // nobody allowed it with the voice
    put();
}

void VoiceDraft::renameStyle(const std::string &style, const std::string &name) {
    const Json known = styleIn(m_manifest, style);
    if (!known.isObject())
        throw storage::Error(storage::Trouble::Missing,
                             {Said::tr("There is no style '%1'.").arg(QString::fromStdString(style)),
                              Said::tr("Choose another one."),
                              {}});
    if (!styleIn(m_manifest, name).isNull() && name != style)
        throw refusedDraft(Said::tr("There is a style '%1' already.").arg(QString::fromStdString(name)),
                           Said::tr("Choose another name."));
    Json::Object object = known.object();
    object["name"] = name;
    putStyle(m_manifest, style, std::move(object));
}

void VoiceDraft::removeStyle(const std::string &style) {
    const Json known = styleIn(m_manifest, style);
    if (!known.isObject())
        throw storage::Error(storage::Trouble::Missing,
                             {Said::tr("There is no style '%1'.").arg(QString::fromStdString(style)),
                              Said::tr("Choose another one."),
                              {}});
    dropStyle(m_manifest, style);
    if (known["recording"].isString())
        dropUnusedRecording(known["recording"].string());
}

void VoiceDraft::keepBaseline(const engine::Voice &voice) {
    const fs::path folder = m_folder / kBaselineFolder;
    std::error_code ignored;
    if (fs::exists(folder / kManifest, ignored))
        return;
    Json::Object manifest = m_manifest;
    manifest.erase("styles");
    const std::string recording = "reference" + voice.recording.extension().string();
    manifest["recording"] = recording;
    asStorageError(m_folder, [&] {
        copyFile(voice.recording, folder / recording);
        const std::string text = Json(std::move(manifest)).dump(2) + "\n";
        engine::replaceFile(folder / kManifest, {std::as_bytes(std::span(text))});
        engine::loadVoice(folder);
    });
}

void VoiceDraft::dropRights(const QString &source) {
    putRights(m_manifest, source.isEmpty() ? Json::Object{} : Json::Object{{"source", source.toStdString()}});
}

void VoiceDraft::takeBaseline(const engine::Voice &baseline) {
    const Json before = Json(m_manifest)["recording"];
    m_manifest.erase("recording");
    if (before.isString())
        dropUnusedRecording(before.string());
    asStorageError(m_folder, [&] {
        const std::string recording = newRecordingName({}, baseline.recording.extension().string());
        copyFile(baseline.recording, m_folder / recording);
        putReference(m_manifest, baseline.transcript, recording, baseline.origin);
        const Json first = Json::read(m_folder / kBaselineFolder / kManifest);
        putRights(m_manifest, first.object());
        putClipping(m_manifest, clippingIn(first));
        putOwnWords(m_manifest, false);
        fs::remove_all(m_folder / kBaselineFolder);
    });
}

void VoiceDraft::finish() {
    asStorageError(m_folder, [&] {
        const std::string text = Json(m_manifest).dump(2) + "\n";
        engine::replaceFile(m_folder / kManifest, {std::as_bytes(std::span(text))});
        engine::loadVoice(m_folder);
    });
}

} // namespace app::voices
