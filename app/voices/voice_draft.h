// A version of a voice while it is made, in a folder that nobody else looks into. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/voices/voice_change.h"
#include "engine/json.h"

namespace app::voices {

// Everything throws storage::Error; what is wrong with a file is said with its name inside the folder.
class VoiceDraft {
public:
    // `folder` must not exist; it is made. Its name is the voice's id.
    explicit VoiceDraft(std::filesystem::path folder);

    const std::filesystem::path &folder() const { return m_folder; }

    // All that is in the folder of a voice, without its baseline unless that is wanted. Links in it become files.
    void copyFrom(const std::filesystem::path &voice, bool withBaseline);
    void setDetails(const VoiceDetails &details);
    void setImportedAs(const std::string &name); // manifest_writer.h
    void setOwnWords(bool own);                  // likewise
    // "" and "default" are the voice's own reference. Without a clip the recording stays, which must be there then.
    void setStyle(const std::string &style, const VoiceReference &reference);
    void renameStyle(const std::string &style, const std::string &name);
    void removeStyle(const std::string &style);
    // Keeps the reference of `voice` as the baseline; nothing when there is one.
    void keepBaseline(const engine::Voice &voice);
    // Forgets who allowed the recording, its licence and source: they are of the one before. `source`: the new one's.
    void dropRights(const QString &source);
    // Takes the reference of a baseline with all that is said of it, and its folder away.
    void takeBaseline(const engine::Voice &baseline);

    // Writes the manifest and reads all of it as a voice. Nothing may be changed after it.
    void finish();

private:
    std::string newRecordingName(const std::string &style, const std::string &extension) const;
    void dropUnusedRecording(const std::string &name);

    std::filesystem::path m_folder;
    engine::Json::Object m_manifest;
};

// Runs `work`; what the engine throws becomes a storage::Error, with `folder` left out of the sentence.
void asStorageError(const std::filesystem::path &folder, const std::function<void()> &work);

} // namespace app::voices
