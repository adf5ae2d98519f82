#include "app/backup/library_copy.h"

#include <QFile>

#include "app/backup/backup_words.h"
#include "app/storage/connection.h"
#include "app/storage/library_schema.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::backup {

namespace fs = std::filesystem;
using storage::Connection;

namespace {

QString named(const fs::path &file) {
    return QFile::decodeName(file.c_str());
}

engine::Error notWhole(const QString &why) {
    return engine::badInput(tr("The library of takes in this backup cannot be used: %1.").arg(why).toStdString(),
                            tr("Take another backup. Nothing was changed.").toStdString());
}

QStringList tablesOf(Connection &connection) {
    auto rows = connection.prepare(QStringLiteral(
        "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1"));
    QStringList tables;
    while (rows.next())
        tables << rows.text(0);
    return tables;
}

QStringList tablesOfVersion(const storage::Schema &schema, qint64 version) {
    Connection memory(QStringLiteral(":memory:"));
    for (qint64 step = 0; step < version; ++step) {
        for (const QString &statement : schema.steps[std::size_t(step)])
            memory.run(statement);
    }
    return tablesOf(memory);
}

} // namespace

void copyLibrary(const fs::path &library, const fs::path &copy) {
    {
        Connection connection(named(library));
        const storage::Schema schema = storage::librarySchema();
        if (connection.integer(QStringLiteral("PRAGMA application_id")) != schema.applicationId)
            throw storage::Error(storage::Trouble::Foreign,
                                 {tr("'%1' is no library of this program.").arg(named(library)),
                                  tr("Start the Studio: it says what can be done about it."),
                                  {}});
        if (connection.integer(QStringLiteral("PRAGMA user_version")) > schema.version())
            throw storage::newerError(named(library));
        connection.prepare(QStringLiteral("VACUUM INTO ?")).bind(named(copy)).run();
    }
    engine::syncFile(copy);
}

LibraryContents contentsOf(const fs::path &library) {
    Connection connection(named(library));
    LibraryContents contents;
    connection.read([&] {
        contents.takes = connection.integer(QStringLiteral("SELECT count(*) FROM take WHERE removed IS NULL"));
        QString used = QStringLiteral("SELECT audio FROM take");
        const auto cells = QStringLiteral("SELECT 1 FROM sqlite_schema WHERE name = 'listening_cell'");
        if (connection.integer(cells) == 1) // a library may be of an earlier version
            used += QStringLiteral(" UNION SELECT audio FROM listening_cell");
        auto rows = connection.prepare(QStringLiteral("SELECT DISTINCT audio FROM (%1) ORDER BY audio").arg(used));
        while (rows.next())
            contents.sounds << rows.text(0);
    });
    return contents;
}

void requireWholeLibrary(const fs::path &library) {
    try {
        Connection connection(named(library));
        const storage::Schema schema = storage::librarySchema();
        const qint64 version = connection.integer(QStringLiteral("PRAGMA user_version"));
        if (connection.integer(QStringLiteral("PRAGMA application_id")) != schema.applicationId || version < 1)
            throw notWhole(tr("it is a database of another program"));
        if (version > schema.version())
            throw notWhole(tr("a newer version of this program wrote it; install that version"));
        const QString found = connection.text(QStringLiteral("PRAGMA integrity_check(1)"));
        if (found != u"ok")
            throw notWhole(tr("it is damaged (%1)").arg(found));
        auto broken = connection.prepare(QStringLiteral("PRAGMA foreign_key_check"));
        if (broken.next())
            throw notWhole(tr("its tables do not fit each other"));
        if (tablesOf(connection) != tablesOfVersion(schema, version))
            throw notWhole(tr("it holds other tables than this program makes"));
    } catch (const storage::Error &error) {
        throw notWhole(tr("it is damaged (%1)").arg(error.problem().detail));
    }
}

} // namespace app::backup
