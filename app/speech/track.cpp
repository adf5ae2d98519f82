#include "app/speech/track.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/audio/resample.h"

namespace app::speech {

namespace {

std::size_t toSamples(double seconds) {
    return seconds > 0 ? std::size_t(std::llround(std::min(seconds, 1e6) * engine::kSampleRate)) : 0;
}

double toSeconds(std::size_t samples) {
    return double(samples) / engine::kSampleRate;
}

float steppedTo(float value, float target, float step) {
    return value + std::clamp(target - value, -step, step);
}

// At the engine's rate; null where there is nothing to hear.
engine::ClipPtr fitting(const engine::ClipPtr &clip) {
    if (!clip || clip->samples.empty() || clip->sampleRate <= 0)
        return nullptr;
    if (clip->sampleRate == engine::kSampleRate)
        return clip;
    auto converted = std::make_shared<engine::Clip>();
    converted->samples = engine::audio::resample(clip->samples, clip->sampleRate, engine::kSampleRate);
    return converted->samples.empty() ? nullptr : converted;
}

} // namespace

void Track::Tape::moveTo(std::size_t target) {
    position = std::min(target, size());
    const std::vector<std::size_t> &ends = list->ends;
    clip = std::size_t(std::upper_bound(ends.begin(), ends.end(), position) - ends.begin());
}

float Track::Tape::next() {
    if (group)
        return group->at(position++);
    while (list->ends[clip] <= position)
        ++clip;
    const std::size_t start = clip > 0 ? list->ends[clip - 1] : 0;
    return list->clips[clip]->samples[position++ - start];
}

void Track::begin() {
    Tape tape;
    tape.started = true;
    tape.open = true;
    m_next = std::move(tape);
    m_jump.reset();
    m_paused = false;
}

void Track::append(const engine::ClipPtr &clip) {
    Tape &tape = newest();
    if (!tape.open)
        return;
    if (engine::ClipPtr ready = fitting(clip)) {
        auto more = std::make_shared<Clips>(*tape.list);
        more->ends.push_back(tape.size() + ready->samples.size());
        more->clips.push_back(std::move(ready));
        tape.list = std::move(more);
    }
}

void Track::close() {
    newest().open = false;
}

void Track::play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds) {
    begin();
    append(clip);
    startAt(fromSeconds, toSeconds);
}

void Track::play(std::span<const GroupClip> group, int heard, double fromSeconds, double toSeconds) {
    begin();
    std::vector<GroupClip> ready(group.begin(), group.end());
    for (GroupClip &one : ready)
        one.clip = fitting(one.clip);
    newest().group.emplace(ready, heard);
    startAt(fromSeconds, toSeconds);
}

void Track::hear(int index) {
    if (auto &group = newest().group)
        group->hear(index);
}

void Track::setGroupGains(std::span<const double> gains) {
    if (auto &group = newest().group)
        group->setGains(gains);
}

void Track::startAt(double fromSeconds, double toSeconds) {
    close();
    Tape &tape = newest();
    tape.to = toSeconds >= 0 ? std::max<std::size_t>(1, toSamples(toSeconds)) : 0;
    tape.from = std::min(toSamples(fromSeconds), tape.end());
    tape.moveTo(tape.from);
}

void Track::join(const Track &other) {
    const float volume = m_volumeWanted;
    if (this != &other)
        *this = other;
    m_gain = 0.0F;
    m_volumeWanted = volume;
}

void Track::stop(int fade) {
    m_next = Tape();
    m_step = 1.0F / float(std::max(fade, kFade));
    m_jump.reset();
    m_paused = false;
    if (silent())
        turn();
}

void Track::seek(double seconds) {
    if (m_next)
        m_next->moveTo(toSamples(seconds));
    else
        m_jump = toSamples(seconds);
}

double Track::seconds() const {
    return toSeconds(m_next ? m_next->position : m_jump.value_or(m_now.position));
}

double Track::totalSeconds() const {
    return toSeconds(newest().size());
}

// Also the distance to the end of what is there: the last samples fade out by themselves, and when another clip comes
// in time the fade never begins.
float Track::gainAtEnd() const {
    const std::size_t left = m_now.end() - std::min(m_now.position, m_now.end());
    return std::min(1.0F, float(left) * kStep);
}

float Track::gainWanted() const {
    return m_next || m_jump || m_paused || !m_now.started ? 0.0F : gainAtEnd();
}

void Track::turn() {
    m_step = kStep;
    if (m_next) {
        m_now = std::move(*m_next);
        m_next.reset();
    }
    if (m_jump)
        m_now.moveTo(*std::exchange(m_jump, std::nullopt));
    if (!m_now.started || m_paused || m_now.position < m_now.end())
        return;
    if (m_loop && !m_now.open && m_now.end() > m_now.from)
        m_now.moveTo(m_now.from);
    else if (!m_now.open)
        m_now.started = false;
}

void Track::read(std::span<float> out) {
    for (float &sample : out) {
        if (m_gain == 0.0F) {
            turn();
            m_volume = m_volumeWanted;
        }
        m_volume = steppedTo(m_volume, m_volumeWanted, kStep);
        m_gain = steppedTo(m_gain, gainWanted(), m_step);
        if (m_step < kStep) // what is there may end first
            m_gain = std::min(m_gain, gainAtEnd());
        const bool sounds = m_gain > 0.0F && m_now.started && m_now.position < m_now.end();
        sample = sounds ? m_now.next() * m_gain * m_volume : 0.0F;
        if (!sounds)
            m_gain = 0.0F;
    }
}

} // namespace app::speech
