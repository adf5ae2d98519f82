#include "tests/engine/quality/take_trials.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "engine/audio/recording.h"
#include "engine/quality/reference_check.h"
#include "tests/engine/synthesizer/take.h"
#include "tests/processor_time.h"

using namespace engine;
using namespace engine::quality;

namespace {

const std::vector<std::string> kVoices{"awb", "awb_bright", "rms", "rms_bright", "slt"};

ClipPtr recordingOf(const Voice &voice) {
    const audio::Sound sound = audio::readRecording(voice.recording, 60);
    return std::make_shared<const Clip>(Clip{sound.sampleRate, sound.interleaved});
}

// The last words of a text, at least so many letters.
std::string lastWords(const std::string &text, std::size_t letters) {
    std::size_t from = text.size() > letters ? text.size() - letters : 0;
    from = text.rfind(' ', from);
    return from == std::string::npos ? text : text.substr(from + 1);
}

std::vector<DoubtKind> fitting(Fault fault) {
    switch (fault) {
    case Fault::Hole:
        return {DoubtKind::Dropout};
    case Fault::Gap:
        return {DoubtKind::Gap};
    case Fault::Click:
        return {DoubtKind::Click};
    case Fault::Repeat:
        return {DoubtKind::Repeat};
    case Fault::Leak:
        return {DoubtKind::Leak};
    case Fault::Lost:
    case Fault::CutEnd:
        return {DoubtKind::Missing};
    case Fault::Clipped:
        return {DoubtKind::Clipping};
    }
    return {};
}

std::string placed(const Doubt &doubt) {
    char text[64];
    std::snprintf(text, sizeof text, " %.2f-%.2f s (%.2f): ", doubt.fromSeconds, doubt.toSeconds, doubt.sureness);
    return toString(doubt.kind) + text + doubt.reason;
}

} // namespace

Trials::Trials(std::filesystem::path kept) : m_kept(std::move(kept)) {
    std::ifstream file(std::filesystem::path(SOURCE_FOLDER) / "tests/end_to_end/speech_sentences_en.txt");
    for (std::string line; std::getline(file, line);) {
        if (!line.empty())
            m_sentences.push_back(line);
    }
    for (const std::string &id : kVoices)
        m_voices.push_back(shippedVoice(id));
}

Request Trials::requestOf(std::size_t number, Dice &dice) const {
    Request request;
    request.voice = m_voices[number % m_voices.size()];
    const std::size_t count = dice.below(4) == 0 ? 2 + dice.below(2) : 1;
    for (std::size_t i = 0; i < count;) {
        const std::string &sentence = m_sentences[dice.below(m_sentences.size())];
        if (sentence == request.voice.transcript)
            continue;
        request.text += (i++ > 0 ? " " : "") + sentence;
    }
    request.nfeStep = std::array{7, 10, 12, 16}[dice.below(4)];
    request.seed = dice.next() >> 32;
    return request;
}

Clip Trials::speak(const Request &request) {
    std::filesystem::path file;
    if (!m_kept.empty()) {
        file = m_kept / (request.voice.id + "-" + std::to_string(request.nfeStep) + "-" + std::to_string(request.seed) +
                         "-" + std::to_string(std::hash<std::string>{}(request.text)) + ".f32");
        std::ifstream in(file, std::ios::binary | std::ios::ate);
        if (in) {
            Clip clip;
            clip.samples.resize(std::size_t(in.tellg()) / sizeof(float));
            in.seekg(0);
            in.read(reinterpret_cast<char *>(clip.samples.data()),
                    std::streamsize(clip.samples.size() * sizeof(float)));
            return clip;
        }
    }
    if (!m_synthesizer)
        m_synthesizer = makeSynthesizer("demo");
    const Take take = ::speak(*m_synthesizer, request);
    if (!file.empty())
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char *>(take.samples.data()),
                   std::streamsize(take.samples.size() * sizeof(float)));
    return {kSampleRate, take.samples};
}

Trial Trials::make(std::size_t number) {
    Dice dice(number * 1000003 + 17);
    Trial trial;
    trial.number = number;
    trial.request = requestOf(number, dice);
    trial.good = speak(trial.request);
    trial.context.reference = recordingOf(trial.request.voice);
    trial.context.transcript = trial.request.voice.transcript;
    trial.context.language = trial.request.voice.language;
    return trial;
}

