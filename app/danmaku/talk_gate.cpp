#include "app/danmaku/talk_gate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace app::danmaku {

namespace {

constexpr double kPass = 1 / (1 + 2 * std::numbers::pi * 80 / engine::kSampleRate); // first order, 80 Hz
constexpr double kMost = 100;                                                       // full scale is 1

} // namespace

void TalkGate::setRules(const TalkRules &rules) {
    const auto within = [](double value, double least, double most) {
        return std::isfinite(value) ? std::clamp(value, least, most) : least;
    };
    m_rules = {within(rules.line, -80, 0), within(rules.louder, 0, 60), within(rules.releaseSeconds, 0.2, 10)};
}

void TalkGate::setReading(bool reading) {
    if (std::exchange(m_reading, reading) && !reading)
        m_tail = kTailSteps;
}

void TalkGate::feed(std::span<const float> samples) {
    for (const float sample : samples) {
        const double now = std::isfinite(sample) ? std::clamp(double(sample), -kMost, kMost) : 0;
        m_high = kPass * (m_high + now - m_before);
        m_before = now;
        m_power += m_high * m_high;
        if (++m_inStep == kStep)
            endStep();
    }
}

double TalkGate::line() const {
    return m_rules.line + (m_reading || m_tail > 0 ? m_rules.louder : 0);
}

void TalkGate::endStep() {
    const double level = std::max(kSilence, 10 * std::log10(m_power / kStep + 1e-30));
    m_power = 0;
    m_inStep = 0;
    m_level = std::max(m_level, level);
    const bool isLoud = level >= line() - (m_held ? kHysteresis : 0);
    if (!m_reading && m_tail > 0)
        --m_tail;
    m_loud = std::clamp(m_loud + (isLoud ? 1 : -1), 0, m_held ? kKeepSteps : kAttackSteps);
    if (!m_held) {
        m_held = m_loud == kAttackSteps;
        m_quiet = 0;
        return;
    }
    m_quiet = m_loud == kKeepSteps ? 0 : m_quiet + 1;
    if (double(m_quiet) * kStep >= m_rules.releaseSeconds * engine::kSampleRate) {
        m_held = false;
        m_loud = 0;
    }
}

void TalkGate::reset() {
    const TalkRules rules = m_rules;
    const bool reading = m_reading;
    *this = {};
    m_rules = rules;
    m_reading = reading;
}

double TalkGate::takeLevel() {
    return std::exchange(m_level, kSilence);
}

} // namespace app::danmaku
