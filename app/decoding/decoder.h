// Any sound or video file becomes a Clip at 24 kHz, in the background. GUI thread.
//
// No file of a stranger is read in this process: a short-lived one, `ishowtts-decode`, gets the opened file and nothing
// else (app/decoding/helper/confinement.h). What comes back is checked as what a stranger sends, too.
#pragma once

#include <QMetaType>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <stop_token>

#include "app/decoding/decoded_sound.h"
#include "app/problem.h"
#include "app/storage/file_thread.h"

namespace app::decoding {

class Decoder : public QObject {
    Q_OBJECT

public:
    explicit Decoder(QObject *parent = nullptr);
    ~Decoder() override; // ends the process

    // One file at a time: another one cancels the one before. decoded(), failed() or cancelled() follows with the
    // number that this gives; nothing is ever sent before it returns.
    quint64 start(const QString &file);
    void cancel(); // at once; nothing happens when none runs
    bool isRunning() const { return m_running != 0; }

Q_SIGNALS:
    // Below 0: not known yet.
    void progressed(quint64 id, double fraction, double secondsLeft);
    void decoded(quint64 id, const app::decoding::DecodedSound &sound);
    void failed(quint64 id, const app::Problem &problem);
    void cancelled(quint64 id);

private:
    void tell(quint64 id, const std::function<void()> &what); // unless it was cancelled

    quint64 m_last = 0;
    quint64 m_running = 0;
    std::stop_source m_stop;
    storage::FileThread m_thread{"decode"}; // last: its work uses everything above
};

} // namespace app::decoding
