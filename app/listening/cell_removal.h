// What the sounds of listening tests take in the library, and how they leave it. Sound that a take or another cell has,
// too, stays on the disk. Storage thread; app::storage::Error.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/storage/audio_store.h"
#include "app/storage/connection.h"

namespace app::listening {

struct CellsSize {
    int sounds = 0;         // files: cells with equal sound have one
    std::int64_t bytes = 0; // on the disk, about
};
struct CellWeights {
    CellsSize ofTest, all;
};

// Of the cells of a test, which may be removed.
struct RemovableCells {
    std::vector<std::string> keys;
    CellsSize size;
    int shared = 0; // stay, as other tests use them
    int heard = 0;  // stay, as a session is about them: its votes could not be heard or measured again
};

CellsSize sizeOfCells(storage::Connection &connection);
CellsSize sizeOfCells(storage::Connection &connection, const std::vector<std::string> &keys);

// `shared` stay in any case.
RemovableCells removableCells(storage::Connection &connection, const std::vector<std::string> &keys,
                              const std::vector<std::string> &shared, bool heardToo);
// Of all cells but those that are `needed`.
RemovableCells unusedCells(storage::Connection &connection, const std::vector<std::string> &needed, bool heardToo);
// With the sound that nobody else has. What somebody began to listen to meanwhile stays, unless `heardToo`.
void deleteCells(storage::Connection &connection, const storage::AudioStore &audio,
                 const std::vector<std::string> &keys, bool heardToo);

} // namespace app::listening
