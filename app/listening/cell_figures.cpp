#include "app/listening/cell_figures.h"

#include <algorithm>

#include "app/listening/listening_words.h"

namespace app::listening {

namespace {

struct Words {
    const char *id;
    const char *name;
    const char *variant;
};

// In the order of measures().
constexpr Words kWords[] = {
    {"rtf", QT_TRANSLATE_NOOP("listening", "RTF"),
     QT_TRANSLATE_NOOP("listening",
                       "Real-time factor: seconds that it took to make, for each second of sound; less is faster.")},
    {"seconds", QT_TRANSLATE_NOOP("listening", "Length, s"), QT_TRANSLATE_NOOP("listening", "Seconds of sound.")},
    {"lufs", QT_TRANSLATE_NOOP("listening", "Loudness, LUFS"),
     QT_TRANSLATE_NOOP("listening", "Integrated loudness after ITU-R BS.1770-4 and EBU R 128, of the sound as it was "
                                    "made; below 0.4 s the mean of its whole milliseconds.")},
    {"true-peak", QT_TRANSLATE_NOOP("listening", "True peak, dBTP"),
     QT_TRANSLATE_NOOP("listening", "After ITU-R BS.1770-4, of the sound as it was made.")},
    {"artifacts", QT_TRANSLATE_NOOP("listening", "Artifacts"),
     QT_TRANSLATE_NOOP("listening",
                       "How many kinds of artifacts were found: samples over full scale, clipping, clicks, "
                       "dropouts, offset, abrupt ends, odd pace, long pauses.")},
    {"teacher", QT_TRANSLATE_NOOP("listening", "Teacher distance, dB"),
     QT_TRANSLATE_NOOP("listening",
                       "Log-spectral distance of log-mel spectrograms (100 HTK bands) from the take of the "
                       "same seed with 32 steps, mean over frames, without time warping.")},
    {"teacher-worst", QT_TRANSLATE_NOOP("listening", "Teacher distance, worst frame, dB"),
     QT_TRANSLATE_NOOP("listening", "The same at the moment where it is largest.")},
    {"lsd", QT_TRANSLATE_NOOP("listening", "LSD, dB"),
     QT_TRANSLATE_NOOP("listening",
                       "Log-spectral distance from the take with 32 steps: 513 frequencies, frames of 1024 "
                       "samples every 256, 100 dB deep, without time warping.")},
    {"mcd", QT_TRANSLATE_NOOP("listening", "MCD"),
     QT_TRANSLATE_NOOP("listening", "Mel cepstral distance from the take with 32 steps as mel-cepstral-distance 0.0.4 "
                                    "has it: 20 bands, coefficients 2 to 16, time warping, no factor of 6.14.")},
    {"f0-cents", QT_TRANSLATE_NOOP("listening", "Pitch, cents"),
     QT_TRANSLATE_NOOP("listening",
                       "Root of the mean squared difference of pitch (pYIN, 60 to 600 Hz) from the take with "
                       "32 steps, over frames that are voiced in both.")},
    {"f0-correlation", QT_TRANSLATE_NOOP("listening", "Pitch, correlation"),
     QT_TRANSLATE_NOOP("listening",
                       "Pearson's correlation of both melodies in Hz over frames that are voiced in both.")},
    {"voicing", QT_TRANSLATE_NOOP("listening", "Voicing error"),
     QT_TRANSLATE_NOOP("listening", "V/UV: share of frames that are voiced in one of both takes alone.")},
    {"f0-frame-error", QT_TRANSLATE_NOOP("listening", "Pitch frame error"),
     QT_TRANSLATE_NOOP("listening",
                       "FFE: share of frames whose pitch is more than 20 % off, or whose voicing differs.")},
    {"likeness", QT_TRANSLATE_NOOP("listening", "Likeness of the voice"),
     QT_TRANSLATE_NOOP("listening", "Cosine between the take and the voice's recording by the speaker model that is "
                                    "present; figures of different models cannot be compared.")},
    {"word-error", QT_TRANSLATE_NOOP("listening", "Word error"),
     QT_TRANSLATE_NOOP("listening", "Substitutions, deletions and insertions over the words of the text, lower case, "
                                    "apostrophes kept, Chinese by character, by what a recogniser heard.")},
};

const Words &wordsOf(const std::string &id) {
    return *std::find_if(std::begin(kWords), std::end(kWords), [&](const Words &words) { return id == words.id; });
}

double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

} // namespace

QString Measure::name() const {
    return say(wordsOf(id).name);
}

QString Measure::variant() const {
    return say(wordsOf(id).variant);
}

const std::vector<Measure> &measures() {
    static const std::vector<Measure> all{
        {"rtf", 3, -1},
        {"seconds", 2, 0},
        {"lufs", 1, 0},
        {"true-peak", 1, -1},
        {"artifacts", 0, -1},
        {"teacher", 2, -1, true},
        {"teacher-worst", 2, -1, true},
        {"lsd", 2, -1, true},
        {"mcd", 2, -1, true},
        {"f0-cents", 0, -1, true},
        {"f0-correlation", 3, 1, true},
        {"voicing", 3, -1, true},
        {"f0-frame-error", 3, -1, true},
        {"likeness", 3, 1},
        {"word-error", 3, -1},
    };
    return all;
}

const Measure *findMeasure(const std::string &id) {
    const auto &all = measures();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Measure &measure) { return measure.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::optional<double> CellFigures::figure(const std::string &id) const {
    const auto found = figures.find(id);
    return found == figures.end() ? std::nullopt : std::optional(found->second);
}

const CellFigures *MeasuredCells::find(int row, Condition condition) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const CellFigures &cell) {
        return cell.row == row && cell.condition == condition;
    });
    return found == cells.end() ? nullptr : &*found;
}

std::vector<double> MeasuredCells::ofColumn(const std::string &id, Condition condition) const {
    std::vector<double> values;
    for (const CellFigures &cell : cells) {
        if (const auto value = cell.condition == condition ? cell.figure(id) : std::nullopt)
            values.push_back(*value);
    }
    return values;
}

std::optional<double> MeasuredCells::median(const std::string &id, Condition condition) const {
    std::vector<double> values = ofColumn(id, condition);
    return values.empty() ? std::nullopt : std::optional(middle(std::move(values)));
}

} // namespace app::listening
