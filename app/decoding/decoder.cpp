#include "app/decoding/decoder.h"

#include <chrono>

#include "app/decoding/decoding_job.h"

namespace app::decoding {

using Clock = std::chrono::steady_clock;

Decoder::Decoder(QObject *parent) : QObject(parent) {
    qRegisterMetaType<DecodedSound>();
}

Decoder::~Decoder() {
    m_stop.request_stop();
}

quint64 Decoder::start(const QString &file) {
    cancel();
    const quint64 id = ++m_last;
    m_running = id;
    m_stop = {};
    m_thread.post([this, id, file, stop = m_stop.get_token()] {
        const Clock::time_point begun = Clock::now();
        const auto progress = [&](double done) {
            const double elapsed = std::chrono::duration<double>(Clock::now() - begun).count();
            const double left = done > 0.02 ? elapsed * (1 - done) / done : -1;
            tell(id, [this, id, done, left] { Q_EMIT progressed(id, done, left); });
        };
        Outcome outcome = decodeFile(file, stop, progress);
        tell(id, [this, id, outcome = std::move(outcome)] {
            m_running = 0;
            if (const auto *sound = std::get_if<DecodedSound>(&outcome))
                Q_EMIT decoded(id, *sound);
            else if (const auto *problem = std::get_if<Problem>(&outcome))
                Q_EMIT failed(id, *problem);
            else
                Q_EMIT cancelled(id);
        });
    });
    return id;
}

void Decoder::cancel() {
    if (m_running == 0)
        return;
    m_stop.request_stop();
    const quint64 id = std::exchange(m_running, 0);
    QMetaObject::invokeMethod(
        this, [this, id] { Q_EMIT cancelled(id); }, Qt::QueuedConnection);
}

void Decoder::tell(quint64 id, const std::function<void()> &what) {
    QMetaObject::invokeMethod(
        this,
        [this, id, what] {
            if (id == m_running)
                what();
        },
        Qt::QueuedConnection);
}

} // namespace app::decoding

#include "moc_decoder.cpp"
