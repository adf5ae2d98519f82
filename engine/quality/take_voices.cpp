#include "engine/quality/take_voices.h"

#include <cmath>

#include "engine/quality/reference_check.h"
#include "engine/text/speech_units.h"

namespace engine::quality {

namespace {

constexpr double kSameScript = 0.3;

double syllabicShare(const SpokenLine &line) {
    return line.plainUnits > 0 ? line.syllabicUnits / line.plainUnits : 0;
}

} // namespace

ReferenceSound::ReferenceSound(const Clip &recording, const std::string &said)
    : clip(prepareForF5(recording).clip), sound(listenTo(clip)), transcript(readLine(said)) {
    if (transcript.units > 0 && sound.speechSeconds() > 0)
        secondsPerUnit = sound.speechSeconds() / transcript.units;
    speechUnits = text::speechUnits(said);
}

VoicesOfTake::VoicesOfTake(const std::vector<AskedPart> &parts, const CheckContext &context)
    : m_references(context.otherVoices.size() + 1) {
    for (const AskedPart &part : parts) {
        std::unique_ptr<const ReferenceSound> &reference = m_references[part.voice];
        const ClipPtr &recording = part.voice == 0 ? context.reference : context.otherVoices[part.voice - 1].recording;
        if (reference || !recording)
            continue;
        reference = std::make_unique<const ReferenceSound>(
            *recording, part.voice == 0 ? context.transcript : context.otherVoices[part.voice - 1].transcript);
        if (!m_pace.known && reference->secondsPerUnit)
            m_pace = {*reference->secondsPerUnit, true, false, 0};
    }
    for (const AskedPart &part : parts)
        add(part);
    if (const ReferenceSound *const first = parts.empty() ? nullptr : of(parts.front().voice))
        m_pace.sameScript = std::abs(syllabicShare(m_line) - syllabicShare(first->transcript)) < kSameScript;
}

void VoicesOfTake::add(const AskedPart &part) {
    const ReferenceSound *const reference = of(part.voice);
    const double own = reference ? reference->secondsPerUnit.value_or(m_pace.secondsPerUnit) : m_pace.secondsPerUnit;
    const double before = m_line.units;
    m_line.add(part.text, own / m_pace.secondsPerUnit / part.speed, part.speed);
    double seconds = (m_line.units - before) * m_pace.secondsPerUnit;
    if (reference && reference->secondsPerUnit && reference->speechUnits > 0) {
        const double bySyllables = text::speechUnits(part.text) / reference->speechUnits / part.speed;
        seconds = std::sqrt(seconds * bySyllables * reference->sound.speechSeconds());
    }
    m_pace.speechSeconds += seconds;
}

} // namespace engine::quality
