// One measurement of speed at a time for this person: two beside each other would both be slow, and both records
// spoilt, as when timers catch up after a night.
#pragma once

#include <stop_token>

namespace engine::cli {

class MeasuringTurn { // given back at its end, however the program ends
public:
    MeasuringTurn() = default;
    ~MeasuringTurn();
    MeasuringTurn(const MeasuringTurn &) = delete;
    MeasuringTurn &operator=(const MeasuringTurn &) = delete;

    // Returns when it has the turn, or at once when it has it already, was asked to stop, or nothing can be written in
    // the state folder. Says so when it has to wait.
    void take(const std::stop_token &stop);

private:
    int m_file = -1;
};

} // namespace engine::cli
