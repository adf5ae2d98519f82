// A microphone through Qt, where this build has no PulseAudio. On one thread, which has an event loop.
#pragma once

#include <QAudioFormat>
#include <QElapsedTimer>
#include <QMediaDevices>

#include "app/voices/microphone.h"

class QAudioSource;
class QIODevice;
struct soxr;

namespace app::voices {

class QtInput : public Microphone {
public:
    explicit QtInput(const QByteArray &id, Use use = Use::Listen);
    ~QtInput() override;
    QtInput(const QtInput &) = delete;
    QtInput &operator=(const QtInput &) = delete;

    std::vector<float> take() override;
    bool isOpen() const override;
    bool isBroken() const override;
    QString whyNot() const override;
    QList<InputDevice> devices() const override;

private:
    std::vector<float> monoOf(const QByteArray &frames) const;

    const Use m_use;
    QMediaDevices m_media;
    QByteArray m_id; // of the device that was taken
    QAudioFormat m_format;
    std::unique_ptr<QAudioSource> m_source;
    QIODevice *m_sound = nullptr; // of m_source
    QByteArray m_rest;            // the beginning of a frame
    mutable QElapsedTimer m_looked;
    mutable bool m_isThere = true; // when it was looked for
    soxr *m_soxr = nullptr;        // only where the rates differ
};

} // namespace app::voices
