// Brings sound that is to be heard to a wanted loudness (engine/audio/loudness_target.h) on a thread of its own: whole
// clips, and streams of chunks that are still being made. GUI thread. Sound that cannot be measured (damaged samples)
// is heard as it is.
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "app/storage/file_thread.h"
#include "engine/audio/loudness_target.h"

namespace app::speech {

// A clip as it is heard.
struct Levelled {
    engine::ClipPtr clip; // the one that was given when nothing had to be added
    engine::audio::LoudnessChange change;
};

class Leveller : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Levelled &levelled)>;

    explicit Leveller(QObject *parent = nullptr);

    // Answers through the event loop, and not when `context` was destroyed, nor when stop was asked for before the
    // clip had its turn.
    void level(const engine::ClipPtr &clip, double target, QObject *context, Done done, std::stop_token stop = {});

    // One stream at a time: what is appended comes out as chunk(), in order, then ended(). Without a target (LUFS) it
    // comes at once and unchanged. Chunks of another id are not taken.
    void begin(quint64 id, std::optional<double> target);
    void append(quint64 id, const engine::ClipPtr &clip);
    void end(quint64 id);

Q_SIGNALS:
    void chunk(quint64 id, const engine::ClipPtr &clip);
    void ended(quint64 id);

private:
    quint64 m_stream = 0;
    std::shared_ptr<engine::audio::StreamLoudness> m_loudness; // of the stream, used on the thread alone; null: none
    storage::FileThread m_thread{"loudness"};                  // last: its work uses everything above
};

} // namespace app::speech
