// Writes takes as WAV files on a thread of its own, so that a slow disk or a network folder never holds the window up.
// GUI thread. The destructor waits until what was asked for is written.
#pragma once

#include <QObject>

#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "engine/clip.h"

namespace app::speech {

class TakeSaver : public QObject {
    Q_OBJECT

public:
    explicit TakeSaver(QObject *parent = nullptr);

    void save(const engine::ClipPtr &clip, const QString &file); // 16-bit PCM; the file is whole or untouched

Q_SIGNALS:
    void saved(const QString &file);
    void failed(const engine::ClipPtr &clip, const QString &file, const app::Problem &problem);

private:
    storage::FileThread m_files;
};

} // namespace app::speech
