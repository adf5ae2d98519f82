// What is said about a voice, and what a change of one leaves behind. Plain values, may cross threads.
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>

#include "app/storage/storage_error.h"
#include "engine/clip.h"
#include "engine/quality/clipped_samples.h"
#include "engine/voice.h"

namespace app::voices {

// What a person writes about a voice. Checked when it is written: engine/voice.h says what may stand there.
struct VoiceDetails {
    QString name;
    QString language; // BCP 47; empty = "und"
    QString licence;
    QString source;
    QStringList tags;
    QString note;
    engine::VoiceConsent consent;

    static VoiceDetails of(const engine::Voice &voice);
};

// What holds for one recording: what others may do with it, where it comes from, who allowed it.
struct VoiceRights {
    QString licence;
    QString source;
    engine::VoiceConsent consent;
};

// What the model hears of a voice in one style.
struct VoiceReference {
    engine::ClipPtr clip; // mono, engine::kSampleRate, 0.5 to 60 s; null where only the transcript changes
    QString transcript;   // what is said in it, word for word
    engine::VoiceOrigin origin;
    QString source = {}; // of the recording, in words: "iShowTTS, overrides.json"; empty: nothing is said of it
    engine::quality::KnownClipping clipping = {}; // of the part of a file that `clip` was made of
    bool ofTheSameRecording = false; // a part of the voice's own: licence, source and consent hold for it too
    // Of a style with a recording of its own: written with it. Without them, one that comes from another recording than
    // the voice has nothing but its source.
    std::optional<VoiceRights> rights = {};
    bool wordsTakenBack = false; // of an override: the transcript is the baseline's, and none of its own any more
};

// What was done, and all that is needed to undo it (VoiceEditor::undo) for a week.
struct VoiceChange {
    enum class What { Created, Changed, Removed };

    What what = What::Changed;
    QString id;              // of the voice now; another one than was asked for where that was taken
    QString kept;            // name of the version before, in voices/.removed; empty when there was none
    std::uint64_t stamp = 0; // of the version that is there now; 0 when there is none
};

template <class T> using Answered = std::function<void(const storage::Answer<T> &)>;
using ChangeAnswered = Answered<VoiceChange>;

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::VoiceChange)
