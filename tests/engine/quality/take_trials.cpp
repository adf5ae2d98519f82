#include "tests/engine/quality/take_trials.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "engine/audio/recording.h"
#include "engine/quality/asked_line.h"
#include "engine/quality/reference_check.h"
#include "engine/text/line_preparation.h"
#include "engine/text/tags.h"
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
    request.speed = kSpeeds[number / m_voices.size() % kSpeeds.size()];
    if (count > 1 && dice.heads())
        addSecondVoice(request, dice);
    return request;
}

// The last sentence is said by another one.
void Trials::addSecondVoice(Request &request, Dice &dice) const {
    const std::size_t cut = request.text.find_last_of(".?!", request.text.size() - 2) + 1;
    do
        request.otherVoices = {m_voices[dice.below(m_voices.size())]};
    while (request.otherVoices.front().id == request.voice.id ||
           request.text.find(request.otherVoices.front().transcript) != std::string::npos);
    const double speed = kSpeeds[dice.below(kSpeeds.size())];
    char tag[32];
    std::snprintf(tag, sizeof tag, "{speed %.3g}", speed);
    const std::string tagged =
        request.text.substr(0, cut) + " [" + request.otherVoices.front().id + "]" + tag + request.text.substr(cut);
    request.spoken = text::canonical(text::readTags(tagged, text::speakersOf(m_voices, request.voice.id)).parts);
}

Clip Trials::speak(const Request &request, std::size_t *join) {
    std::filesystem::path file;
    if (!m_kept.empty()) {
        file = m_kept / (request.voice.id + "-" + std::to_string(request.nfeStep) + "-" +
                         std::to_string(int(100 * request.speed)) + "-" + std::to_string(request.seed) + "-" +
                         std::to_string(std::hash<std::string>{}(request.text + request.spoken)) + ".f32");
        std::ifstream in(file, std::ios::binary | std::ios::ate);
        std::size_t last = 0;
        if (in && std::ifstream(file.string() + ".join") >> last) {
            if (join)
                *join = last;
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
    const std::size_t last = take.samples.size() - take.clips.back();
    if (join)
        *join = last;
    if (!file.empty()) {
        std::ofstream(file.string() + ".join") << last;
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char *>(take.samples.data()),
                   std::streamsize(take.samples.size() * sizeof(float)));
    }
    return {kSampleRate, take.samples};
}

Trial Trials::make(std::size_t number) {
    Dice dice(number * 1000003 + 17);
    Trial trial;
    trial.number = number;
    trial.request = requestOf(number, dice);
    std::size_t last = 0;
    trial.good = speak(trial.request, &last);
    std::vector<std::string> others;
    for (const Voice &voice : trial.request.otherVoices) {
        trial.join = last;
        others.push_back(voice.id);
        trial.context.otherVoices.push_back({recordingOf(voice), voice.transcript});
    }
    trial.parts = askedLine(trial.request.text, trial.request.spoken, trial.request.speed, others).parts;
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
        again.spoken.clear();
        again.otherVoices.clear();
        if (trial.hasTwoVoices() && dice.heads())
            return leakOfSecondVoice(trial, again, anew, dice);
        const std::size_t kind = dice.below(10); // seven in ten as F5-TTS leaks most
        const LeakPlace place = kind < 7    ? LeakPlace::EndAtBegin
                                : kind == 7 ? LeakPlace::PartAtBegin
                                            : LeakPlace::PartAtEnd;
        ClipPtr reference = trial.context.reference;
        if (trial.hasTwoVoices() && place == LeakPlace::PartAtEnd) { // it is the second one's
            again.voice = trial.request.otherVoices.front();
            again.speed = trial.parts.back().speed;
            reference = trial.context.otherVoices.front().recording;
        }
        // All of it, so that its last words are said as a sentence ends, as in the reference.
        again.text = again.voice.transcript;
        return withLeak(good, anew ? speak(again) : prepareForF5(*reference).clip, place, dice);
    }
    case Fault::Lost:
        return withLostSpeech(good, trial.request.speed, dice);
    case Fault::CutEnd:
        return withoutEnd(good, dice);
    case Fault::Clipped:
        return clipped(good, dice);
    }
    return {good};
}

