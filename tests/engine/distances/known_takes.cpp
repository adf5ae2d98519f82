#include "tests/engine/distances/known_takes.h"

#include <QFile>
#include <QJsonDocument>

#include <cmath>
#include <cstdint>

#include "engine/audio/recording.h"

namespace {

engine::Clip recording(const char *voice, std::size_t first, std::size_t count) {
    const auto file = std::filesystem::path(SOURCE_FOLDER) / "voices" / voice / "reference.wav";
    const std::vector<float> samples = engine::audio::readRecording(file, 60).interleaved;
    const auto from = samples.begin() + std::ptrdiff_t(first);
    return {engine::kSampleRate, {from, from + std::ptrdiff_t(count)}};
}

} // namespace

engine::Clip knownTake(const QString &name) {
    if (name == QStringLiteral("rms"))
        return recording("rms", 8000, 41111);
    engine::Clip clip = recording("slt", 4000, 33000);
    if (name == QStringLiteral("noisy")) {
        std::uint32_t state = 1;
        for (float &sample : clip.samples) {
            state = state * 1664525 + 1013904223;
            const auto whole = std::int32_t(std::lround(sample * 32768)) * 3;
            sample = float((whole >> 2) + std::int32_t(state >> 23) - 256) / 32768;
        }
    }
    return clip;
}

std::filesystem::path distancesFolder() {
    return std::filesystem::path(SOURCE_FOLDER) / "tests" / "data" / "distances";
}

QJsonObject knownDistances() {
    QFile file(QString::fromStdString((distancesFolder() / "distances.json").string()));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

bool isNear(double value, double wanted, double within) {
    if (std::abs(value - wanted) <= within)
        return true;
    qWarning("%.12g instead of %.12g", value, wanted);
    return false;
}
