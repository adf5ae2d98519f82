// Writes takes as sound files on a thread of its own, so that a slow disk or a network folder never holds the window
// up. GUI thread. The destructor waits until what was asked for is written.
#pragma once

#include <QObject>

#include <optional>

#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "engine/audio/loudness_target.h"
#include "engine/audio/sound_file.h"
#include "engine/clip.h"

namespace app::speech {

class TakeSaver : public QObject {
    Q_OBJECT

public:
    explicit TakeSaver(QObject *parent = nullptr);

    // Without a `format` it follows the name: .flac (24 bits), .ogg (Vorbis), .opus, else WAV (16 bits). The file is
    // whole or untouched. `loudness`: in LUFS, none = as spoken (engine/audio/loudness_target.h); the tags say what was
    // done.
    void save(const engine::ClipPtr &clip, const QString &file, const engine::audio::SoundTags &tags = {},
              std::optional<double> loudness = {}, std::optional<engine::audio::SoundFormat> format = {});

Q_SIGNALS:
    void saved(const QString &file, const std::optional<engine::audio::LoudnessChange> &change);
    void failed(const engine::ClipPtr &clip, const QString &file, const app::Problem &problem,
                const engine::audio::SoundTags &tags);

private:
    storage::FileThread m_files;
};

} // namespace app::speech
