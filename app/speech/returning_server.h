// A sound server that died while something played: asked again and again whether it is back, by a stream of silence to
// the device that it had. On the audio thread.
#pragma once

#include <QAudioDevice>

#include <chrono>
#include <memory>

#include "app/speech/sound_stream.h"

namespace app::speech {

class ReturningServer {
public:
    explicit ReturningServer(SoundSystem system) : m_system(system) {}

    void await(const QAudioDevice &device); // for half a minute
    void forget();
    bool isAwaited() const { return !m_device.isNull(); }
    // Asks, without waiting: call it often. True once, when it takes sound; then it is awaited no more.
    bool isBack();

private:
    using Clock = std::chrono::steady_clock;

    const SoundSystem m_system;
    QAudioDevice m_device;
    Clock::time_point m_until;
    Clock::time_point m_asked;
    std::unique_ptr<SoundStream> m_stream;
};

} // namespace app::speech
