#include "app/speech/spectrogram.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <span>
#include <utility>

#include <sys/resource.h>

#include "engine/audio/mel.h"

namespace app::speech {
namespace {

constexpr qint64 kWindow = engine::audio::kMelWindow;
constexpr qint64 kMostPlaces = 8;      // of a column
constexpr qint64 kWindowsAtOnce = 256; // 1 MB of samples; between two such steps a computation can be stopped

qint64 placesOf(int level) {
    return std::clamp((qint64(1) << level) / engine::kHopLength, qint64(1), kMostPlaces);
}

quint8 levelOf(float value) {
    constexpr double range = Spectrogram::kTop - Spectrogram::kFloor;
    const double share = (engine::audio::decibelsOf(double(value)) - Spectrogram::kFloor) / range;
    return share > 0 ? quint8(std::lround(std::min(share, 1.0) * 255)) : quint8(0); // also for what is no number
}

} // namespace

Spectrogram::Spectrogram(QObject *parent) : QObject(parent), m_sound(std::make_shared<Sound>()) {}

Spectrogram::~Spectrogram() {
    rest(); // m_thread runs what waits, which ends at once
}

void Spectrogram::clear() {
    show(nullptr);
}

void Spectrogram::show(const engine::ClipPtr &clip) {
    rest();
    auto sound = std::make_shared<Sound>();
    sound->id = ++m_lastSound;
    m_sound = sound;
    if (!clip) {
        return;
    }
    const auto known = std::find_if(m_known.begin(), m_known.end(),
                                    [&](const auto &candidate) { return candidate.first.lock() == clip; });
    if (known != m_known.end()) {
        sound->id = known->second;
    } else {
        m_known[m_nextKnown++ % m_known.size()] = {clip, sound->id};
    }
    sound->pieces.push_back({clip, 0});
    sound->samples = clip->samples.size();
}

void Spectrogram::append(const engine::ClipPtr &clip) {
    if (!clip || clip->samples.empty()) {
        return;
    }
    if (m_sound->pieces.empty()) {
        show(clip);
        return;
    }
    for (auto &known : m_known) { // its number is from now on that of the longer sound
        if (known.second == m_sound->id) {
            known = {};
        }
    }
    auto longer = std::make_shared<Sound>(*m_sound);
    longer->pieces.push_back({clip, longer->samples});
    longer->samples += clip->samples.size();
    m_sound = std::move(longer);
}

int Spectrogram::levelFor(double samplesPerColumn) {
    int level = kFinestLevel;
    while (level < kCoarsestLevel && double(qint64(1) << (level + 1)) <= samplesPerColumn) {
        ++level;
    }
    return level;
}

// The first sample that nothing in the tile depends on.
std::size_t Spectrogram::heardUntil(int level, qint64 index) {
    return std::size_t((index + 1) * kColumns) << level;
}

void Spectrogram::ask(int level, qint64 firstColumn, qint64 lastColumn) {
    const qint64 whole = qint64((m_sound->samples + (std::size_t(1) << level) - 1) >> level);
    const qint64 first = std::max<qint64>(0, firstColumn) / kColumns;
    const qint64 last = std::min(lastColumn, whole - 1) / kColumns;
    const Key from{m_sound->id, level, first};
    const Key to{m_sound->id, level, whole > 0 && lastColumn >= 0 ? last : -1};
    for (auto asked = m_asked.begin(); asked != m_asked.end();) {
        const bool wanted = asked->first >= from && asked->first <= to &&
                            (asked->second.samples == m_sound->samples ||
                             heardUntil(level, asked->first.index) + kWindow <= asked->second.samples);
        if (!wanted) {
            asked->second.stop.request_stop();
        }
        asked = wanted ? std::next(asked) : m_asked.erase(asked);
    }
    ++m_clock;
    for (qint64 index = first; index <= to.index; ++index) {
        const Key key{m_sound->id, level, index};
        const auto kept = m_tiles.find(key);
        bool current = false;
        if (kept != m_tiles.end()) {
            kept->second.used = m_clock;
            const std::size_t then = kept->second.tile->samples;
            current = then == m_sound->samples || heardUntil(level, index) + kWindow <= then;
        }
        if (!current && !m_asked.contains(key)) {
            request(key);
        }
    }
}

void Spectrogram::rest() {
    for (auto &[key, question] : m_asked) {
        question.stop.request_stop();
    }
    m_asked.clear();
}

void Spectrogram::request(const Key &key) {
    if (!m_thread) {
        m_thread.emplace("spectrogram");
        m_thread->post([] { setpriority(PRIO_PROCESS, 0, 10); }); // of this thread: speaking comes first
    }
    const Question &question = m_asked.emplace(key, Question{m_sound->samples, {}}).first->second;
    // The thread ends before this object does, so `this` may be posted to from there.
    m_thread->post([this, key, sound = m_sound, stop = question.stop.get_token()] {
        TilePtr tile;
        try {
            tile = compute(*sound, key.level, key.index, stop);
        } catch (const std::exception &error) {
            qWarning("spectrogram: %s", error.what());
        }
        if (!stop.stop_requested()) {
            QMetaObject::invokeMethod(
                this, [this, key, stop, tile] { take(key, stop, tile); }, Qt::QueuedConnection);
        }
    });
}

void Spectrogram::take(const Key &key, const std::stop_token &stop, const TilePtr &tile) {
    if (stop.stop_requested()) {
        return;
    }
    m_asked.erase(key);
    if (tile) {
        m_tiles[key] = {tile, m_clock};
        forgetOldest();
    }
    Q_EMIT changed();
}

void Spectrogram::forgetOldest() {
    while (m_tiles.size() > kMostTiles) {
        m_tiles.erase(std::min_element(m_tiles.begin(), m_tiles.end(), [](const auto &one, const auto &other) {
            return one.second.used < other.second.used;
        }));
    }
}

Spectrogram::TilePtr Spectrogram::tile(int level, qint64 index) const {
    const auto kept = m_tiles.find({m_sound->id, level, index});
    return kept == m_tiles.end() ? nullptr : kept->second.tile;
}

double Spectrogram::decibels(quint8 level) {
    return kFloor + (kTop - kFloor) * level / 255;
}

Spectrogram::TilePtr Spectrogram::compute(const Sound &sound, int level, qint64 index, const std::stop_token &stop) {
    const qint64 step = qint64(1) << level;
    const qint64 begin = index * kColumns * step;
    const qint64 places = placesOf(level);
    auto tile = std::make_shared<Tile>();
    tile->samples = sound.samples;
    tile->columns = int(std::clamp((qint64(sound.samples) - begin + step - 1) / step, qint64(0), qint64(kColumns)));
    tile->levels.resize(std::size_t(tile->columns) * kBands);

    // What sounds from `first` on; nothing sounds before the beginning and after the end.
    const auto copy = [&](qint64 first, std::span<float> window) {
        std::fill(window.begin(), window.end(), 0.0f);
        const qint64 end = first + kWindow;
        auto piece = std::upper_bound(sound.pieces.begin(), sound.pieces.end(), std::size_t(std::max<qint64>(0, first)),
                                      [](std::size_t at, const Piece &candidate) { return at < candidate.start; });
        for (piece = std::prev(piece); piece != sound.pieces.end() && qint64(piece->start) < end; ++piece) {
            const auto &samples = piece->clip->samples;
            const qint64 start = qint64(piece->start);
            const qint64 from = std::max(first, start);
            const qint64 to = std::min(end, start + qint64(samples.size()));
            if (from < to) {
                std::copy(samples.begin() + (from - start), samples.begin() + (to - start),
                          window.begin() + (from - first));
            }
        }
    };

    const int atOnce = int(std::max<qint64>(1, kWindowsAtOnce / places));
    std::vector<float> windows;
    for (int column = 0; column < tile->columns && !stop.stop_requested(); column += atOnce) {
        const int count = std::min(atOnce, tile->columns - column);
        windows.resize(std::size_t(count * places * kWindow));
        for (qint64 i = 0; i < count * places; ++i) {
            const qint64 centre = begin + (column + i / places) * step + (2 * (i % places) + 1) * step / (2 * places);
            copy(centre - kWindow / 2, std::span(windows).subspan(std::size_t(i * kWindow), std::size_t(kWindow)));
        }
        const engine::audio::Mel mel = engine::audio::melOfWindows(windows);
        for (qint64 i = 0; i < count * places; ++i) {
            const float *heard = mel.values.data() + i * kBands;
            quint8 *levels = tile->levels.data() + (column + i / places) * kBands;
            for (int band = 0; band < kBands; ++band) {
                levels[band] = std::max(levels[band], levelOf(heard[band]));
            }
        }
    }
    return tile;
}

} // namespace app::speech

#include "moc_spectrogram.cpp"
