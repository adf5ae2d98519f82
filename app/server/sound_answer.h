// A request that is answered with its sound while it is made: each part is encoded on a thread of its own and sent.
// What goes wrong before the first part is an error with its status; behind it the answer is cut off. A client that is
// slower than the engine is waited for before the next part of its text is made. Services' thread.
#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "app/server/exchange.h"
#include "app/server/speech_desk.h"
#include "app/speech/job.h"
#include "app/storage/file_thread.h"
#include "engine/audio/stream_encoder.h"

namespace app::server {

// For the first part, waiting for its turn included: as long as OpenAI's own client waits.
inline constexpr std::chrono::minutes kUntilItBegins{10};

struct SoundAnswer {
    std::vector<engine::Request> parts; // at least one
    engine::audio::StreamFormat format = engine::audio::StreamFormat::Wav;
    Headers headers = {}; // of the answer
    bool events = false;  // as OpenAI's server-sent events (speech.audio.delta, speech.audio.done), else as it is
};

class SoundAnswers : public QObject {
    Q_OBJECT

public:
    explicit SoundAnswers(SpeechDesk &desk, QObject *parent = nullptr);
    ~SoundAnswers() override; // waits for what is being encoded

    void give(SoundAnswer answer, const ExchangePtr &exchange);

Q_SIGNALS:
    // When the first part was sent: s from give() on.
    void begun(double seconds);

private:
    class Flow;
    // Answers whose last byte is not with the system yet; one more is turned away as by the desk.
    static constexpr int kMostOpen = 64; // as connections: who does not read is let go there, when others come

    SpeechDesk &m_desk;
    std::shared_ptr<std::atomic<int>> m_open = std::make_shared<std::atomic<int>>(0);
    storage::FileThread m_thread{"server-sound"}; // last: its work uses what is above
};

} // namespace app::server
