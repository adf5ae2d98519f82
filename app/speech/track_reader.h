// Reads a track ahead of what is heard. It remembers how the track was at each moment that is not heard yet: so what
// was read can be taken back and the track be changed where it is heard next, and place and level are those that are
// heard. No device and no thread, like the track.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <utility>

#include "app/speech/track.h"

namespace app::speech {

class TrackReader {
public:
    const Track &track() const { return m_now.track; } // as it is behind the last sample read
    // Changes it there: work(Track &). Whoever wants the change to be heard earlier takes samples back before. `wakes`:
    // silence counts from here on.
    template <typename Work> void change(Work work, bool wakes = false) {
        const double place = m_now.track.seconds();
        work(m_now.track);
        const bool jumps = m_now.track.seconds() != place || (changeIsAhead() && m_change->jumped);
        m_change.reset();
        if (unheard() > 0)
            m_change.emplace(m_now.track, jumps);
        if (wakes)
            m_now.quietSeconds = 0;
    }

    void begin(std::size_t leadIn); // on a new device: nothing is read yet, and so many samples of silence come first
    void read(std::span<float> out);
    void heardAllBut(std::size_t ahead);
    void takeBack(std::size_t samples); // the last ones read, at most retractable()
    std::size_t retractable() const;    // samples that are not heard, and were read since the last change

    // As it is where it is heard, to a hundredth of a second; when a change is not heard yet, as it was right after it.
    const Track &heardTrack() const;
    double heardSeconds() const;                               // its place; after a jump at once where it goes on
    double quietSeconds() const { return m_now.quietSeconds; } // of silence at the end of what was read
    float takePeak() { return std::exchange(m_peak, 0.0F); }   // linear, of what was heard since it was asked last

private:
    struct Place {
        Track track;
        std::size_t leadIn = 0; // samples of silence still to come first
        double quietSeconds = 0;
    };
    struct Block {
        Place before;
        std::size_t size = 0;
        float peak = 0;
        bool heard = false; // its peak was counted
    };

    struct Change {
        Track track; // right after it
        bool jumped = false;
        std::size_t read = 0; // samples since

        Change(const Track &after, bool jump) : track(after), jumped(jump) {}
    };

    void readOn(std::span<float> out);
    std::size_t unheard() const { return m_ahead - m_offset; }
    bool changeIsAhead() const { return m_change && m_change->read < unheard(); }

    Place m_now;
    std::optional<Change> m_change; // the last one, until it is heard
    std::deque<Block> m_blocks;     // the first one holds what is heard now
    std::size_t m_offset = 0;       // samples of the first block that were heard
    std::size_t m_ahead = 0;        // samples in all blocks
    float m_peak = 0;
};

} // namespace app::speech
