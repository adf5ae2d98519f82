// The spectrogram of a sound that may still grow, as the model hears it (engine/audio/mel.h), for looking at.
//
// It is computed in tiles on a thread of its own that gives way to others, and only where somebody looks: show() a
// sound, ask() for what can be seen, and draw what tile() has whenever changed() is emitted. What is no longer asked
// for is stopped and never arrives. A column of level n stands for 2ⁿ samples and holds, for each band, the most that a
// window of 1024 samples hears there; long columns are heard at 8 places, spread evenly. So a picture costs the same
// for a word and for an hour; at most kMostTiles tiles (5 MB) are kept. GUI thread.
#pragma once

#include <QObject>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "app/storage/file_thread.h"
#include "engine/clip.h"

namespace app::speech {

class Spectrogram : public QObject {
    Q_OBJECT

public:
    static constexpr int kBands = engine::kMelBands;
    static constexpr int kColumns = 256;   // of a tile
    static constexpr int kFinestLevel = 5; // 32 samples a column; a window is much longer than that
    static constexpr int kCoarsestLevel = 30;
    static constexpr std::size_t kMostTiles = 192;
    static constexpr double kFloor = -90; // dB, what engine::audio::decibelsOf() says; level 0
    static constexpr double kTop = -10;   // dB; level 255

    struct Tile {
        int columns = 0;            // fewer than kColumns where the sound ends
        std::vector<quint8> levels; // columns × kBands, the lowest band first
        std::size_t samples = 0;    // so long was the sound
    };
    using TilePtr = std::shared_ptr<const Tile>;

    explicit Spectrogram(QObject *parent = nullptr);
    ~Spectrogram() override;

    void clear();
    void show(const engine::ClipPtr &clip); // what was computed for it before may still be there; null: nothing
    void append(const engine::ClipPtr &clip);
    std::size_t samples() const { return m_sound->samples; }

    // The finest level whose columns are at least so long.
    static int levelFor(double samplesPerColumn);
    // These columns are looked at, and nothing else. Emits changed() for each tile as it comes.
    void ask(int level, qint64 firstColumn, qint64 lastColumn);
    void rest(); // nobody looks
    bool isBusy() const { return !m_asked.empty(); }

    // Columns kColumns·index and after; null when it is not there. While the sound grows, the last one may be old.
    TilePtr tile(int level, qint64 index) const;
    std::size_t kept() const { return m_tiles.size(); } // tiles, of this sound and of those before

    static double decibels(quint8 level);

Q_SIGNALS:
    void changed();

private:
    struct Piece {
        engine::ClipPtr clip;
        std::size_t start = 0;
    };
    struct Sound { // immutable once it is shared
        quint64 id = 0;
        std::vector<Piece> pieces;
        std::size_t samples = 0;
    };
    struct Key {
        quint64 sound;
        int level;
        qint64 index;
        auto operator<=>(const Key &) const = default;
    };
    struct Kept {
        TilePtr tile;
        quint64 used = 0; // when it was last asked for
    };
    struct Question {
        std::size_t samples; // of the sound then
        std::stop_source stop;
    };
    static TilePtr compute(const Sound &sound, int level, qint64 index, const std::stop_token &stop);
    static std::size_t heardUntil(int level, qint64 index);
    void request(const Key &key);
    void take(const Key &key, const std::stop_token &stop, const TilePtr &tile);
    void forgetOldest();

    std::shared_ptr<const Sound> m_sound;
    std::array<std::pair<std::weak_ptr<const engine::Clip>, quint64>, 4> m_known; // whole sounds and their numbers
    std::size_t m_nextKnown = 0;
    quint64 m_lastSound = 0;
    quint64 m_clock = 0;
    std::map<Key, Kept> m_tiles;
    std::map<Key, Question> m_asked;
    std::optional<storage::FileThread> m_thread; // from the first question on; last: it uses everything above
};

} // namespace app::speech
