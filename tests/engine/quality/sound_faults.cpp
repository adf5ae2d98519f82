#include "tests/engine/quality/sound_faults.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/quality/speech_frames.h"

using engine::Clip;

namespace {

constexpr std::size_t kMs = engine::kSampleRate / 1000;

std::size_t samplesOf(double seconds) {
    return std::size_t(std::lround(seconds * engine::kSampleRate));
}

double secondsOf(std::size_t samples) {
    return double(samples) / engine::kSampleRate;
}

// What the faults need to know of a take.
struct Anatomy {
    explicit Anatomy(const Clip &clip) : levels(clip.samples.size() / (5 * kMs)) {
        const engine::quality::SpeechFrames frames = engine::quality::findSpeech(clip);
        speechDb = engine::quality::decibels(frames.speechPower);
        quietDb = engine::quality::decibels(frames.noisePower.value_or(0));
        const auto stretches = frames.stretches(1);
        from = samplesOf(double(stretches.front().from) * engine::quality::kStepSeconds);
        to = std::min(clip.samples.size(), samplesOf(double(stretches.back().to) * engine::quality::kStepSeconds));
        for (std::size_t at = 0; at < levels.size(); ++at) {
            double power = 0;
            for (std::size_t i = at * 5 * kMs; i < (at + 1) * 5 * kMs; ++i)
                power += double(clip.samples[i]) * double(clip.samples[i]);
            levels[at] = engine::quality::decibels(power / double(5 * kMs));
        }
        for (const float sample : clip.samples)
            peak = std::max(peak, std::abs(sample));
    }
    double level(std::size_t sample) const { return levels[std::min(sample / (5 * kMs), levels.size() - 1)]; }
    // Of all 5 ms from one sample to the other, so many in a hundred are louder.
    bool isLoud(std::size_t first, std::size_t last, double decibel, double share) const {
        std::size_t loud = 0, all = 0;
        for (std::size_t i = first; i < last; i += 5 * kMs, ++all)
            loud += level(i) > decibel;
        return double(loud) >= share * double(all);
    }
    // The quietest moment within so much of a sample: between words, mostly.
    std::size_t quietNear(std::size_t sample, std::size_t reach) const {
        std::size_t best = sample;
        for (std::size_t i = sample > reach ? sample - reach : 0; i <= sample + reach; i += 5 * kMs) {
            if (level(i) < level(best))
                best = i;
        }
        return best;
    }

    std::vector<double> levels; // dB, of 5 ms each
    double speechDb = 0, quietDb = 0;
    std::size_t from = 0, to = 0; // of the speech, samples
    float peak = 0;
};

std::size_t between(Dice &dice, std::size_t low, std::size_t high) {
    return low + (high > low ? dice.below(high - low) : 0);
}

// One sound after the other, with 10 ms in which they change places.
void join(std::vector<float> &all, const std::vector<float> &next) {
    const std::size_t overlap = std::min({10 * kMs, all.size(), next.size()});
    const std::size_t begin = all.size() - overlap;
    for (std::size_t i = 0; i < overlap; ++i) {
        const float in = float(i) / float(overlap);
        all[begin + i] = all[begin + i] * (1 - in) + next[i] * in;
    }
    all.insert(all.end(), next.begin() + std::ptrdiff_t(overlap), next.end());
}

std::vector<float> part(const Clip &clip, std::size_t from, std::size_t to) {
    return {clip.samples.begin() + std::ptrdiff_t(std::min(from, clip.samples.size())),
            clip.samples.begin() + std::ptrdiff_t(std::min(to, clip.samples.size()))};
}

std::vector<float> quiet(std::size_t count, double decibel, Dice &dice) {
    std::vector<float> noise(count);
    const double amplitude = std::pow(10, decibel / 20) * std::sqrt(3.0);
    for (float &sample : noise)
        sample = float(dice.between(-amplitude, amplitude));
    return noise;
}

} // namespace

