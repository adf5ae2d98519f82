// What each cell of a design is to be spoken with, and the key that follows from it (cell_key.h).
#pragma once

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/cell_facts.h"
#include "app/listening/cell_key.h"
#include "app/listening/test_design.h"
#include "app/problem.h"
#include "app/speech/job.h"
#include "engine/error.h"

namespace app::listening {

struct CellSources;

struct CellPlace {
    int row = 0;
    Condition condition = 0;
    auto operator<=>(const CellPlace &) const = default;
};

// A sound that one cell or several of a design are.
struct PlannedSound {
    std::string key;
    std::string text; // of the row
    CellRecipe recipe;
    std::shared_ptr<const speech::OwnModel> model;
    std::string modelName;
    bool imported = false; // it cannot be made
    std::string madeFrom;  // key of the sound that it is made of; the rest but `text` means nothing then
};

// Conditions whose sound is needed, with the reference that the low-pass anchor is made of.
std::vector<Condition> conditionsOf(const TestDesign &design);

// First half, on the GUI thread: what is asked of the engine for each cell that is spoken, or why it cannot be. All
// cells of a row have the text as it was prepared once, in the voice of the design.
struct AskedCell {
    CellPlace place;
    engine::Request request;
    std::string model; // by name; "" = the demo model
    engine::Precision precision = engine::Precision::Fp32;
    std::optional<Problem> problem = {};
};
std::vector<AskedCell> askedCells(const TestDesign &design, const CellSources &sources);

// Second half, on a thread that may read files: models are looked for and hashed, and so are recordings.
struct CellPlan {
    std::map<CellPlace, std::string> keys; // of the cells that can be made
    std::map<CellPlace, Problem> problems; // of the others
    std::map<std::string, PlannedSound> sounds;
};
CellPlan planCells(const TestDesign &design, const std::vector<AskedCell> &asked,
                   const std::vector<std::filesystem::path> &modelRoots, const std::string &device, FileHashes &hashes);

// The sounds of a design that were made elsewhere, measured; to be kept with CellMaker::keep(). Best on a worker: some
// 20 ms each.
struct ImportedSound {
    CellPlace place;
    engine::ClipPtr clip;
};
std::vector<MeasuredSound> importedSounds(const TestDesign &design, const std::vector<ImportedSound> &sounds);

// What a sound that was just spoken says of itself; to be measured (measureInto()).
CellFacts factsOf(const PlannedSound &sound, const speech::Take &take);

Problem problemOf(const engine::Error &error);

} // namespace app::listening
