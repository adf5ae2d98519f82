#include "tests/app/takes/library_check.h"

#include <QDirIterator>
#include <QSet>
#include <QSignalSpy>

#include <algorithm>

#include "app/storage/audio_store.h"
#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/waiting.h"

using app::storage::Connection;
using app::storage::Database;
using app::takes::TakeLibrary;
using app::takes::TakeRecord;

const TakeRecord *LibraryState::find(qint64 id) const {
    const auto found = std::find_if(takes.begin(), takes.end(), [id](const TakeRecord &take) { return take.id == id; });
    return found == takes.end() ? nullptr : &*found;
}

LibraryState examineLibrary(const QString &dataFolder, const app::storage::Schema &schema) {
    const std::filesystem::path data = dataFolder.toStdString();
    LibraryState state;
    Database database(QString::fromStdString(app::storage::libraryFile(data).string()), schema);
    TakeLibrary library(database, app::storage::takesFolder(data), nullptr, std::chrono::milliseconds(0));
    QSignalSpy opened(&library, &TakeLibrary::opened);
    QObject::connect(&library, &TakeLibrary::problem, &library, [&](const app::Problem &problem) {
        state.faults << QStringLiteral("opening: ") + problem.what + u' ' + problem.detail;
    });
    if (!opened.wait(30000))
        state.faults << QStringLiteral("it does not open");

    const auto ids = waitFor<QList<qint64>>([&](auto *context, auto done) {
        database.ask<QList<qint64>>(
            context,
            [](Connection &connection) {
                QList<qint64> found;
                auto select = connection.prepare(QStringLiteral("SELECT id FROM take"));
                while (select.next())
                    found << select.integer(0);
                return found;
            },
            done);
    });
    for (const char *check : {"PRAGMA integrity_check", "PRAGMA foreign_key_check",
                              "SELECT 'no words for ' || id FROM take WHERE id NOT IN (SELECT take FROM take_words)"}) {
        const auto said = waitFor<QString>([&](auto *context, auto done) {
            database.ask<QString>(
                context, [check](Connection &connection) { return connection.text(QString::fromLatin1(check)); }, done);
        });
        if (!said || (*said.value != u"ok" && !said.value->isEmpty()))
            state.faults << QString::fromLatin1(check) + QStringLiteral(": ") +
                                said.value.value_or(said.problem.detail);
    }

    QSet<QString> hashes;
    for (const qint64 id : ids.value.value_or(QList<qint64>())) {
        const auto take = waitFor<TakeRecord>([&](auto *context, auto done) { library.byId(id, context, done); });
        if (!take) {
            state.faults << QStringLiteral("take %1: ").arg(id) + take.problem.what;
            continue;
        }
        state.takes << *take.value;
        hashes << take.value->audioHash;
        const auto clip = waitFor<engine::ClipPtr>(
            [&](auto *context, auto done) { library.audio(take.value->audioHash, context, done); });
        if (!clip)
            state.faults << QStringLiteral("sound of take %1: ").arg(id) + clip.problem.detail;
    }

    QDirIterator files(QString::fromStdString(app::storage::takesFolder(data).string()), QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        if (files.fileName() != u".lock" && !hashes.contains(files.fileInfo().completeBaseName()))
            state.faults << QStringLiteral("left over: ") + files.filePath();
    }
    return state;
}
