// The sounds of a test as files that other programs open, in the original's layout, with a list beside them:
//   FOLDER/nfe-7-epss/short_1_nfe-7-epss.wav    float32, bit for bit as it was made
//   FOLDER/cells.json                           "ishowtts-listening-cells", schema 1: the design, and of each sound
//                                               its row's id, condition, file, hash and facts
// A folder like that is what `ishowtts compare check` holds a new build against. Any thread; errors are
// engine::Error.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/listening/cell_facts.h"
#include "app/listening/cell_plan.h"

namespace app::listening {

std::string folderOf(const TestDesign &design, Condition condition); // "nfe-7-epss"

struct CellFile {
    CellPlace place;
    CellFacts facts;
    std::filesystem::path file; // within the folder
};

// `sources`: where the sounds lie now (AudioStore::fileOf()). The folder is made; files of these names are replaced,
// others stay. Error(Failure) when the disk refuses.
void writeCells(const TestDesign &design, const std::vector<CellFile> &cells,
                const std::vector<std::filesystem::path> &sources, const std::filesystem::path &folder);

struct CellSet {
    TestDesign design;
    std::vector<CellFile> cells;
};
// cells.json, every number checked, with nothing said of the sounds. Error(BadInput).
CellSet readCells(const std::filesystem::path &folder);
// The sound of one of its cells. Error(BadInput) when it is missing or not what was written.
engine::ClipPtr soundOf(const std::filesystem::path &folder, const CellFile &cell);

} // namespace app::listening
