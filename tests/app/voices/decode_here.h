// Sound files read in this process: for tests whose subject is not the process that does it (tests/app/decoding).
#pragma once

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <memory>

#include "app/voices/voice_import.h"
#include "engine/audio/file.h"
#include "engine/audio/resample.h"
#include "engine/error.h"

inline app::decoding::Outcome decodeHere(const QString &file, const std::stop_token &) {
    try {
        const engine::audio::Sound sound = engine::audio::readSound(file.toStdString(), 3600);
        std::vector<float> mono(sound.frames());
        for (std::size_t i = 0; i < mono.size(); ++i) {
            for (int c = 0; c < sound.channels; ++c)
                mono[i] += sound.interleaved[i * std::size_t(sound.channels) + std::size_t(c)] / float(sound.channels);
        }
        auto clip = std::make_shared<engine::Clip>();
        clip->samples = engine::audio::resample(mono, sound.sampleRate, clip->sampleRate);
        QFile bytes(file);
        if (!bytes.open(QIODevice::ReadOnly))
            return app::Problem{file, {}, {}};
        return app::decoding::DecodedSound{
            clip,
            QFileInfo(file).fileName(),
            QCryptographicHash::hash(bytes.readAll(), QCryptographicHash::Sha256).toHex(),
            QStringLiteral("sound"),
            {}};
    } catch (const engine::Error &error) {
        return app::Problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
    }
}
