// The Studio with a data folder of its own above the shipped voices, on the tiny checkpoint: what a person with voices
// has. Voices are made of the shipped recordings.
#pragma once

#include <QFile>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

#include "app/voices/voice_library.h"
#include "engine/audio/file.h"
#include "tests/app/tiny_data.h"
#include "tests/ui/studio_desk.h"

struct VoiceData {
    TinyData shipped;
    QTemporaryDir person;

    StudioDesk::Roots roots() const { return {person.path().toStdString(), shipped.root()}; }
    QString path(const QString &name) const { return person.filePath(name); }

    static engine::Clip recordingOf(const char *voice) {
        const auto sound =
            engine::audio::readSound(std::filesystem::path(SOURCE_FOLDER) / "voices" / voice / "reference.wav", 60);
        return {sound.sampleRate, sound.interleaved};
    }
    static engine::Clip withNoise(engine::Clip clip, float level) {
        QRandomGenerator chance(7);
        for (float &sample : clip.samples)
            sample = std::clamp(sample + level * float(chance.generateDouble() * 2 - 1), -1.0F, 1.0F);
        return clip;
    }
    static engine::Clip louder(engine::Clip clip, float factor) {
        for (float &sample : clip.samples)
            sample = std::clamp(sample * factor, -1.0F, 1.0F);
        return clip;
    }
    static engine::Clip repeated(const engine::Clip &clip, int times) {
        engine::Clip longer{clip.sampleRate, {}};
        for (int i = 0; i < times; ++i) {
            longer.samples.insert(longer.samples.end(), clip.samples.begin(), clip.samples.end());
            longer.samples.insert(longer.samples.end(), std::size_t(clip.sampleRate / 2), 0.0F);
        }
        return longer;
    }
    // A voice folder of the person's.
    void add(const char *id, const QJsonObject &manifest, const engine::Clip &clip) const {
        const std::filesystem::path folder = std::filesystem::path(person.path().toStdString()) / "voices" / id;
        std::filesystem::create_directories(folder);
        QJsonObject whole = manifest;
        whole.insert(QStringLiteral("recording"), QStringLiteral("reference.wav"));
        QFile file(QString::fromStdString((folder / "voice.json").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QJsonDocument(whole).toJson());
        engine::audio::writeWav(folder / "reference.wav", clip);
    }
};
