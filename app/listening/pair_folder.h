// Pairs of sounds that were made elsewhere, as the original left them:
//   FOLDER/nfe6/short_1_nfe6.wav, FOLDER/nfe7/short_1_nfe7.wav … ("nfe_6", and names without "_nfe6" too)
//   FOLDER/EVALUATION_TEMPLATE.txt   the sentences' texts, when it is there
// They become a test that can be listened to (CellMaker::keep() keeps its sounds) and that is never concluded "accept":
// TestDesign::flags says so, is part of its hash, and travels with its sessions. What is wrong with the set is told
// before anybody listens. Files are read as strangers' (app/decoding/decoding_job.h); samples beyond full scale stay as
// they are.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/listening/pair_flags.h"
#include "app/listening/trial_order.h"
#include "engine/clip.h"

namespace app::listening {

struct ImportedCell {
    Stimulus stimulus;    // of the design below
    engine::ClipPtr clip; // 24 kHz, mono
    QString file;         // within the folder
    std::string sha256;   // of the file
};

struct ImportedPairs {
    TestDesign design;               // AbPreference, baseline: the column with most steps; flags as below
    std::vector<ImportedCell> cells; // in the order of rows and columns
    std::vector<PairFlag> flags;
    // Largest |correlation| of two sounds of one row; pairs of one seed have some 0.5 and more.
    double largestCorrelation = 0;
};

struct PairOptions {
    double levelLu = 0.5;     // rows whose sounds lie further apart are flagged
    double sameSeed = 0.1;    // below this correlation in every row: not of one seed
    QStringList decoder = {}; // tests: decodeFile()'s program
};

// On this thread, best a worker: 52 files take some seconds. `progress`: files read, of all. None when `stop` was asked
// for. Error(BadInput) when the folder has not two columns with a row in common, more than 12 columns or 500 rows, or
// more than an hour of sound.
// Links that lead out of the folder are not followed; a file that cannot be read makes its row incomplete.
std::optional<ImportedPairs> importPairs(const QString &folder, const std::stop_token &stop = {},
                                         const std::function<void(int, int)> &progress = {},
                                         const PairOptions &options = {});

} // namespace app::listening
