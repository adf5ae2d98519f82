#include "app/speech/returning_server.h"

#include <algorithm>

namespace app::speech {

using namespace std::chrono_literals;

namespace {

constexpr auto kWaits = 30s; // later nobody expects sound any more
constexpr auto kAsksEvery = 1s;

} // namespace

void ReturningServer::await(const QAudioDevice &device) {
    forget();
    m_device = device;
    m_until = Clock::now() + kWaits;
    m_asked = Clock::now();
}

void ReturningServer::forget() {
    m_stream.reset();
    m_device = {};
}

bool ReturningServer::isBack() {
    const auto now = Clock::now();
    if (!isAwaited())
        return false;
    if (now > m_until) {
        forget();
        return false;
    }
    if (m_stream && m_stream->feed()) {
        forget();
        return true;
    }
    if (m_stream && !m_stream->broken())
        return false;
    m_stream.reset();
    if (now - m_asked < kAsksEvery)
        return false;
    m_asked = now;
    QString whyNot;
    m_stream = openStream(
        m_system, m_device, [](std::span<float> out) { std::fill(out.begin(), out.end(), 0.0F); }, &whyNot);
    return false;
}

} // namespace app::speech
