// By how much two clips must be turned down to sound equally loud (engine/audio/loudness.h), found out on a thread of
// its own. GUI thread.
#pragma once

#include <QObject>

#include <functional>

#include "app/storage/file_thread.h"
#include "engine/audio/loudness.h"
#include "engine/clip.h"

namespace app::speech {

class LevelMatcher : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const engine::audio::LevelMatch &match)>;

    explicit LevelMatcher(QObject *parent = nullptr);

    // Answers through the event loop, and not when `context` was destroyed. Both 0 dB where nothing can be measured:
    // silence, damaged sound, a build without libebur128.
    void match(const engine::ClipPtr &first, const engine::ClipPtr &second, QObject *context, Done done);

private:
    storage::FileThread m_thread{"loudness"};
};

// What a change of so many dB multiplies samples with.
double toLinear(double decibel);

} // namespace app::speech
