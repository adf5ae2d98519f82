#include "app/listening/cell_removal.h"

#include <set>

#include "app/listening/listening_words.h"
#include "engine/clip.h"
#include "engine/json.h"

namespace app::listening {

using engine::Json;
using storage::Connection;

namespace {

constexpr std::int64_t kBytesPerSecond = std::int64_t(engine::kSampleRate) * 4; // 32-bit floats

QString jsonOf(const std::vector<std::string> &keys) {
    Json::Array list;
    for (const std::string &key : keys)
        list.emplace_back(key);
    return qt(Json(std::move(list)).dump());
}

CellsSize sizeIn(storage::Statement &rows) {
    CellsSize size;
    if (rows.next())
        size = {int(rows.integer(0)), std::int64_t(rows.number(1) * double(kBytesPerSecond))};
    return size;
}

// One row for each sound: cells with equal sound are one file.
constexpr const char *kSize =
    "SELECT count(*), coalesce(sum(seconds), 0) FROM (SELECT seconds FROM listening_cell %1 GROUP BY audio)";

std::set<std::string> heardSounds(Connection &connection) {
    std::set<std::string> heard;
    auto rows = connection.prepare(QStringLiteral(
        "SELECT DISTINCT json_extract(sound.value, '$.sound') FROM listening_test AS t, json_each(t.stimuli) AS sound "
        "WHERE EXISTS (SELECT 1 FROM listening_session WHERE test = t.id)"));
    while (rows.next())
        heard.insert(rows.text(0).toStdString());
    return heard;
}

} // namespace

CellsSize sizeOfCells(Connection &connection) {
    auto rows = connection.prepare(QString::fromLatin1(kSize).arg(QString()));
    return sizeIn(rows);
}

CellsSize sizeOfCells(Connection &connection, const std::vector<std::string> &keys) {
    auto rows = connection.prepare(
        QString::fromLatin1(kSize).arg(QStringLiteral("WHERE key IN (SELECT value FROM json_each(?))")));
    rows.bind(jsonOf(keys));
    return sizeIn(rows);
}

RemovableCells removableCells(Connection &connection, const std::vector<std::string> &keys,
                              const std::vector<std::string> &shared, bool heardToo) {
    RemovableCells removable;
    const std::set<std::string> kept(shared.begin(), shared.end());
    const std::set<std::string> heard = heardToo ? std::set<std::string>() : heardSounds(connection);
    auto rows = connection.prepare(
        QStringLiteral("SELECT key, audio FROM listening_cell WHERE key IN (SELECT value FROM json_each(?))"));
    rows.bind(jsonOf(keys));
    while (rows.next()) {
        std::string key = rows.text(0).toStdString();
        if (kept.contains(key))
            ++removable.shared;
        else if (heard.contains(rows.text(1).toStdString()))
            ++removable.heard;
        else
            removable.keys.push_back(std::move(key));
    }
    removable.size = sizeOfCells(connection, removable.keys);
    return removable;
}

RemovableCells unusedCells(Connection &connection, const std::vector<std::string> &needed, bool heardToo) {
    std::vector<std::string> unused;
    auto rows = connection.prepare(
        QStringLiteral("SELECT key FROM listening_cell WHERE key NOT IN (SELECT value FROM json_each(?))"));
    rows.bind(jsonOf(needed));
    while (rows.next())
        unused.push_back(rows.text(0).toStdString());
    return removableCells(connection, unused, {}, heardToo);
}

// The sound leaves its place before the rows go, and is deleted after: AudioStore::tidy() finishes or undoes it when
// the program ends between.
void deleteCells(Connection &connection, const storage::AudioStore &audio, const std::vector<std::string> &keys,
                 bool heardToo) {
    const storage::FileLock hold = audio.beginRemoving();
    QStringList unused;
    connection.write([&] {
        const QString wanted = jsonOf(removableCells(connection, keys, {}, heardToo).keys);
        auto rows = connection.prepare(QStringLiteral(
            "WITH gone AS (SELECT key, audio FROM listening_cell WHERE key IN (SELECT value FROM json_each(?))) "
            "SELECT DISTINCT audio FROM gone WHERE audio NOT IN (SELECT audio FROM take) AND audio NOT IN "
            "(SELECT audio FROM listening_cell WHERE key NOT IN (SELECT key FROM gone))"));
        rows.bind(wanted);
        while (rows.next())
            unused << rows.text(0);
        for (const QString &hash : std::as_const(unused))
            audio.putAside(hash);
        connection.prepare(QStringLiteral("DELETE FROM listening_cell WHERE key IN (SELECT value FROM json_each(?))"))
            .bind(wanted)
            .run();
    });
    for (const QString &hash : std::as_const(unused))
        audio.discard(hash);
}

} // namespace app::listening
