// What was measured of the sounds of a listening test, beside what people said of them: plain data. Each figure goes by
// its measure's id, which stands for one variant of it; what is not there was not measured, which blocks nothing and is
// never taken for 0. Any thread.
#pragma once

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/test_design.h"
#include "engine/quality/artifacts.h"

namespace app::listening {

struct Measure {
    std::string id; // "teacher", "mcd" …; the same for ever
    int decimals = 2;
    int better = -1;     // −1: less is better, 1: more is, 0: neither
    bool ofPair = false; // compares with the teacher's sound of the same row

    QString name() const;    // for a column's head, with the unit: "Teacher distance, dB"
    QString variant() const; // a sentence: which of the many measures of this name it is, against what
};

// In the order in which they are shown:
//   rtf               synthesis seconds / seconds of sound, as the cell was made
//   seconds, lufs, true-peak   of the sound as it was made, levels not matched
//   artifacts         kinds of artifacts (engine/quality/artifacts.h)
//   teacher, teacher-worst, lsd, mcd, f0-cents, f0-correlation, voicing, f0-frame-error   against 32 steps
//   likeness          cosine with the voice's recording; needs a model (engine/distances/speaker_encoder.h)
//   word-error        0 and more; needs what a recogniser heard (engine/distances/word_error.h)
const std::vector<Measure> &measures();
const Measure *findMeasure(const std::string &id); // null when there is none

struct CellFigures {
    int row = 0;
    Condition condition = 0;
    std::map<std::string, double> figures; // by Measure::id
    std::vector<engine::quality::Artifact> artifacts;
    bool artifactsLookedFor = false;

    std::optional<double> figure(const std::string &id) const;
};

struct MeasuredCells {
    std::vector<CellFigures> cells; // each row and condition at most once
    // Why a measure has no figures although it was asked for, translated: "no speaker model is present".
    std::map<std::string, QString> notMeasured;

    const CellFigures *find(int row, Condition condition) const;
    std::vector<double> ofColumn(const std::string &id, Condition condition) const; // in the order of cells
    std::optional<double> median(const std::string &id, Condition condition) const;
};

} // namespace app::listening