// Where the second voice begins, its words leak.
Faulty Trials::leakOfSecondVoice(const Trial &trial, Request &again, bool anew, Dice &dice) {
    again.voice = trial.request.otherVoices.front();
    again.speed = trial.parts.back().speed;
    again.text = again.voice.transcript;
    const auto join = trial.good.samples.begin() + std::ptrdiff_t(trial.join);
    const Faulty second =
        withLeak({kSampleRate, {join, trial.good.samples.end()}},
                 anew ? speak(again) : prepareForF5(*trial.context.otherVoices.front().recording).clip,
                 LeakPlace::EndAtBegin, dice);
    Faulty faulty{{kSampleRate, {trial.good.samples.begin(), join}}, 0, 0};
    faulty.from = faulty.clip.seconds() + second.from;
    faulty.to = faulty.clip.seconds() + second.to;
    faulty.clip.samples.insert(faulty.clip.samples.end(), second.clip.samples.begin(), second.clip.samples.end());
    return faulty;
}

namespace {

std::vector<Doubt> check(const Trial &trial, const Clip &clip, TrialResult &result) {
    const double start = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    std::vector<Doubt> doubts = checkTake(clip, trial.parts, trial.context);
    result.milliseconds += 1000 * (processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - start);
    result.seconds += clip.seconds();
    ++result.checks;
    return doubts;
}

std::string nameOf(const Trial &trial) {
    return "#" + std::to_string(trial.number) + " " + trial.request.voice.id + " NFE " +
           std::to_string(trial.request.nfeStep) + " speed " + std::to_string(trial.request.speed).substr(0, 4) +
           " \"" + (trial.request.spoken.empty() ? trial.request.text : trial.request.spoken) + "\"";
}

Row &rowOf(const Trial &trial, TrialResult &result) {
    if (trial.hasTwoVoices())
        return result.twoVoices;
    const auto speed = std::find(kSpeeds.begin(), kSpeeds.end(), trial.request.speed);
    return result.speeds[std::size_t(speed - kSpeeds.begin())];
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
    ++rowOf(trial, result).good;
    rowOf(trial, result).alarms += !doubts.empty();
    for (const Doubt &doubt : doubts)
        result.notes.push_back("ALARM " + nameOf(trial) + ": " + placed(doubt));
    for (std::size_t kind = 0; kind < result.alarmsOfKind.size(); ++kind)
        result.alarmsOfKind[kind] += std::any_of(doubts.begin(), doubts.end(),
                                                 [&](const Doubt &doubt) { return std::size_t(doubt.kind) == kind; });
    return doubts.size();
}

void judgeFaulty(const Trial &trial, Fault fault, const Faulty &faulty, std::size_t doubtsBefore, TrialResult &result) {
    const std::vector<Doubt> doubts = check(trial, faulty.clip, result);
    const std::vector<DoubtKind> kinds = fitting(fault);
    constexpr double kNear = 0.3;
    const bool named = std::any_of(doubts.begin(), doubts.end(), [&](const Doubt &doubt) {
        return std::find(kinds.begin(), kinds.end(), doubt.kind) != kinds.end() &&
               doubt.fromSeconds < faulty.to + kNear && doubt.toSeconds > faulty.from - kNear;
    });
    const auto count = [&](Tally &tally) {
        ++tally.trials;
        tally.named += named;
        tally.found += named || doubts.size() > doubtsBefore;
    };
    count(result.faults[std::size_t(fault)]);
    if (fault <= Fault::Leak)
        count(rowOf(trial, result).five);
    if (fault == Fault::Lost)
        count(rowOf(trial, result).lost);
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

void Tally::add(const Tally &other) {
    trials += other.trials;
    named += other.named;
    found += other.found;
}

void Row::add(const Row &other) {
    five.add(other.five);
    lost.add(other.lost);
    good += other.good;
    alarms += other.alarms;
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
