// What detectors (engine/quality/artifacts.h) find in speech that nobody keeps: live comments and what other programs
// asked for. Takes of a person's own lines are looked at by app/cloning/take_checker.h. The newest are remembered, over
// starts too, as lines of a file with figures alone: never what was said. GUI thread; the looking is done on another.
#pragma once

#include <QObject>

#include <atomic>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/settings/speech_purposes.h"
#include "app/speech/speech_queue.h"
#include "app/storage/file_thread.h"

namespace engine::performance {
class MonitorLog;
}

namespace app::listening {

struct CheckedSpeech {
    SpeechPurpose purpose = SpeechPurpose::Session;
    SpeechSteps steps;
    qint64 at = 0; // ms since 1970 UTC
    bool doubted = false;
};
std::deque<CheckedSpeech> checkedSpeechIn(const std::string &lines); // those that make no sense are left out

class SpokenArtifacts : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t kMost = 5'000;

    // Without a file nothing is remembered. Several programs may write it at once; each reads it once.
    SpokenArtifacts(const Settings &settings, speech::SpeechQueue &queue, storage::FileThread &files,
                    std::filesystem::path file, QObject *parent = nullptr);
    ~SpokenArtifacts() override; // what is being looked at is looked at to its end, the rest is not

    void readBack(); // what earlier starts found; changed() follows, if there is something
    const std::deque<CheckedSpeech> &all() const { return m_all; } // oldest first

Q_SIGNALS:
    void changed();

private:
    void look(const speech::Take &take, SpeechPurpose purpose);
    void keep(const CheckedSpeech &checked);

    const Settings &m_settings;
    speech::SpeechQueue &m_queue;
    storage::FileThread &m_files;
    const std::filesystem::path m_file;
    std::shared_ptr<engine::performance::MonitorLog> m_log; // of the file thread; null: none
    std::deque<CheckedSpeech> m_all;
    quint64 m_job = 0; // that runs, when it is somebody else's
    SpeechPurpose m_purpose = SpeechPurpose::Session;
    int m_waiting = 0;
    std::atomic<bool> m_ends = false;
    storage::FileThread m_thread{"artifacts"}; // last: its work uses everything above
};

} // namespace app::listening
