#include "tests/app/speech/heard.h"

#include <QLoggingCategory>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <numbers>

#include <sched.h>

#include "app/speech/player.h"
#include "app/speech/track.h"
#include "engine/audio/file.h"
#include "tests/app/speech/stall_meter.h"

namespace {

constexpr std::size_t kFade = app::speech::Track::kFade;

std::atomic<int> s_underruns = 0;
std::atomic<int> s_latePulls = 0;
QtMessageHandler s_previousHandler = nullptr;

void countUnderruns(QtMsgType type, const QMessageLogContext &context, const QString &message) {
    if (QByteArrayView(context.category) == "ishowtts.sound")
        ++(message.startsWith(u"ran dry"_qs) ? s_underruns : s_latePulls);
    else if (QByteArrayView(context.category) != "qt.multimedia.pulseaudio.output")
        s_previousHandler(type, context, message);
    else if (message.startsWith(u"Buffer underflow"_qs))
        ++s_underruns;
}

// By a few samples of it: most places are ruled out so, in a twentieth of the time.
bool resembles(const float *sound, std::span<const float> key) {
    float product = 0;
    float power = 0;
    float powerOfKey = 0;
    const float *wanted = key.data();
    for (std::size_t i = 0; i < key.size(); i += 49) {
        product += sound[i] * wanted[i];
        power += sound[i] * sound[i];
        powerOfKey += wanted[i] * wanted[i];
    }
    return product > 0 && product * product > 0.36F * power * powerOfKey;
}

} // namespace

engine::ClipPtr speech() {
    static const engine::ClipPtr clip = [] {
        auto read = std::make_shared<engine::Clip>();
        const auto sound = engine::audio::readSound(SOURCE_FOLDER "/voices/awb/reference.wav", 60);
        read->sampleRate = sound.sampleRate;
        read->samples = sound.interleaved;
        return read;
    }();
    return clip;
}

engine::ClipPtr sentence() {
    static const engine::ClipPtr clip = part(speech(), 0, 1.2);
    return clip;
}

engine::ClipPtr part(const engine::ClipPtr &clip, double from, double to) {
    auto piece = std::make_shared<engine::Clip>();
    piece->samples.assign(clip->samples.begin() + int(from * clip->sampleRate),
                          clip->samples.begin() + std::min(int(to * clip->sampleRate), int(clip->samples.size())));
    return piece;
}

engine::ClipPtr tone(double seconds) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(std::size_t(seconds * clip->sampleRate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(0.8 * std::cos(2 * std::numbers::pi * 220 * double(i) / clip->sampleRate));
    return clip;
}

double correlation(std::span<const float> one, std::span<const float> other, std::size_t step) {
    double product = 0;
    double powerOne = 0;
    double powerOther = 0;
    for (std::size_t i = 0; i < std::min(one.size(), other.size()); i += step) {
        product += double(one[i]) * double(other[i]);
        powerOne += double(one[i]) * double(one[i]);
        powerOther += double(other[i]) * double(other[i]);
    }
    return powerOne > 0 && powerOther > 0 ? product / std::sqrt(powerOne * powerOther) : 0;
}

std::optional<std::size_t> findStart(std::span<const float> recording, std::span<const float> clip) {
    const auto loud =
        std::find_if(clip.begin() + kFade, clip.end(), [](float value) { return std::abs(value) > 0.05F; });
    const auto key = clip.subspan(std::size_t(loud - clip.begin()), 2400);
    double best = 0.9;
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at + key.size() < recording.size(); ++at) {
        if (recording[at] == 0.0F || !resembles(recording.data() + at, key))
            continue;
        const double match = correlation(recording.subspan(at, key.size()), key, 7);
        if (match > best) {
            best = match;
            found = at;
        }
    }
    const auto offset = std::size_t(loud - clip.begin());
    return found && *found >= offset ? std::optional(*found - offset) : std::nullopt;
}

float largestStep(std::span<const float> samples) {
    float largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        largest = std::max(largest, std::abs(samples[i] - samples[i - 1]));
    return largest;
}

float peak(std::span<const float> samples) {
    float largest = 0;
    for (const float sample : samples)
        largest = std::max(largest, std::abs(sample));
    return largest;
}

float worstDifference(std::span<const float> recording, std::span<const float> clip) {
    float worst = 0;
    for (std::size_t i = kFade; i + kFade < clip.size(); ++i)
        worst = std::max(worst, std::abs(recording[i] - clip[i]));
    return worst;
}

void startCountingUnderruns() {
    s_previousHandler = qInstallMessageHandler(&countUnderruns);
    QLoggingCategory::setFilterRules(
        QStringLiteral("qt.multimedia.pulseaudio.output.debug=true\nishowtts.sound.debug=true"));
}

int underrunsCounted() {
    return s_underruns;
}

int latePullsCounted() {
    return s_latePulls;
}

QString withoutUnderruns(const std::function<QString()> &hear) {
    QString wrong;
    bool stoodStill = true; // in each round
    for (int round = 0; round < 6; ++round) {
        s_underruns = 0;
        const StallMeter idle(SCHED_OTHER, 0, std::chrono::milliseconds(25));
        wrong = hear();
        const int stalls = idle.stalls();
        if (wrong.isEmpty() || (s_underruns == 0 && stalls == 0))
            return wrong;
        stoodStill = stoodStill && stalls > 0;
        qInfo("%s, but the sound server ran dry %d times and an idle thread was late %d times: again",
              qPrintable(wrong), s_underruns.load(), stalls);
    }
    if (stoodStill)
        qInfo("this machine is too busy to judge it");
    return stoodStill ? QString() : wrong;
}
