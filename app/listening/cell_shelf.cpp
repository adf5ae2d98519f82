#include "app/listening/cell_shelf.h"

#include <optional>
#include <system_error>

#include "app/listening/session_rows.h"
#include "engine/error.h"
#include "engine/hex_digits.h"

namespace app::listening {

using storage::Connection;

std::map<std::string, CellFacts> CellShelf::find(Connection &connection, const std::vector<std::string> &keys) const {
    std::map<std::string, CellFacts> found;
    connection.read([&] {
        for (const std::string &key : keys) {
            const std::optional<CellRecord> record = cellByKey(connection, key);
            std::error_code error;
            if (!record || !engine::isSha256(record->audio) ||
                !std::filesystem::exists(m_audio.fileOf(QString::fromStdString(record->audio)), error))
                continue;
            try {
                found.emplace(key, factsOf(*record));
            } catch (const engine::Error &) { // it is made again, and its row with it
                continue;
            }
        }
    });
    return found;
}

void CellShelf::correct(Connection &connection, const CellFacts &facts) const {
    connection.write([&] { // no sound is added, and who removes one does so in a transaction, too
        if (const auto record = cellByKey(connection, facts.key); record && record->audio == facts.audio)
            insertCell(connection, recordOf(facts));
    });
}

CellFacts CellShelf::keep(Connection &connection, CellFacts facts, const engine::Clip &clip) const {
    const storage::FileLock hold = m_audio.beginAdding();
    const QString hash = m_audio.add(clip);
    facts.audio = hash.toStdString();
    connection.write([&] { insertCell(connection, recordOf(facts)); });
    m_audio.settle(hash);
    return facts;
}

std::filesystem::path CellShelf::fileOf(const std::string &audio) const {
    return m_audio.fileOf(QString::fromStdString(audio));
}

engine::ClipPtr CellShelf::sound(const std::string &audio) const {
    return m_audio.read(QString::fromStdString(audio));
}

} // namespace app::listening
