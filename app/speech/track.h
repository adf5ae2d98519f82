// What is to sound, sample by sample: clips in a row as one mono signal at engine::kSampleRate, cut without clicks.
// Every change (start, stop, pause, jump, a stream running dry, the end) fades over 5 ms, and so does the volume; a
// stop may take longer.
// No device and no thread: the player's thread owns it, tests read it directly.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/speech/clip_group.h"
#include "engine/clip.h"

namespace app::speech {

class Track {
public:
    static constexpr int kFade = engine::kSampleRate / 200; // samples

    void begin();                             // an empty stream that append() fills; replaces what sounds
    void append(const engine::ClipPtr &clip); // to the newest stream; other sample rates are converted
    void close();                             // the newest stream gets no more clips
    void play(const engine::ClipPtr &clip, double fromSeconds, double toSeconds); // toSeconds < 0: to the end
    // Clips of which one is heard, see clip_group.h.
    void play(std::span<const GroupClip> group, int heard, double fromSeconds, double toSeconds);
    void hear(int index); // of the group that sounds; without one nothing happens
    void setGroupGains(std::span<const double> gains);
    // Plays what another track plays, from the same place on, with a fade; also itself anew. The volume stays its own.
    void join(const Track &other);
    void stop(int fade = kFade); // samples until it is silent, kFade or more
    void pause() { m_paused = true; }
    void resume() { m_paused = false; }
    void seek(double seconds);
    void setLoop(bool loop) { m_loop = loop; }
    void setVolume(double linear) { m_volumeWanted = float(linear); }

    // Fills all of `out`: sound, or silence where there is none.
    void read(std::span<float> out);

    bool paused() const { return m_paused; }
    bool idle() const { return !m_now.started && !m_next; } // nothing more will come out: ended or stopped
    bool silent() const { return m_gain == 0.0F; }          // faded out: idle, paused or waiting for a clip
    double seconds() const;                                 // where the next sample comes from
    double totalSeconds() const;                            // of the newest stream, as far as it is known
    double startSeconds() const { return double(m_now.from) / engine::kSampleRate; }

private:
    static constexpr float kStep = 1.0F / kFade;

    struct Clips {
        std::vector<engine::ClipPtr> clips;
        std::vector<std::size_t> ends; // of each clip
    };
    // One stream. Positions count its samples from 0. Copied a hundred times a second (track_reader.h), so its clips,
    // which may be thousands, are shared.
    struct Tape {
        std::shared_ptr<const Clips> list = std::make_shared<const Clips>();
        std::optional<ClipGroup> group; // in place of clips
        bool started = false;
        bool open = false; // append() may come
        std::size_t from = 0;
        std::size_t to = 0; // 0 = all there is
        std::size_t position = 0;
        std::size_t clip = 0; // that position is in, or where the next one will be

        std::size_t size() const { return group ? group->size() : list->ends.empty() ? 0 : list->ends.back(); }
        std::size_t end() const { return to > 0 && to < size() ? to : size(); }
        void moveTo(std::size_t target);
        float next();
    };

    Tape &newest() { return m_next ? *m_next : m_now; }
    const Tape &newest() const { return m_next ? *m_next : m_now; }
    float gainAtEnd() const;
    float gainWanted() const;
    void startAt(double fromSeconds, double toSeconds); // the newest stream, which is whole
    void turn();                                        // at silence: the change that the fade made room for

    Tape m_now;
    std::optional<Tape> m_next;        // takes over when m_now has faded out
    std::optional<std::size_t> m_jump; // likewise
    bool m_paused = false;
    bool m_loop = false;
    float m_gain = 0.0F;
    float m_step = kStep; // of the gain; a smaller one until a stop is done
    float m_volume = 1.0F;
    float m_volumeWanted = 1.0F;
};

} // namespace app::speech
