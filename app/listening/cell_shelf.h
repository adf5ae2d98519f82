// Cells in the library: rows of listening_cell and sound in the audio store. Storage thread; app::storage::Error.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/listening/cell_facts.h"
#include "app/storage/audio_store.h"
#include "app/storage/connection.h"

namespace app::listening {

class CellShelf {
public:
    explicit CellShelf(std::filesystem::path folder) : m_audio(std::move(folder)) {}

    // Those that are there with their sound, which is not read. A row that cannot be read counts as none.
    std::map<std::string, CellFacts> find(storage::Connection &connection, const std::vector<std::string> &keys) const;
    // Row and sound are on the disk when it returns. The same key made again takes the place of what was there. Gives
    // the facts with the hash of the sound.
    CellFacts keep(storage::Connection &connection, CellFacts facts, const engine::Clip &clip) const;
    // Measured anew: takes the place of what was known of this sound, where that is still there.
    void correct(storage::Connection &connection, const CellFacts &facts) const;
    engine::ClipPtr sound(const std::string &audio) const; // Error(BadFile)
    std::filesystem::path fileOf(const std::string &audio) const;
    const storage::AudioStore &audio() const { return m_audio; }

private:
    const storage::AudioStore m_audio;
};

} // namespace app::listening
