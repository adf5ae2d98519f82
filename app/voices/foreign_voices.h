// Voices as other programs list them: a name, a sound file, what is said in it. Read from
//   F5-TTS's TOML     [voices.NAME] ref_audio, ref_text; ref_audio and ref_text on top are one more, named as the file
//                     (upstream: f5_tts/infer/infer_cli.py)
//   ishowtts.toml     [[f5.voices]] id, reference_audio, reference_text, language
//   overrides.json    entries: "voice::f5" → reference_audio, reference_text (2WalterW/ishowtts)
// Paths are relative to the file. No file is opened here but the list itself. Any thread.
#pragma once

#include <QList>
#include <QString>

#include "app/problem.h"

namespace app::voices {

struct ForeignVoice {
    QString name;
    QString audio; // absolute; empty in an override of the words alone
    QString transcript;
    QString language;       // BCP 47, or empty
    bool overrides = false; // takes the place of the reference of the voice that its program calls `name`
};

struct RefusedVoice {
    QString name; // empty: the file
    Problem reason;
};

struct ForeignVoices {
    QString kind; // "F5-TTS", "iShowTTS", for the source of the voices
    QList<ForeignVoice> voices;
    QList<RefusedVoice> refused;
    QString settingsIn = {}; // the ishowtts.toml that it is, which says more (original_settings.h); else empty
};

bool isForeignList(const QString &file); // by its name: .toml or .json

// storage::Error(BadInput) for a file that is no such list, or too long.
ForeignVoices readForeignVoices(const QString &file);

} // namespace app::voices
