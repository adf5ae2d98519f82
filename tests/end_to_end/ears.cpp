#include "tests/end_to_end/ears.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstring>

namespace end_to_end {
namespace {

constexpr qint64 kPatience = 60'000; // ms

bool isAudible(qint16 sample) {
    return sample > 160 || sample < -160;
}

} // namespace

bool Ears::listen(Desk &desk) {
    m_recorder = desk.listen();
    return m_recorder;
}

void Ears::stop() {
    m_recorder->terminate();
}

QList<qint16> Ears::sounded() {
    m_recorder->waitForReadyRead(200);
    m_rest += m_recorder->readAllStandardOutput();
    QList<qint16> samples(m_rest.size() / 2);
    std::memcpy(samples.data(), m_rest.constData(), std::size_t(samples.size()) * 2);
    m_rest.remove(0, samples.size() * 2);
    return samples;
}

bool Ears::hear() {
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < kPatience;) {
        const QList<qint16> samples = sounded();
        if (std::any_of(samples.begin(), samples.end(), isAudible))
            return true;
    }
    return false;
}

bool Ears::hearNothing(double seconds) {
    const auto wanted = qsizetype(seconds * Desk::recordingRate);
    qsizetype quiet = 0;
    QElapsedTimer waited;
    for (waited.start(); waited.elapsed() < kPatience && quiet < wanted;) {
        for (const qint16 sample : sounded())
            quiet = isAudible(sample) ? 0 : quiet + 1;
    }
    return quiet >= wanted;
}

} // namespace end_to_end
