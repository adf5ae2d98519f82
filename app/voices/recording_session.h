// What becomes of a microphone's samples: the room, the count, the recording. Pure; time is the number of samples.
#pragma once

#include <QMetaType>
#include <QString>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/clip.h"
#include "engine/quality/reference_check.h"

namespace app::voices {

struct RoomNoise {
    double dbfs = 0; // RMS of what is quiet in a second
    engine::quality::Verdict verdict = engine::quality::Verdict::Good;
    QString sentence;        // what it means and what to do, for people
    bool mayBeMuted = false; // that is what it says; not true any more when something is heard
};

class RecordingSession {
public:
    static constexpr int kRoomSeconds = 1;
    static constexpr int kCountInSeconds = 3;
    static constexpr int kMostSeconds = 60;

    enum class Part { Idle, Room, CountIn, Recording, Full };

    struct News {
        std::optional<RoomNoise> room; // just measured
        std::optional<int> countedIn;  // 3, 2, 1
        bool advanced = false;         // the part is another one now
    };

    void start(); // Room; what was recorded before is gone
    void stop();  // Idle
    News feed(std::span<const float> samples);

    Part part() const { return m_part; }
    double seconds() const { return double(m_recorded.size()) / engine::kSampleRate; }
    engine::Clip recording() const { return {engine::kSampleRate, m_recorded}; }

private:
    Part m_part = Part::Idle;
    std::size_t m_inPart = 0; // samples
    std::vector<float> m_room;
    std::vector<float> m_recorded;
};

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::RoomNoise)
