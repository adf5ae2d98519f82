// What a long text is like where its parts meet (app/server/speech_parts.h), as a client of /api/tts/stream gets it:
// prints a table, and fails above the limits.
//   cmake --build build/release --target part_joints && build/release/tests/part_joints [--steps 7]
// A joint is the silence between the last sound of a part and the first one of the next; its pause stands beside the
// median pause inside the parts, and its steepest step from a sample to the next beside those of the speech.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "engine/audio/loudness.h"
#include "engine/audio/speech_shape.h"
#include "tests/app/server/served_studio.h"

namespace {

constexpr double kWidest = 1.5;       // of the median pause
constexpr double kNarrowest = 0.5;    // words run into each other
constexpr double kLoudnessSpread = 1; // LU

using Samples = std::vector<float>;

// 2,300 letters: four parts or more.
const char *const kText =
    "The train stopped in a small town between two hills, and nobody knew why. A man with a green hat opened the "
    "window and asked the driver. The driver said that a cow was standing on the rails, and that she looked very calm. "
    "So the people left the train, sat down in the grass and ate their bread. After an hour the cow went home, the sun "
    "came out again, and the train went on to the sea. In the evening they all wrote letters about the cow. Nobody "
    "wrote a word about the sea, which was wide and blue and quite as calm as she had been. The man with the green hat "
    "kept the window open until the last station, where his sister was waiting for him with a lamp, a warm coat and a "
    "great many questions about the delay. He told her the whole story twice, once on the platform and once more at "
    "home, and she did not believe him. So he showed her the letter, and the grass that was still in his coat, and a "
    "bell that the cow had lost. She hung the bell over the kitchen door, where it rang whenever somebody was late. "
    "In the spring a letter came from the small town between the two hills. The farmer had heard of the bell, and he "
    "asked for it, because the cow would not walk without it. They put the bell into a box with some grass and sent "
    "it home. Since then the kitchen door is silent, and nobody is late any more. Sometimes, when the wind comes from "
    "the hills, his sister opens the window and listens for a while. She says that she hears a bell, and he says that "
    "it is only the train. Then they both laugh, close the window and put the kettle on. The kettle sings, the lamp is "
    "warm, and the story begins once more from the start. By now the children know every word of it, and they correct "
    "him when he leaves out the bread. Only the cow has never heard it, and she looks very calm.";

// Of the chunks of an answer.
QByteArray pcmOf(const QByteArray &answer) {
    QByteArray rest = bodyOf(answer), whole;
    for (qsizetype end = rest.indexOf("\r\n"); end > 0; end = rest.indexOf("\r\n")) {
        const qsizetype length = rest.left(end).toLongLong(nullptr, 16);
        whole += rest.mid(end + 2, length);
        rest.remove(0, end + 2 + length + 2);
    }
    return whole;
}

Samples samplesOf(const QByteArray &pcm) {
    Samples samples;
    for (qsizetype i = 0; i + 1 < pcm.size(); i += 2)
        samples.push_back(float(qFromLittleEndian<qint16>(pcm.constData() + i)) / 32768);
    return samples;
}

// Where these samples stand in `all`, from there on; npos: nowhere.
std::size_t find(const Samples &all, std::size_t from, const Samples &what) {
    const auto alike = [](float a, float b) { return std::abs(a - b) < 1.5F / 32768; };
    const auto at = std::search(all.begin() + std::ptrdiff_t(from), all.end(), what.begin(), what.end(), alike);
    return at == all.end() ? std::string::npos : std::size_t(at - all.begin());
}

double steepest(const Samples &samples, std::size_t from, std::size_t to) {
    float most = 0;
    for (std::size_t i = std::max<std::size_t>(from, 1); i < std::min(to, samples.size()); ++i)
        most = std::max(most, std::abs(samples[i] - samples[i - 1]));
    return double(most);
}

template <class Number> Number middle(std::vector<Number> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? Number() : values[values.size() / 2];
}

std::unique_ptr<engine::Synthesizer> demo(std::stop_token stop) {
    engine::LoadOptions options;
    options.model = engine::readModelFolder(std::filesystem::path(SOURCE_FOLDER) / "resources" / "models" / "demo");
    options.device = engine::chooseDevice("cpu");
    return engine::makeLocalSynthesizer(options, std::move(stop));
}

struct Joint {
    std::size_t from = 0, to = 0; // of the silence
};

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOption({QStringLiteral("steps"), {}, QStringLiteral("N"), QStringLiteral("7")});
    words.process(application);
    ServedStudio studio;
    std::vector<Samples> parts;
    QObject::connect(&studio.queue, &app::speech::SpeechQueue::finished, &studio.queue,
                     [&](const app::speech::Take &take) { parts.push_back(take.clip->samples); });
    studio.worker.load(demo);
    const QByteArray json =
        "{\"text\":\"" + QByteArray(kText) +
        "\",\"response_format\":\"pcm\",\"seed\":3,\"nfe_step\":" + words.value(QStringLiteral("steps")).toLatin1() +
        "}";
    const QByteArray answer = studio.ask("POST /api/tts/stream", "Content-Type: application/json\r\n", json);
    const Samples heard = samplesOf(pcmOf(answer));
    if (statusOf(answer) != 200 || parts.size() < 3) {
        std::printf("status %d, %zu parts\n", statusOf(answer), parts.size());
        return 1;
    }
    std::vector<std::size_t> pauses;
    std::vector<Joint> joints;
    std::vector<double> loudness;
    std::size_t at = 0, behind = 0;
    for (const Samples &part : parts) {
        constexpr std::size_t kKnown = 2400;
        const engine::audio::SpeechShape shape = engine::audio::speechShape(part);
        pauses.insert(pauses.end(), shape.pauses.begin(), shape.pauses.end());
        const auto piece = [&](std::size_t from) {
            return Samples(part.begin() + std::ptrdiff_t(from), part.begin() + std::ptrdiff_t(from + kKnown));
        };
        const std::size_t first = find(heard, at, piece(shape.from + kKnown)); // a fade may touch the edge itself
        const std::size_t last = find(heard, at, piece(shape.to - 2 * kKnown));
        if (first == std::string::npos || last == std::string::npos) {
            std::printf("a part is not in what was heard\n");
            return 1;
        }
        if (behind > 0)
            joints.push_back({behind, first - kKnown});
        behind = last + 2 * kKnown;
        at = last;
        const Samples sound(part.begin() + std::ptrdiff_t(shape.from), part.begin() + std::ptrdiff_t(shape.to));
        loudness.push_back(engine::audio::measureLoudness(engine::Clip{24000, sound}).integrated.value_or(0));
    }
    const double median = double(middle(pauses));
    std::vector<double> steps;
    for (std::size_t i = 0; i + 240 < heard.size(); i += 240)
        steps.push_back(steepest(heard, i, i + 240));
    const double usual = middle(steps);
    double widest = 0, narrowest = 1e9, click = 0;
    std::printf("%zu parts, %.1f s, median pause of %zu: %.0f ms\n", parts.size(), double(heard.size()) / 24000,
                pauses.size(), median / 24);
    for (const Joint &joint : joints) {
        const double beside = double(joint.to - joint.from) / median;
        widest = std::max(widest, beside);
        narrowest = std::min(narrowest, beside);
        click = std::max(click, steepest(heard, joint.from, joint.to) / usual);
        std::printf("joint at %6.2f s: %4.0f ms, %.2f x the median, steepest step %.2f x the usual one of 10 ms\n",
                    double(joint.from) / 24000, double(joint.to - joint.from) / 24, beside,
                    steepest(heard, joint.from, joint.to) / usual);
    }
    const auto [low, high] = std::minmax_element(loudness.begin(), loudness.end());
    std::printf("widest %.2f (limit %.1f), narrowest %.2f (limit %.1f), steepest %.2f (limit 1), parts within %.2f LU "
                "(limit %.0f)\n",
                widest, kWidest, narrowest, kNarrowest, click, *high - *low, kLoudnessSpread);
    return widest > kWidest || narrowest < kNarrowest || click >= 1 || *high - *low > kLoudnessSpread;
}
