// How far takes of the demo voice with fewer steps lie from those with 32: each measure, mean over the sentences, same
// seed and so same noise and duration.
//   cmake --build build/release --target quality_table && build/release/tests/quality_table [--rows]
// --rows: a line for each sentence, too. Ends with 1 when takes are not of one length, when 32 steps spoken again lie
// apart from themselves, or when the teacher distance does not fall from 5 over 6, 7 and 16 steps to 32. (8 steps have
// another schedule, uniform, and stand beside them.)
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/row_levels.h"
#include "engine/distances/cepstral_distance.h"
#include "engine/distances/pitch_distance.h"
#include "engine/distances/spectral_distance.h"
#include "engine/distances/teacher_distance.h"
#include "engine/quality/artifacts.h"
#include "tests/engine/synthesizer/take.h"
#include "tests/processor_time.h"

using namespace engine;
using namespace engine::distances;

namespace {

const std::vector<std::string> kSentences{
    "This is the best pizza in the whole city.",
    "Our team won the game by seven points.",
    "What is your favorite color?",
    "They will build a bridge over the river next year.",
    "I am really happy to see you again.",
    "There is a strange noise coming from the basement.",
};
constexpr int kTeacher = 32;
const std::vector<int> kSteps{5, 6, 7, 8, 16, kTeacher};

struct Figure {
    const char *name;
    int decimals;
    double sum = 0;
    int count = 0;

    void add(const std::optional<double> &value) {
        sum += value.value_or(0);
        count += value.has_value();
    }
    double mean() const { return count > 0 ? sum / count : 0; }
};

struct Column {
    Figure teacher{"teacher dB", 3}, worst{"its worst", 2}, spectral{"LSD dB", 3}, cepstral{"MCD", 3},
        cents{"F0 cents", 1}, hertz{"F0 Hz", 2}, correlation{"F0 corr.", 4}, voicing{"V/UV %", 2}, gross{"GPE %", 2},
        frame{"FFE %", 2}, level{"before LU", 2}, artifacts{"artifacts", 2};

    std::vector<Figure *> all() {
        return {&teacher,     &worst,   &spectral, &cepstral, &cents, &hertz,
                &correlation, &voicing, &gross,    &frame,    &level, &artifacts};
    }
};

std::string namesOf(const std::vector<quality::Artifact> &found) {
    std::string names;
    for (const quality::Artifact artifact : found)
        names += (names.empty() ? "" : " ") + quality::toString(artifact);
    return names;
}

// Of one take against the teacher's.
Column measure(const Clip &take, const Clip &teacher, const std::vector<quality::Artifact> &found) {
    Column column;
    const auto mel = teacherDistance(take, teacher);
    column.teacher.add(mel->mean);
    column.worst.add(mel->worst);
    column.spectral.add(spectralDistance(take, teacher)->mean);
    column.cepstral.add(cepstralDistance(take, teacher)->mean);
    const auto pitch = pitchDistance(trackPitch(take), trackPitch(teacher));
    column.cents.add(pitch->rmseCents);
    column.hertz.add(pitch->rmseHertz);
    column.correlation.add(pitch->correlation);
    column.voicing.add(100 * pitch->voicingError);
    column.gross.add(100 * pitch->grossError.value_or(0));
    column.frame.add(100 * pitch->frameError);
    column.artifacts.add(double(found.size()));
    return column;
}

void print(const char *label, Column &column) {
    std::printf("%-14s", label);
    for (const Figure *figure : column.all())
        std::printf(" %10.*f", figure->decimals, figure->mean());
    std::printf("\n");
}

} // namespace

int main(int argc, char **argv) {
    const bool rows = argc == 2 && std::strcmp(argv[1], "--rows") == 0;
    if (argc > 1 && !rows) {
        std::printf("quality_table [--rows]\n");
        return 2;
    }
    const std::unique_ptr<Synthesizer> synthesizer = makeSynthesizer("demo");
    std::vector<Column> table(kSteps.size());
    std::printf("%-14s", "steps");
    for (const Figure *figure : table[0].all())
        std::printf(" %10s", figure->name);
    std::printf("\n");
    bool holds = true;
    double computed = 0, seconds = 0; // by the measures, and of sound
    std::string notes;
    for (std::size_t row = 0; row < kSentences.size(); ++row) {
        const auto say = [&](int steps) {
            Request asked = request(kSentences[row], row + 1);
            asked.nfeStep = steps;
            return std::make_shared<const Clip>(Clip{kSampleRate, speak(*synthesizer, asked).samples});
        };
        const ClipPtr teacher = say(kTeacher);
        std::vector<ClipPtr> takes;
        for (const int steps : kSteps)
            takes.push_back(say(steps));
        const audio::RowLevels levels = audio::rowLevels(takes);
        holds &= levels.residual <= 0.1;
        for (std::size_t i = 0; i < takes.size(); ++i) {
            holds &= takes[i]->samples.size() == teacher->samples.size();
            const double begun = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
            const auto found = quality::measureArtifacts(*takes[i], kSentences[row]).found();
            Column one = measure(*takes[i], *teacher, found);
            computed += processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - begun;
            seconds += takes[i]->seconds();
            one.level.add(*levels.clips[i].before - *levels.clips.back().before);
            const std::vector<Figure *> from = one.all(), to = table[i].all();
            for (std::size_t figure = 0; figure < to.size(); ++figure)
                to[figure]->add(from[figure]->count > 0 ? std::optional(from[figure]->mean()) : std::nullopt);
            const std::string label = std::to_string(kSteps[i]) + " #" + std::to_string(row + 1);
            if (rows)
                print(label.c_str(), one);
            if (!found.empty())
                notes += "  " + label + ": " + namesOf(found) + "\n";
        }
    }
    for (std::size_t i = 0; i < kSteps.size(); ++i)
        print((std::to_string(kSteps[i]) +
               (effectiveSchedule(kSteps[i], Schedule::Epss) == Schedule::Epss ? " epss" : " uniform"))
                  .c_str(),
              table[i]);
    std::printf("mean over %zu sentences, against %d steps with the same seed; artifacts: kinds found in a take\n%s"
                "all measures of a pair: %.0f ms of the processor for %.1f s of sound\n",
                kSentences.size(), kTeacher, notes.c_str(), 1000 * computed / double(kSentences.size() * kSteps.size()),
                seconds / double(kSentences.size() * kSteps.size()));

    std::optional<double> before;
    for (std::size_t i = 0; i < kSteps.size(); ++i) {
        if (effectiveSchedule(kSteps[i], Schedule::Epss) != Schedule::Epss && kSteps[i] != kTeacher)
            continue;
        holds &= !before || table[i].teacher.mean() < *before;
        before = table[i].teacher.mean();
    }
    holds &= table.back().worst.mean() == 0 && table.back().spectral.mean() == 0 && table.back().cepstral.mean() == 0 &&
             table.back().frame.mean() == 0;
    std::printf("%s\n", holds ? "holds" : "DOES NOT HOLD");
    return holds ? 0 : 1;
}
