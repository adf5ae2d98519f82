#include "ui/listening/blind_session.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

#include "engine/audio/loudness.h"
#include "engine/audio/row_levels.h"
#include "engine/error.h"

namespace ui::listening {

using app::listening::Condition;
using app::listening::kPlaceOfX;
using app::listening::ListeningEvent;
using app::listening::SessionState;
using app::listening::Trial;
using Kind = ListeningEvent::Kind;

namespace {

constexpr int kOutline = 400;         // parts
constexpr double kShortestLoop = 0.5; // seconds
constexpr double kLongestStep = 0.5;  // seconds between two positions that follow each other
constexpr int kNoteHeard = 1000;      // ms that are noted together

void addOutline(std::vector<float> &outline, const engine::Clip &clip, std::size_t length) {
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        float &part = outline[std::min(outline.size() - 1, i * outline.size() / length)];
        part = std::max(part, std::abs(clip.samples[i]));
    }
}

std::shared_ptr<const RowSounds> levelled(const std::vector<engine::ClipPtr> &clips, std::vector<Condition> conditions,
                                          const app::listening::TestDesign &design) {
    RowSounds row;
    row.conditions = std::move(conditions);
    row.outline.resize(kOutline);
    std::vector<double> gains(clips.size(), 0.0);
    if (!design.asDelivered && engine::audio::canMeasureLoudness()) {
        const auto levels = engine::audio::rowLevels(clips, design.targetLufs);
        for (std::size_t i = 0; i < gains.size(); ++i)
            gains[i] = levels.clips[i].gain;
    }
    std::size_t length = 1;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        row.clips.push_back(std::make_shared<engine::Clip>(engine::audio::withGain(*clips[i], gains[i])));
        length = std::max(length, row.clips.back()->samples.size());
        row.seconds = std::max(row.seconds, row.clips.back()->seconds());
    }
    for (const engine::ClipPtr &clip : row.clips)
        addOutline(row.outline, *clip, length);
    const float highest = std::max(1e-6F, *std::max_element(row.outline.begin(), row.outline.end()));
    for (float &part : row.outline)
        part /= highest;
    return std::make_shared<RowSounds>(std::move(row));
}

} // namespace

BlindSession::BlindSession(Uses uses, std::shared_ptr<const app::listening::SessionPlan> plan,
                           std::vector<ListeningEvent> events, QObject *parent)
    : QObject(parent), m_uses(std::move(uses)), m_recorder(m_uses.store, std::move(plan), std::move(events), nullptr) {
    connect(&m_uses.player, &app::speech::Player::positionChanged, this, &BlindSession::followPosition);
    connect(&m_uses.player, &app::speech::Player::stateChanged, this, [this](app::speech::Player::State state) {
        if (!m_started)
            return;
        if (state != app::speech::Player::State::Playing) {
            flushHeard();
            m_last = -1;
        }
        Q_EMIT soundChanged();
    });
    connect(&m_recorder, &app::listening::SessionRecorder::recorded, this, &BlindSession::followRecorded);
    connect(&m_recorder, &app::listening::SessionRecorder::notRecorded, this, [this](const app::Problem &what) {
        m_voting = false;
        stop();
        Q_EMIT problem(what);
        Q_EMIT changed();
    });
}

BlindSession::~BlindSession() {
    if (m_started)
        m_uses.player.stop();
}

int BlindSession::currentRow() const {
    const Trial *trial = session().currentTrial();
    return trial ? trial->row : -1;
}

std::vector<int> BlindSession::places() const {
    return session().currentTrial() ? session().placesOf(session().state().current) : std::vector<int>{};
}

int BlindSession::indexOf(int place) const {
    return place == kPlaceOfX ? int(session().currentTrial()->shown.size()) : place;
}