std::uint64_t Dice::next() {
    std::uint64_t mixed = m_state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

std::string toString(Fault fault) {
    static const char *const names[kFaults] = {"drop (hole)", "gap",        "click",       "repeat",
                                               "leak",        "lost words", "end cut off", "clipped"};
    return names[int(fault)];
}

Faulty withHole(const Clip &good, Dice &dice) {
    const Anatomy anatomy(good);
    std::size_t from = 0, to = 0;
    for (int tries = 0; tries < 2000; ++tries) {
        const std::size_t length = samplesOf(dice.between(0.025, tries < 1000 ? 0.25 : 0.06));
        from = between(dice, anatomy.from + 30 * kMs, anatomy.to - length - 30 * kMs);
        to = from + length;
        const double loud = anatomy.speechDb - 13;
        if (anatomy.isLoud(from - 15 * kMs, from + 10 * kMs, loud, 1) &&
            anatomy.isLoud(to - 10 * kMs, to + 15 * kMs, loud, 1) &&
            anatomy.isLoud(from, to, anatomy.speechDb - 20, 0.7))
            break;
    }
    Faulty faulty{good, secondsOf(from), secondsOf(to)};
    const double inside = dice.heads() ? 0 : std::pow(10, dice.between(-60, -36) / 20);
    const double edge = double(std::max<std::size_t>(1, samplesOf(dice.between(0, 0.003))));
    for (std::size_t i = from; i < to; ++i) {
        const double fade = std::min({1.0, double(i - from) / edge, double(to - i) / edge});
        faulty.clip.samples[i] *= float(1 + (inside - 1) * fade);
    }
    return faulty;
}

Faulty withGap(const Clip &good, bool textHasPause, Dice &dice) {
    const Anatomy anatomy(good);
    const std::size_t at =
        anatomy.quietNear(between(dice, anatomy.from + 300 * kMs, anatomy.to - 300 * kMs), 120 * kMs);
    const double seconds = textHasPause ? dice.between(1.3, 2.0) : dice.between(0.45, 1.5);
    Faulty faulty{{good.sampleRate, part(good, 0, at)}, secondsOf(at), secondsOf(at) + seconds};
    join(faulty.clip.samples, quiet(samplesOf(seconds), anatomy.quietDb, dice));
    join(faulty.clip.samples, part(good, at, good.samples.size()));
    return faulty;
}

Faulty withClick(const Clip &good, Dice &dice) {
    const Anatomy anatomy(good);
    const std::size_t at = between(dice, anatomy.from, anatomy.to - 20 * kMs);
    const float height = float(dice.between(0.15, 0.6)) * anatomy.peak * (dice.heads() ? 1.0f : -1.0f);
    Faulty faulty{good, secondsOf(at) - 0.005, secondsOf(at) + 0.005};
    std::vector<float> &samples = faulty.clip.samples;
    switch (dice.below(3)) {
    case 0: // a few samples
        for (std::size_t i = 0, count = 1 + dice.below(3); i < count; ++i)
            samples[at + i] += height;
        break;
    case 1: { // a short ring
        const double hertz = dice.between(2500, 9000), fade = dice.between(0.0002, 0.0008) * engine::kSampleRate;
        for (std::size_t i = 0; i < 3 * kMs; ++i)
            samples[at + i] += height * float(std::exp(-double(i) / fade) *
                                              std::cos(2 * std::numbers::pi * hertz * double(i) / engine::kSampleRate));
        break;
    }
    default: { // a step, as where two pieces meet
        const double fade = dice.between(0.002, 0.008) * engine::kSampleRate;
        for (std::size_t i = 0; i < 20 * kMs; ++i)
            samples[at + i] += height * float(std::exp(-double(i) / fade));
    }
    }
    return faulty;
}

Faulty withRepeat(const Clip &good, const Clip &other, Dice &dice) {
    const Anatomy anatomy(good);
    std::size_t from = 0, to = 0;
    for (int tries = 0; tries < 500; ++tries) {
        const std::size_t length = samplesOf(dice.between(0.25, 0.9));
        const std::size_t start = between(dice, anatomy.from, anatomy.to - std::min(length, anatomy.to - anatomy.from));
        from = anatomy.quietNear(start, 60 * kMs);
        to = anatomy.quietNear(start + length, 60 * kMs);
        if (to > from + 220 * kMs && anatomy.isLoud(from, to, anatomy.speechDb - 20, 0.7))
            break;
    }
    const Clip &second = other.samples.empty() ? good : other;
    Faulty faulty{{good.sampleRate, part(good, 0, to)}, secondsOf(from), 0};
    if (dice.heads())
        join(faulty.clip.samples, quiet(samplesOf(dice.between(0.02, 0.2)), anatomy.quietDb, dice));
    join(faulty.clip.samples, part(second, from, to));
    faulty.to = secondsOf(faulty.clip.samples.size());
    join(faulty.clip.samples, part(good, to, good.samples.size()));
    return faulty;
}

Faulty withLeak(const Clip &good, const Clip &leaking, LeakPlace place, Dice &dice) {
    const Anatomy anatomy(good), source(leaking);
    const std::size_t length = std::min(samplesOf(dice.between(0.35, 1.2)), source.to - source.from);
    const std::size_t wanted =
        place == LeakPlace::EndAtBegin ? source.to - length : between(dice, source.from, source.to - length + 1);
    const std::size_t begin = std::min(source.quietNear(wanted, 40 * kMs), source.to - 300 * kMs);
    const std::size_t end =
        place == LeakPlace::EndAtBegin ? source.to : std::min(source.quietNear(begin + length, 40 * kMs), source.to);
    const double pace = dice.between(0.94, 1.06);
    const float gain = float(std::pow(10, (anatomy.speechDb - source.speechDb + dice.between(-3, 2)) / 20));
    std::vector<float> leak = quiet(samplesOf(dice.between(0.01, 0.08)), anatomy.quietDb, dice);
    std::vector<float> said;
    for (double at = double(begin); at + 1 < double(end); at += pace) {
        const std::size_t i = std::size_t(at);
        const float share = float(at - double(i));
        said.push_back(gain * (leaking.samples[i] * (1 - share) + leaking.samples[i + 1] * share));
    }
    join(leak, said);
    const std::size_t near = samplesOf(dice.between(0.01, 0.1)); // of what is between them
    if (place == LeakPlace::PartAtEnd) {
        const std::size_t stays = std::min(anatomy.to + near, good.samples.size());
        Faulty faulty{{good.sampleRate, part(good, 0, stays)}, secondsOf(stays), 0};
        join(faulty.clip.samples, leak);
        faulty.to = faulty.clip.seconds();
        join(faulty.clip.samples, quiet(90 * kMs, anatomy.quietDb, dice));
        return faulty;
    }
    Faulty faulty{{good.sampleRate, leak}, 0, secondsOf(leak.size())};
    join(faulty.clip.samples, part(good, anatomy.from - std::min(anatomy.from, near), good.samples.size()));
    return faulty;
}

Faulty withLostSpeech(const Clip &good, double speed, Dice &dice) {
    const Anatomy anatomy(good);
    const std::size_t length = samplesOf(dice.between(0.5, 1.0) / speed);
    const std::size_t from =
        anatomy.quietNear(between(dice, anatomy.from + 100 * kMs, anatomy.to - length - 100 * kMs), 60 * kMs);
    const std::size_t to = anatomy.quietNear(from + length, 60 * kMs);
    Faulty faulty{{good.sampleRate, part(good, 0, from)}, 0, 0};
    join(faulty.clip.samples, part(good, to, good.samples.size()));
    faulty.to = faulty.clip.seconds();
    return faulty;
}

Faulty withoutEnd(const Clip &good, Dice &dice) {
    const Anatomy anatomy(good);
    std::size_t end = 0;
    for (int tries = 0; tries < 500; ++tries) {
        end = anatomy.to - std::size_t(dice.between(0.1, 0.3) * double(anatomy.to - anatomy.from));
        if (anatomy.isLoud(end - 15 * kMs, end, anatomy.speechDb - 13, 1))
            break;
    }
    return {{good.sampleRate, part(good, 0, end)}, secondsOf(end) - 0.1, secondsOf(end)};
}

Faulty clipped(const Clip &good, Dice &dice) {
    const Anatomy anatomy(good);
    const float drive = float(dice.between(1.5, 4)), level = float(dice.between(0.3, 1));
    Faulty faulty{good, 0, good.seconds()};
    for (float &sample : faulty.clip.samples)
        sample = level * std::clamp(sample / anatomy.peak * drive, -1.0f, 1.0f);
    return faulty;
}