Faulty Trials::spoil(const Trial &trial, Fault fault) {
    Dice dice(trial.number * 1000003 + 101 * (std::size_t(fault) + 1));
    const Clip &good = trial.good;
    Request again = trial.request;
    again.seed = dice.next() >> 32;
    const bool anew = dice.heads();
    switch (fault) {
    case Fault::Hole:
        return withHole(good, dice);
    case Fault::Gap: {
        const std::string inner = trial.request.text.substr(0, trial.request.text.size() - 1);
        return withGap(good, inner.find_first_of(".,?!;:") != std::string::npos, dice);
        break;
    }
    case Fault::Click:
        return withClick(good, dice);
    case Fault::Repeat:
        return withRepeat(good, anew ? speak(again) : Clip{}, dice);
    case Fault::Leak: {
        const std::size_t kind = dice.below(10); // seven in ten as F5-TTS leaks most
        const LeakPlace place = kind < 7    ? LeakPlace::EndAtBegin
                                : kind == 7 ? LeakPlace::PartAtBegin
                                            : LeakPlace::PartAtEnd;
        again.text = place == LeakPlace::EndAtBegin ? lastWords(again.voice.transcript, 8 + dice.below(9))
                                                    : again.voice.transcript;
        return withLeak(good, anew ? speak(again) : prepareForF5(*trial.context.reference).clip, place, dice);
    }
    case Fault::Lost:
        return withLostSpeech(good, dice);
    case Fault::CutEnd:
        return withoutEnd(good, dice);
    case Fault::Clipped:
        return clipped(good, dice);
    }
    return {good};
}

namespace {

std::vector<Doubt> check(const Trial &trial, const Clip &clip, TrialResult &result) {
    const double start = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    std::vector<Doubt> doubts = checkTake(clip, trial.request.text, trial.context);
    result.milliseconds += 1000 * (processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - start);
    result.seconds += clip.seconds();
    ++result.checks;
    return doubts;
}

std::string nameOf(const Trial &trial) {
    return "#" + std::to_string(trial.number) + " " + trial.request.voice.id + " NFE " +
           std::to_string(trial.request.nfeStep) + " \"" + trial.request.text + "\"";
}

std::size_t judgeGood(const Trial &trial, TrialResult &result) {
    std::vector<Doubt> doubts = check(trial, trial.good, result);
    ++result.good;
    const auto &samples = trial.good.samples;
    if (std::any_of(samples.begin(), samples.end(), [](float sample) { return std::abs(sample) > 1.0002f; })) {
        ++result.loud;
        result.loudSaid += std::erase_if(doubts, [](const Doubt &doubt) { return doubt.kind == DoubtKind::Clipping; });
    }
    result.alarms += !doubts.empty();
    for (const Doubt &doubt : doubts)
        result.notes.push_back("ALARM " + nameOf(trial) + ": " + placed(doubt));
    for (std::size_t kind = 0; kind < result.alarmsOfKind.size(); ++kind)
        result.alarmsOfKind[kind] += std::any_of(doubts.begin(), doubts.end(),
                                                 [&](const Doubt &doubt) { return std::size_t(doubt.kind) == kind; });
    return doubts.size();
}

void judgeFaulty(const Trial &trial, Fault fault, const Faulty &faulty, std::size_t doubtsBefore, TrialResult &result) {
    const std::vector<Doubt> doubts = check(trial, faulty.clip, result);
    Tally &tally = result.faults[std::size_t(fault)];
    ++tally.trials;
    const std::vector<DoubtKind> kinds = fitting(fault);
    constexpr double kNear = 0.3;
    const bool named = std::any_of(doubts.begin(), doubts.end(), [&](const Doubt &doubt) {
        return std::find(kinds.begin(), kinds.end(), doubt.kind) != kinds.end() &&
               doubt.fromSeconds < faulty.to + kNear && doubt.toSeconds > faulty.from - kNear;
    });
    tally.named += named;
    tally.found += named || doubts.size() > doubtsBefore;
    char place[64];
    std::snprintf(place, sizeof place, " %.2f-%.2f s ", faulty.from, faulty.to);
    std::string note = (named ? "FOUND " : "MISSED ") + toString(fault) + place + nameOf(trial);
    for (const Doubt &doubt : doubts)
        note += "\n    " + placed(doubt);
    result.notes.push_back(std::move(note));
}

} // namespace

void judgeAll(Trials &trials, std::size_t first, std::size_t count, TrialResult &result, const std::string &only) {
    for (std::size_t i = 0; i < count; ++i) {
        const Trial trial = trials.make(first + i);
        const std::size_t before = judgeGood(trial, result);
        // Every fault meets every voice.
        for (const std::size_t fault : {(i + i / 5) % 5, (i + i / 5 + 2) % 5, 5 + i % 3}) {
            if (toString(Fault(fault)).starts_with(only))
                judgeFaulty(trial, Fault(fault), trials.spoil(trial, Fault(fault)), before, result);
        }
    }
}

Interval wilson(std::size_t hits, std::size_t of) {
    if (of == 0)
        return {0, 1};
    constexpr double z = 1.96;
    const double n = double(of), share = double(hits) / n;
    const double middle = share + z * z / (2 * n);
    const double half = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {std::max(0.0, (middle - half) / (1 + z * z / n)), std::min(1.0, (middle + half) / (1 + z * z / n))};
}
