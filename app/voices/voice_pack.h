// Packs: voices in one file, *.ishowtts-voice.zip, to be given to others. A zip archive with a folder for each voice
// (its voice.json as it is, licence and consent with it, the recordings that it names, and its lexicon.json if it has
// one) and pack.json:
//   {"format": "ishowtts-voice-pack", "version": 1, "program": "iShowTTS Studio 0.1.0", "voices": ["anna"],
//    "files": {"anna/voice.json": {"sha256": "…", "bytes": 123}, …}}
// Equal voices make equal bytes. On the thread that calls. storage::Error; TransferStopped when asked to stop.
#pragma once

#include <QString>
#include <QStringList>

#include <stop_token>
#include <vector>

#include "app/voices/voice_import.h"
#include "engine/voice.h"

namespace app::voices {

inline constexpr const char *kPackSuffix = ".ishowtts-voice.zip";

bool isPack(const QString &file); // by its name: .zip

// Writes the file, whole or not at all. Error(Missing) for a voice that is not there.
void writePack(const QStringList &ids, const QString &file, const VoiceFolders &folders,
               const std::stop_token &stop = {}, const TransferProgress &progress = {});

// What to do with a voice of a pack whose id is taken.
enum class Clash {
    KeepBoth, // it becomes id-2
    Replace,  // what was there can be brought back (VoiceChange)
    Skip,
};

struct PackedVoice {
    QString id;
    bool taken = false; // there is a voice of this id
};

// What is in it, without writing anything. BadInput for what is no pack of ours or harms.
std::vector<PackedVoice> packedVoices(const QString &file, const VoiceFolders &folders);

// All of a pack is looked at before any voice of it is put in place: archive, hashes, manifests, recordings. A pack
// with one fault is refused as a whole; then nothing is written that stays. Recordings are put in place as WAV of what
// `decode` heard: no byte of theirs is read in this process.
ImportReport importPack(const QString &file, Clash clash, VoiceFolders &folders, const Decode &decode,
                        const std::stop_token &stop = {}, const TransferProgress &progress = {});

} // namespace app::voices
