#include "app/voices/recording_session.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/quality/speech_frames.h"

namespace app::voices {

namespace {

using engine::quality::Verdict;

QString tr(const char *text) {
    return QCoreApplication::translate("voices", text);
}

// What a person hears of a room in a new voice: a voice at arm's length is about -25 dBFS, and 30 dB less is not
// noticed.
RoomNoise judged(std::vector<float> samples) {
    // The click on Record, and the hand that leaves the mouse, are not the room.
    constexpr std::size_t kHandSteps = 30;
    constexpr double kShare = 0.3;
    std::vector<double> powers = engine::quality::stepPowers({engine::kSampleRate, std::move(samples)});
    powers.erase(powers.begin(), powers.begin() + kHandSteps);
    const auto quiet = powers.begin() + std::ptrdiff_t(kShare * double(powers.size()));
    std::nth_element(powers.begin(), quiet, powers.end());
    const double power = *quiet;
    RoomNoise room;
    room.dbfs = power > 0 ? std::max(-120.0, 10 * std::log10(power)) : -120.0;
    const QString level = QString::number(room.dbfs, 'f', 0).replace(u'-', QStringLiteral("\u2212"));
    if (room.dbfs < -100) {
        room.verdict = Verdict::Attention;
        room.sentence = tr("The microphone gives nothing at all: it may be muted.");
        room.mayBeMuted = true;
    } else if (room.dbfs > -45) {
        room.verdict = Verdict::Alarm;
        room.sentence =
            tr("The room is loud (%1 dBFS): switch off fans, close the window, or go nearer to the microphone "
               "and turn it down.")
                .arg(level);
    } else if (room.dbfs > -55) {
        room.verdict = Verdict::Attention;
        room.sentence = tr("The room can be heard (%1 dBFS): speak near the microphone.").arg(level);
    } else {
        room.sentence = tr("The room is quiet (%1 dBFS).").arg(level);
    }
    return room;
}

} // namespace

void RecordingSession::start() {
    m_part = Part::Room;
    m_inPart = 0;
    m_room.clear();
    m_recorded.clear();
}

void RecordingSession::stop() {
    m_part = Part::Idle;
}

// One piece may hold the end of one part and the beginning of the next; then what it says of both is in the answer.
RecordingSession::News RecordingSession::feed(std::span<const float> samples) {
    constexpr auto kRoom = std::size_t(kRoomSeconds * engine::kSampleRate);
    constexpr auto kCount = std::size_t(kCountInSeconds * engine::kSampleRate);
    constexpr auto kMost = std::size_t(kMostSeconds * engine::kSampleRate);
    News news;
    const auto enter = [&](Part part) {
        m_part = part;
        m_inPart = 0;
        news.advanced = true;
    };
    while (!samples.empty() && m_part != Part::Idle && m_part != Part::Full) {
        const std::size_t whole = m_part == Part::Room ? kRoom : m_part == Part::CountIn ? kCount : kMost;
        const std::span<const float> piece = samples.first(std::min(samples.size(), whole - m_inPart));
        samples = samples.subspan(piece.size());
        const std::size_t before = m_inPart;
        m_inPart += piece.size();
        switch (m_part) {
        case Part::Room:
            m_room.insert(m_room.end(), piece.begin(), piece.end());
            if (m_inPart == whole) {
                news.room = judged(std::move(m_room));
                news.countedIn = kCountInSeconds;
                enter(Part::CountIn);
            }
            break;
        case Part::CountIn:
            if (before / engine::kSampleRate != m_inPart / engine::kSampleRate && m_inPart < whole)
                news.countedIn = kCountInSeconds - int(m_inPart / engine::kSampleRate);
            if (m_inPart == whole)
                enter(Part::Recording);
            break;
        default:
            m_recorded.insert(m_recorded.end(), piece.begin(), piece.end());
            if (m_inPart == whole)
                enter(Part::Full);
        }
    }
    return news;
}

} // namespace app::voices
