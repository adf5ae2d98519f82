// What comes in, written to a file that can be replayed: as it came, before any rule of the queue.
#include "app/danmaku/stage_inside.h"

namespace app::danmaku {

void LiveStage::recordChat(const QString &file) {
    m_inside->whenOpen([this, file] {
        Inside &in = *m_inside;
        stopRecording();
        in.recorder = std::make_unique<chat::ChatRecorder>(file, in.uses.files, this, [this](const Problem &wrong) {
            stopRecording();
            m_inside->say(wrong);
        });
        in.recordedFile = file;
        in.whileRecorded = std::make_unique<QObject>();
        connect(&in.chat(), &chat::ChatReader::judged, in.whileRecorded.get(),
                [&in](const QList<chat::Judgement> &judgements) {
                    for (const chat::Judgement &judgement : judgements)
                        in.recorder->add(*judgement.message);
                });
        connect(&in.chat(), &chat::ChatReader::removed, in.whileRecorded.get(),
                [&in](const chat::Removal &removal) { in.recorder->add(removal); });
        Q_EMIT recordingChanged();
    });
}

void LiveStage::stopRecording() {
    Inside &in = *m_inside;
    if (!in.recorder)
        return;
    in.whileRecorded.reset();
    in.recorder.reset();
    in.recordedFile.clear();
    Q_EMIT recordingChanged();
}

const QString &LiveStage::recording() const {
    return m_inside->recordedFile;
}

} // namespace app::danmaku
