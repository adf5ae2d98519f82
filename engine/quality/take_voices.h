// The references of the voices that speak in a take, as its measures want to know them. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/quality/take_check.h"
#include "engine/quality/take_measures.h"

namespace engine::quality {

struct ReferenceSound {
    ReferenceSound(const Clip &recording, const std::string &transcript);
    ReferenceSound(const ReferenceSound &) = delete;
    ReferenceSound &operator=(const ReferenceSound &) = delete;

    const Clip clip; // as F5-TTS hears it
    const TakeSound sound;
    const SpokenLine transcript;
    std::optional<double> secondsPerUnit; // none: it says nothing
    double speechUnits = 0;               // engine/text/speech_units.h
};

class VoicesOfTake {
public:
    // Listens to the references of those that say something. Error(BadInput) as prepareForF5(). How long a part takes
    // is the geometric mean of what its letters and what its syllables (engine/text/speech_units.h) let expect beside
    // the reference: either misleads by itself.
    VoicesOfTake(const std::vector<AskedPart> &parts, const CheckContext &context);

    const ReferenceSound *of(std::size_t voice) const { return m_references[voice].get(); } // null: it has none
    const SpokenLine &line() const { return m_line; }   // weighed by voices and speeds
    const ExpectedPace &pace() const { return m_pace; } // of the first voice whose pace is known

private:
    void add(const AskedPart &part);

    std::vector<std::unique_ptr<const ReferenceSound>> m_references;
    SpokenLine m_line;
    ExpectedPace m_pace;
};

} // namespace engine::quality