bool BlindSession::record(ListeningEvent event) {
    event.at = QDateTime::currentMSecsSinceEpoch();
    try {
        m_recorder.record(event);
        return true;
    } catch (const engine::Error &error) {
        Q_EMIT problem({QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
        return false;
    }
}

void BlindSession::recordSound(Kind kind, int heardMs) {
    ListeningEvent event;
    event.kind = kind;
    event.trial = m_recorder.expected().state().current;
    event.place = m_place;
    event.heardMs = heardMs;
    event.positionMs = kind == Kind::Heard ? 0 : int(m_position * 1000);
    record(event);
}

void BlindSession::flushHeard() {
    const int heard = int(m_heardMs);
    m_heardMs = 0;
    if (heard > 0 && m_place >= 0 && m_recorder.expected().currentTrial() && !m_recorder.expected().state().paused)
        recordSound(Kind::Heard, heard);
}

void BlindSession::goOn() {
    ListeningEvent event;
    const SessionState &state = session().state();
    if (state.stage == SessionState::Stage::NotBegun) {
        event.kind = Kind::Began;
    } else if (state.stage == SessionState::Stage::Asking || state.stage == SessionState::Stage::AllAnswered) {
        event.kind = Kind::Resumed;
    } else {
        return;
    }
    record(event);
    readRow();
}

void BlindSession::readRow() {
    const int row = currentRow();
    if (row < 0 || row == m_reading || isReady())
        return;
    m_reading = row;
    const auto conditions = app::listening::soundsNeeded(plan().design);
    auto clips = std::make_shared<std::vector<engine::ClipPtr>>(conditions.size());
    auto left = std::make_shared<std::size_t>(conditions.size());
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const QString hash = QString::fromStdString(plan().stimulus(row, conditions[i]).hash);
        m_uses.readSound(hash, this, [=, this](const app::storage::Answer<engine::ClipPtr> &answer) {
            if (row != m_reading)
                return;
            if (!answer) {
                m_reading = -1;
                Q_EMIT problem({tr("A sound of the listening test cannot be read."), answer.problem.remedy,
                                answer.problem.what + u'\n' + answer.problem.detail});
                return;
            }
            (*clips)[i] = *answer.value;
            if (--*left == 0)
                level(row, *clips, conditions);
        });
    }
}

void BlindSession::level(int row, std::vector<engine::ClipPtr> clips, std::vector<Condition> conditions) {
    m_thread.post([this, row, clips = std::move(clips), conditions = std::move(conditions), design = plan().design] {
        std::shared_ptr<const RowSounds> sounds;
        QString why;
        try {
            sounds = levelled(clips, conditions, design);
        } catch (const std::exception &error) {
            why = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(this, [this, row, sounds, why] {
            if (row != m_reading)
                return;
            m_reading = -1;
            if (!sounds) {
                Q_EMIT problem({tr("The sounds of a row cannot be brought to one level."), {}, why});
                return;
            }
            m_row = sounds;
            m_rowOf = row;
            Q_EMIT changed();
        });
    });
}

void BlindSession::start(double from) {
    const Trial *trial = session().currentTrial();
    if (!trial || !isReady() || m_place < 0)
        return;
    std::vector<app::speech::GroupClip> group;
    const auto clipOf = [this](Condition condition) {
        const auto found = std::find(m_row->conditions.begin(), m_row->conditions.end(), condition);
        return m_row->clips[std::size_t(found - m_row->conditions.begin())];
    };
    for (const Condition condition : trial->shown)
        group.push_back({clipOf(condition), 1.0});
    if (trial->x >= 0)
        group.push_back({clipOf(trial->shown[std::size_t(trial->x)]), 1.0});
    const auto part = region();
    m_last = -1;
    m_started = true;
    m_uses.player.setLoop(m_loop || part.has_value());
    m_uses.player.playGroup(group, indexOf(m_place), part ? part->first : from, part ? part->second : -1);
}

void BlindSession::stop() {
    flushHeard();
    if (m_started)
        m_uses.player.stop();
    m_started = false;
    m_last = -1;
    m_place = -1;
    m_position = 0;
    m_from.reset();
    m_to.reset();
}

void BlindSession::hear(int place) {
    const auto known = places();
    if (!isReady() || session().state().paused || m_voting ||
        std::find(known.begin(), known.end(), place) == known.end())
        return;
    if (m_started && isPlaying()) {
        if (place != m_place) {
            flushHeard();
            m_place = place;
            m_uses.player.hear(indexOf(place));
            recordSound(Kind::Switched);
        }
    } else {
        m_place = place;
        m_position = m_from.value_or(0);
        start(m_position);
        recordSound(Kind::Played);
    }
    Q_EMIT soundChanged();
}

bool BlindSession::isPlaying() const {
    return m_started && m_uses.player.state() == app::speech::Player::State::Playing;
}

void BlindSession::playOrPause() {
    using State = app::speech::Player::State;
    if (isPlaying()) {
        m_uses.player.pause();
    } else if (m_started && m_uses.player.state() == State::Paused) {
        m_uses.player.resume();
        recordSound(Kind::Played);
    } else if (const auto known = places(); !known.empty()) {
        hear(m_place >= 0 ? m_place : known.front());
    }
}

void BlindSession::setLoop(bool whole) {
    m_loop = whole;
    if (m_started)
        m_uses.player.setLoop(whole || region().has_value());
    Q_EMIT soundChanged();
}

void BlindSession::setRegion(std::optional<double> from, std::optional<double> to) {
    const bool had = region().has_value();
    m_from = from;
    m_to = to;
    if (m_from && m_to && *m_to < *m_from)
        std::swap(m_from, m_to);
    if (m_from && m_to)
        m_to = std::max(*m_to, *m_from + kShortestLoop);
    if (m_started && (had || region())) {
        flushHeard();
        const double at = m_position;
        start(region() ? region()->first : at);
        m_position = region() ? region()->first : at;
        recordSound(Kind::Played);
    }
    Q_EMIT soundChanged();
}

std::optional<std::pair<double, double>> BlindSession::region() const {
    if (!m_from || !m_to || !sounds())
        return {};
    return std::pair(*m_from, std::min(*m_to, std::max(sounds()->seconds, *m_from + kShortestLoop)));
}

void BlindSession::followPosition(double seconds) {
    if (!m_started || !isPlaying() || m_place < 0)
        return;
    const double step = seconds - m_last;
    if (m_last >= 0 && step > 0 && step < kLongestStep)
        m_heardMs += step * 1000;
    m_last = m_position = seconds;
    const auto &expected = m_recorder.expected();
    if (expected.currentTrial()) {
        const int trial = expected.state().current;
        const int missing = expected.neededMs(trial, m_place) - expected.heardMs(trial, m_place);
        if (m_heardMs >= kNoteHeard || (missing > 0 && m_heardMs >= missing))
            flushHeard();
    }
    Q_EMIT soundChanged();
}

double BlindSession::heardShare(int place) const {
    if (!session().currentTrial())
        return 1;
    const int trial = session().state().current;
    const int needed = session().neededMs(trial, place);
    const double heard = session().heardMs(trial, place) + (place == m_place ? m_heardMs : 0.0);
    return needed > 0 ? std::clamp(heard / needed, 0.0, 1.0) : 1.0;
}

bool BlindSession::mayVote() const {
    return !m_voting && session().mayVote();
}

void BlindSession::vote(const app::listening::Vote &vote) {
    if (m_voting)
        return;
    flushHeard();
    ListeningEvent event;
    event.kind = Kind::Voted;
    event.trial = m_recorder.expected().state().current;
    event.vote = vote;
    m_voting = record(event);
    if (m_voting)
        stop();
    Q_EMIT changed();
}

void BlindSession::undo() {
    if (m_voting || !session().state().mayUndo || session().state().paused)
        return;
    flushHeard();
    ListeningEvent event;
    event.kind = Kind::Undone;
    m_voting = record(event);
    stop();
}

void BlindSession::pause() {
    if (session().state().paused)
        return;
    stop();
    ListeningEvent event;
    event.kind = Kind::Paused;
    record(event);
}

void BlindSession::assess(const app::listening::Assessment &assessment) {
    ListeningEvent event;
    event.kind = Kind::Assessed;
    event.assessment = assessment;
    record(event);
}

void BlindSession::finish() {
    stop();
    ListeningEvent event;
    event.kind = Kind::Finished;
    record(event);
}

void BlindSession::reveal() {
    ListeningEvent event;
    event.kind = Kind::Revealed;
    record(event);
}

void BlindSession::followRecorded(const ListeningEvent &event) {
    if (event.kind == Kind::Heard || event.kind == Kind::Played || event.kind == Kind::Switched) {
        Q_EMIT soundChanged();
        return;
    }
    if (event.kind == Kind::Voted || event.kind == Kind::Undone)
        m_voting = false;
    readRow();
    Q_EMIT changed();
}

} // namespace ui::listening

#include "moc_blind_session.cpp"
