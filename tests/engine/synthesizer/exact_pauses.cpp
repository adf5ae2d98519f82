// How exact pauses are, and what long text is like where its chunks meet: prints tables, and fails above the limits.
//   cmake --build build/release --target exact_pauses
//   build/release/tests/exact_pauses [steps]
// Each pause is measured twice: as the digital zeros in it, which have the limit, and from the last to the first sample
// that is louder than -40 dB beside the loudest one of the line, which depends on how words end and begin.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/audio/loudness.h"
#include "engine/audio/speech_shape.h"
#include "tests/engine/synthesizer/take.h"

namespace {

constexpr double kWorst = 5; // ms
constexpr double kWidestSeam = 1.5;
constexpr double kLoudnessSpread = 1; // LU

using Samples = std::vector<float>;

struct Run { // of samples: [from, to)
    std::size_t from = 0;
    std::size_t to = 0;
};

// Of digital zeros, 20 ms and longer.
std::vector<Run> silences(const Samples &samples) {
    std::vector<Run> found;
    for (std::size_t i = 0; i < samples.size();) {
        std::size_t end = i;
        while (end < samples.size() && samples[end] == 0)
            ++end;
        if (end >= i + 480)
            found.push_back({i, end});
        i = std::max(end, i + 1);
    }
    return found;
}

float loudest(const Samples &samples) {
    float most = 0;
    for (const float sample : samples)
        most = std::max(most, std::abs(sample));
    return most;
}

const std::vector<std::pair<std::string, std::string>> &lines() {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"The cow went home.", "Nobody wrote a word about the sea."},
        {"Good morning, and welcome to our studio.", "Let us begin."},
        {"Stop!", "Who is there?"},
        {"She hung the bell over the kitchen door.", "It rang whenever somebody was late."},
        {"A man with a green hat opened the window.", "He asked the driver why the train had stopped."},
        {"This is the end of the first half.", "And this is the beginning of the second half."},
        {"Yes.", "No."},
        {"He whispers soft and slow, as if asleep.", "Shh."},
        {"Six thick thistle sticks.", "Pop goes the kettle."},
        {"In the evening they all wrote letters.", "After an hour the cow went home, the sun came out again."},
    };
    return all;
}

// Each line says both of its parts in turn, with a longer pause each time.
double pauses(engine::Synthesizer &synthesizer, int steps) {
    const std::vector<int> asked{100, 250, 500, 1000, 2000};
    std::vector<double> zeros(asked.size()), heard(asked.size());
    for (std::size_t line = 0; line < lines().size(); ++line) {
        engine::Request request = ::request("written", line + 1);
        request.nfeStep = steps;
        request.voice = shippedVoice(line % 2 == 0 ? "slt" : "rms");
        request.spoken = lines()[line].first;
        for (std::size_t i = 0; i < asked.size(); ++i)
            request.spoken += "{pause " + std::to_string(asked[i]) + "ms}" +
                              (i % 2 == 0 ? lines()[line].second : lines()[line].first);
        const Samples samples = speak(synthesizer, request).samples;
        const std::vector<Run> runs = silences(samples);
        if (runs.size() != asked.size()) {
            std::printf("line %zu: %zu pauses instead of %zu\n", line + 1, runs.size(), asked.size());
            return 1e9;
        }
        const float level = loudest(samples) / 100;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            auto [from, to] = runs[i];
            zeros[i] = std::max(zeros[i], std::abs(double(to - from) / 24 - asked[i]));
            while (from > 0 && std::abs(samples[from - 1]) <= level)
                --from;
            while (to < samples.size() && std::abs(samples[to]) <= level)
                ++to;
            heard[i] = std::max(heard[i], std::abs(double(to - from) / 24 - asked[i]));
        }
    }
    std::printf("%-8s %12s %12s   worst of %zu lines, ms\n", "asked", "zeros", "above -40 dB", lines().size());
    double worst = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        std::printf("%-8d %12.2f %12.2f\n", asked[i], zeros[i], heard[i]);
        worst = std::max(worst, zeros[i]);
    }
    std::printf("worst error %.2f ms (limit %.0f)\n\n", worst, kWorst);
    std::fflush(stdout);
    return worst;
}

bool longText(engine::Synthesizer &synthesizer, int steps) {
    bool good = true;
    std::printf("%-9s %7s %8s %9s %8s %10s\n", "joining", "chunks", "seconds", "median", "seams", "loudness");
    for (const auto joining : {engine::Joining::AsUpstream, engine::Joining::Even}) {
        engine::Request request = ::request(kThreePieces, 3);
        request.nfeStep = steps;
        request.joining = joining;
        const Take take = speak(synthesizer, request);
        std::vector<std::size_t> quiet = engine::audio::speechShape(take.samples).pauses;
        std::sort(quiet.begin(), quiet.end());
        const double median = quiet.empty() ? 0 : double(quiet[quiet.size() / 2]);
        double low = 0, high = -100, widest = 0;
        std::size_t at = 0;
        for (std::size_t i = 0; i < take.clips.size(); ++i) {
            const Samples clip(take.samples.begin() + std::ptrdiff_t(at),
                               take.samples.begin() + std::ptrdiff_t(at + take.clips[i]));
            at += take.clips[i];
            const double lufs = engine::audio::measureLoudness(engine::Clip{24000, clip}).integrated.value_or(0);
            low = std::min(low, lufs);
            high = std::max(high, lufs);
            if (i > 0 && median > 0)
                widest = std::max(widest, double(engine::audio::speechShape(clip).from) / median);
        }
        std::printf("%-9s %7d %8.1f %6.0f ms %8.2f %7.2f LU\n", engine::toString(joining).c_str(), take.timings.chunks,
                    take.timings.audioSeconds, median / 24, widest, high - low);
        if (joining == engine::Joining::Even)
            good = widest <= kWidestSeam && high - low <= kLoudnessSpread;
    }
    std::printf(
        "seams: the longest beside the median pause (limit %.1f; as upstream a part of the silence lies in the clip "
        "before)\n",
        kWidestSeam);
    return good;
}

} // namespace

int main(int argc, char *argv[]) {
    const int steps = argc > 1 ? std::atoi(argv[1]) : 7;
    const auto synthesizer = makeSynthesizer("demo");
    const bool exact = pauses(*synthesizer, steps) <= kWorst;
    return longText(*synthesizer, steps) && exact ? 0 : 1;
}
