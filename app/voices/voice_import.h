// Voices of other programs' lists into the person's folder. On the thread that calls; each voice is there whole or not.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "app/decoding/decoding_job.h"
#include "app/voices/foreign_voices.h"
#include "app/voices/voice_change.h"

namespace app::voices {

class VoiceFolders;
struct KnownVoices;

// Files of strangers become sound elsewhere: decoding::decodeFile.
using Decode = std::function<decoding::Outcome(const QString &file, const std::stop_token &stop)>;
using TransferProgress = std::function<void(double done)>; // 0…1

struct TakenVoice {
    VoiceChange change;
    QString name;
    QString notice; // a sentence when something about it asks for attention; else empty
};

struct VoiceHere {
    QString id;
    QString name;
};

struct ImportReport {
    QList<TakenVoice> taken;
    QList<RefusedVoice> refused;
    QString settingsIn = {};    // ForeignVoices::settingsIn
    QList<VoiceHere> here = {}; // of an ishowtts.toml: those that it, or one like it, has brought before
};

// The ids of the voices that a list calls by this name: those imported under it, else those that people see under it,
// else the one with this id. In order; empty: none.
QStringList voicesCalled(const std::vector<std::filesystem::path> &roots, const QString &name);

// The ids of those that were imported as this one: from the same file of sound, with the same words, now or before they
// were changed here. Opens that file where such a voice may be there.
QStringList hereAlready(const KnownVoices &known, const ForeignVoice &voice);

// Thrown when the work was asked to stop; nothing of it is left then.
struct TransferStopped {};

// Every voice that can be taken is; each other one has its reason, or is here already. Opens the sound files that the
// list names and no others.
ImportReport importForeignVoices(const QString &file, VoiceFolders &folders, const Decode &decode,
                                 const std::stop_token &stop = {}, const TransferProgress &progress = {});

// Undoes what was taken, last first.
void takeBack(const ImportReport &report, VoiceFolders &folders);

} // namespace app::voices
