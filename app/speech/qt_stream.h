// A device through QAudioSink: a tenth of a second ahead, and what it has it keeps.
#pragma once

#include <QAudioDevice>

#include <memory>
#include <vector>

#include "app/speech/sound_stream.h"

class QAudioSink;
class QIODevice;

namespace app::speech {

class FormatConverter;

QList<OutputDevice> qtDevices();
QAudioDevice qtDevice(const QByteArray &id); // null: it is not there

class QtStream : public SoundStream {
public:
    // Throws engine::Error where the device's rate cannot be made.
    QtStream(const QAudioDevice &device, Source source);
    ~QtStream() override;

    bool feed() override;
    std::chrono::milliseconds feedEvery() const override;
    std::size_t ahead() const override;
    std::size_t takeBack(std::size_t) override { return 0; }
    std::size_t capacity() const override;
    bool broken() const override { return false; }
    bool serverIsGone() const override { return false; }
    QString whyNot() const override; // empty: it was opened
    void stop() override;

private:
    std::size_t samplesOf(qint64 bytes) const;

    std::unique_ptr<FormatConverter> m_converter;
    QAudioSink *m_sink;
    QIODevice *m_into = nullptr; // the sink's
    std::vector<char> m_block;   // made for the sink, and not yet taken
};

} // namespace app::speech
