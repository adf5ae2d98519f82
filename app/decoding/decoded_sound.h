// A file as sound, and what a voice keeps of the file: its name and its hash.
#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <memory>

#include "engine/clip.h"
#include "engine/quality/clipped_samples.h"

namespace app::decoding {

struct DecodedSound {
    engine::ClipPtr clip; // 24 kHz, mono, not empty, all samples are numbers; not limited to -1…1
    QString fileName;     // without its folder
    QByteArray sha256;    // of the file, 64 hexadecimal digits
    QString format;       // "WAV, 44100 Hz, 2 channels": for people
    QString notice;       // a sentence, when the file was damaged behind what was read; else empty
    std::shared_ptr<const engine::quality::KnownClipping> clipping = {}; // of the file, at its rate; null: none
};

} // namespace app::decoding

Q_DECLARE_METATYPE(app::decoding::DecodedSound)
