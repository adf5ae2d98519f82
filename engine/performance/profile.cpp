#include "engine/performance/profile.h"

#include <ctime>
#include <fstream>
#include <numeric>

#include "engine/model/operator_trace.h"
#include "engine/performance/figure_files.h"
#include "engine/performance/span_sums.h"

namespace engine::performance {

namespace {

double processorSeconds() { // of all threads of this program
    timespec time{};
    return ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 ? double(time.tv_sec) + double(time.tv_nsec) * 1e-9
                                                                 : 0;
}

double ownMemory(const char *key) {
    return bytesIn(readSmall("/proc/self/status").value_or(std::string()), key).value_or(0);
}

// Linux counts the most that a program ever had; this begins anew. False: it may not.
bool forgetMostMemory() {
    std::ofstream file("/proc/self/clear_refs");
    file << "5" << std::flush;
    return bool(file);
}

} // namespace

double Profile::stageSeconds() const {
    return std::accumulate(stages.begin(), stages.end(), 0.0,
                           [](double sum, const ProfiledStage &stage) { return sum + stage.seconds; });
}

double Profile::operatorSeconds() const {
    return std::accumulate(categories.begin(), categories.end(), 0.0,
                           [](double sum, const ProfiledCategory &category) { return sum + category.seconds; });
}

double Profile::share(const char *stage) const {
    double sum = 0;
    for (const ProfiledStage &known : stages)
        sum += known.name == stage ? known.seconds : 0;
    return seconds > 0 ? sum / seconds : 0;
}

double Profile::referenceShare() const {
    const double spoken = audioSeconds * kSampleRate / kHopLength;
    return frames > spoken ? 1 - spoken / frames : 0;
}

ProfileRun profileSpeech(Synthesizer &synthesizer, const Request &request, ProfileWish wish, std::stop_token stop,
                         const std::function<void(int utterance)> &finished) {
    const int runs = wish.runs;
    ProfileRun run;
    Profile &profile = run.profile;
    const ModelSummary summary = synthesizer.summary();
    profile.model = summary.name;
    profile.precision = toString(summary.precision);
    profile.device = toString(summary.device.kind);
    profile.deviceName = summary.device.name;
    profile.fastBf16 = summary.device.fastBf16;
    profile.nfe = request.nfeStep;
    profile.cfg = request.cfgStrength;
    profile.runs = runs;

    Timings timings;
    int utterances = 0;
    double work = 0; // of the processor, for the last utterance
    const auto speak = [&] {
        const double before = processorSeconds();
        timings = synthesizer.speak(request, stop, {});
        work = processorSeconds() - before;
        run.stopped = timings.stopped || stop.stop_requested();
    };
    const auto done = [&] {
        if (finished && !run.stopped)
            finished(++utterances);
        return !run.stopped;
    };
    speak();
    if (!done())
        return run;
    SpanSums sums;
    std::vector<double> plain;
    std::vector<double> recorded;
    std::vector<double> plainWork;
    std::vector<double> recordedWork;
    std::vector<model::Span> last;
    profile.memory = ownMemory("VmRSS");
    const bool tellsMost = forgetMostMemory();
    for (int i = 0; i < runs; ++i) {
        speak();
        plainWork.push_back(work);
        plain.push_back(timings.synthesisSeconds);
        if (!done())
            return run;
        last = model::traced(speak, summary.device.kind == DeviceKind::Cuda);
        recordedWork.push_back(work);
        recorded.push_back(timings.synthesisSeconds);
        if (!done())
            return run;
        sums.add(last);
        profile.audioSeconds = timings.audioSeconds;
        profile.parts = timings.chunks;
    }
    profile.mostMemory = tellsMost ? ownMemory("VmHWM") : 0;
    const Spread spreadOfRecorded = spread(recorded);
    profile.seconds = spreadOfRecorded.mean;
    profile.plainSeconds = spread(plain).median;
    profile.overhead = profile.plainSeconds > 0 ? spreadOfRecorded.median / profile.plainSeconds - 1 : 0;
    const Spread ofPlain = spread(plainWork);
    profile.processorSeconds = ofPlain.mean;
    profile.processorOverhead = ofPlain.minimum > 0 ? spread(recordedWork).minimum / ofPlain.minimum - 1 : 0;
    sums.fill(profile);
    if (wish.trace)
        run.trace = chromeTrace(last, "iShowTTS, " + profile.model + ", NFE " + std::to_string(profile.nfe));
    return run;
}

} // namespace engine::performance
