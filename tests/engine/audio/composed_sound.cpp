#include "tests/engine/audio/composed_sound.h"

#include <algorithm>
#include <cstring>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtGlobal>

using engine::audio::Pcm16;
using engine::audio::Sound;

namespace {

std::int64_t wobble(std::int64_t index, std::int64_t frequency, std::int64_t rate) {
    const std::int64_t upper = ((index * ((frequency << 32) / rate)) & 0xFFFFFFFF) >> 16;
    const std::int64_t half = upper & 0x7FFF;
    const std::int64_t height = (half * (32768 - half)) >> 13;
    return (upper & 0x8000) != 0 ? -height : height;
}

std::int64_t hiss(std::int64_t index, std::int64_t channel, std::int64_t seed) {
    std::int64_t x = (index * 0x9E3779B1 + seed * 0x85EBCA77 + channel * 0xC2B2AE3D) & 0xFFFFFFFF;
    x ^= x >> 15;
    x = (x * 0x2C1B3C6D) & 0xFFFFFFFF;
    x ^= x >> 12;
    x = (x * 0x297A2D39) & 0xFFFFFFFF;
    x ^= x >> 15;
    return (x & 0xFFFF) - 32768;
}

std::int64_t voice(std::int64_t index, std::int64_t channel, std::int64_t level, std::int64_t rate, std::int64_t seed) {
    const std::int64_t pitch = 140 + 35 * channel + seed % 40;
    std::int64_t tone = 0;
    for (std::int64_t harmonic = 1; harmonic <= 5; ++harmonic)
        tone += (6 - harmonic) * wobble(index, pitch * harmonic, rate);
    const std::int64_t syllables = std::abs(wobble(index, 2, rate));
    return (((((tone >> 4) * syllables) >> 15) * level) >> 15) + ((hiss(index, channel, seed) * (level >> 10)) >> 15);
}

QByteArray stored(const char *name) {
    QFile file(QStringLiteral(TEST_DATA) + QStringLiteral("/audio/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tests/data/audio/%s is missing", name);
    return file.readAll();
}

template <typename Number> std::vector<Number> storedNumbers(const char *name) {
    const QByteArray bytes = stored(name);
    std::vector<Number> numbers(std::size_t(bytes.size()) / sizeof(Number));
    std::memcpy(numbers.data(), bytes.constData(), numbers.size() * sizeof(Number));
    return numbers;
}

} // namespace

Pcm16 composeSound(const QJsonObject &description) {
    const std::int64_t rate = description[u"rate"].toInt();
    const std::int64_t channels = description[u"channels"].toInt();
    const std::int64_t seed = description[u"seed"].toInt();
    const QJsonArray parts = description[u"parts"].toArray();
    Pcm16 pcm{int(rate), int(channels), {}};
    std::int64_t index = 0;
    std::int64_t milliseconds = 0;
    for (qsizetype p = 0; p < parts.size(); ++p) {
        const QJsonArray part = parts[p].toArray();
        const QString kind = part[0].toString();
        const std::int64_t level = part[2].toInt();
        milliseconds += part[1].toInt();
        const std::int64_t extra = p + 1 == parts.size() ? description[u"extra"].toInt() : 0;
        for (const std::int64_t end = milliseconds * rate / 1000 + extra; index < end; ++index) {
            for (std::int64_t channel = 0; channel < channels; ++channel) {
                std::int64_t sample = 0;
                if (kind == u"hiss")
                    sample = (hiss(index, channel, seed) * (level >> channel)) >> 15;
                else if (kind == u"voice")
                    sample = voice(index, channel, level >> channel, rate, seed);
                pcm.samples.push_back(std::int16_t(std::clamp<std::int64_t>(sample, -32768, 32767)));
            }
        }
    }
    return pcm;
}

Sound asSound(const Pcm16 &pcm) {
    Sound sound{pcm.sampleRate, pcm.channels, {}};
    sound.interleaved.assign(pcm.samples.begin(), pcm.samples.end());
    for (float &sample : sound.interleaved)
        sample /= 32768.0f;
    return sound;
}

QJsonObject audioReferences() {
    return QJsonDocument::fromJson(stored("references.json")).object();
}

std::vector<float> storedFloats(const char *name) {
    return storedNumbers<float>(name);
}

std::vector<std::int16_t> storedShorts(const char *name) {
    return storedNumbers<std::int16_t>(name);
}
