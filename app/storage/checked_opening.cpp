#include "app/storage/checked_opening.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <cstdio>
#include <filesystem>

#include "app/storage/folders.h"
#include "engine/replacing_file.h"

namespace app::storage {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto openingPatience = 10s;

fs::path native(const QString &file) {
    return QFile::encodeName(file).toStdString();
}

qint64 versionOf(Connection &connection) {
    return connection.integer(QStringLiteral("PRAGMA user_version"));
}

bool isNew(Connection &connection) {
    return versionOf(connection) == 0 && connection.integer(QStringLiteral("SELECT count(*) FROM sqlite_master")) == 0;
}

// Throws when the file is not ours to use as it is.
void inspect(Connection &connection, const Schema &schema) {
    if (isNew(connection))
        return;
    if (connection.integer(QStringLiteral("PRAGMA application_id")) != schema.applicationId)
        throw Error(
            Trouble::Foreign,
            {QCoreApplication::translate("storage", "'%1' is a database of another program.").arg(connection.file()),
             QCoreApplication::translate("storage", "Move it away, or set another data folder with ISHOWTTS_DATA. The "
                                                    "file was not touched."),
             {}});
    if (versionOf(connection) > schema.version())
        throw newerError(connection.file());
    const QString found = connection.text(QStringLiteral("PRAGMA quick_check(1)"));
    if (found != u"ok")
        throw Error(Trouble::Damaged,
                    {QCoreApplication::translate("storage", "The library '%1' is damaged.").arg(connection.file()),
                     QString(), found});
}

// To <name>.broken, or <name>.2.broken …; what lies beside the file goes with it. Gives the new name.
QString putAside(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name) || QFile::exists(name + QStringLiteral("-wal")); ++number)
        name = QStringLiteral("%1.%2.broken").arg(file).arg(number);
    for (const QString &part : {QStringLiteral("-wal"), QStringLiteral("-shm"), QString()}) {
        std::error_code error;
        fs::rename(native(file + part), native(name + part), error);
        if (error && error != std::errc::no_such_file_or_directory)
            throw whyNotWritten(
                native(file).parent_path(), 1,
                {Trouble::Failed,
                 {QCoreApplication::translate("storage", "The damaged library '%1' cannot be put aside.").arg(file),
                  QCoreApplication::translate("storage", "Move it away by hand and start again."),
                  QString::fromStdString(error.message())}});
    }
    engine::syncFolder(native(file).parent_path());
    return name;
}

void keepCopy(Connection &connection, qint64 version) {
    const QFileInfo info(connection.file());
    const QString copy =
        QStringLiteral("%1/%2.version-%3.%4").arg(info.path(), info.completeBaseName()).arg(version).arg(info.suffix());
    const QString part = copy + QStringLiteral(".part");
    QFile::remove(part); // of an attempt that was cut off
    try {
        connection.prepare(QStringLiteral("VACUUM INTO ?")).bind(part).run();
        if (engine::syncFile(native(part)) != 0 || ::rename(native(part).c_str(), native(copy).c_str()) != 0)
            throw whyNotWritten(
                native(info.path()), std::size_t(info.size()),
                {Trouble::Failed,
                 {QCoreApplication::translate("storage", "The library '%1' cannot be copied before it is brought to "
                                                         "the version of this program.")
                      .arg(connection.file()),
                  QCoreApplication::translate("storage", "Check the disk and try again. The library is as it was."),
                  {}}});
    } catch (...) {
        QFile::remove(part);
        throw;
    }
    engine::syncFolder(native(info.path()));
}

void bringForward(Connection &connection, const Schema &schema) {
    const qint64 from = versionOf(connection);
    if (from < schema.version() && !isNew(connection))
        keepCopy(connection, from);
    for (int version = int(from); version < schema.version(); ++version) {
        connection.write([&] {
            if (versionOf(connection) != version)
                return; // done meanwhile by another program, on a disk without locks
            for (const QString &statement : schema.steps[std::size_t(version)])
                connection.run(statement);
            connection.run(QStringLiteral("PRAGMA application_id = %1").arg(schema.applicationId));
            connection.run(QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
        });
    }
}

std::unique_ptr<FileLock> enterSession(const fs::path &lock, bool &alone) {
    try {
        auto session = std::make_unique<FileLock>(lock, FileLock::Share::Exclusive, 0s);
        alone = true;
        return session;
    } catch (const Error &error) {
        if (error.trouble() != Trouble::Busy)
            throw;
    }
    alone = false;
    return std::make_unique<FileLock>(lock, FileLock::Share::Shared, openingPatience);
}

} // namespace

Opening openChecked(const QString &file, const Schema &schema) {
    makeFolder(native(file).parent_path());
    const FileLock turn(native(file + QStringLiteral(".opening.lock")), FileLock::Share::Exclusive, openingPatience);
    Opening opening;
    opening.at = QDateTime::currentMSecsSinceEpoch();
    opening.session = enterSession(native(file + QStringLiteral(".session.lock")), opening.alone);
    try {
        opening.connection = std::make_unique<Connection>(file);
        inspect(*opening.connection, schema);
    } catch (const Error &error) {
        opening.connection.reset();
        if (error.trouble() != Trouble::Damaged)
            throw;
        if (!opening.alone)
            throw Error(
                Trouble::Damaged,
                {QCoreApplication::translate("storage", "The library '%1' is damaged, and another program uses it.")
                     .arg(file),
                 QCoreApplication::translate("storage", "Close the other program and start this one again: then the "
                                                        "damaged file is put aside."),
                 error.problem().detail});
        const QString aside = putAside(file);
        opening.notice = {QCoreApplication::translate("storage", "The library '%1' was damaged.").arg(file),
                          QCoreApplication::translate("storage", "It was put aside as '%1', and a new one was begun. "
                                                                 "Nothing was deleted.")
                              .arg(aside),
                          error.problem().detail};
        opening.connection = std::make_unique<Connection>(file);
    }
    opening.connection->useWriteAheadLog();
    bringForward(*opening.connection, schema);
    opening.connection->expectVersion(schema.version());
    if (opening.alone)
        opening.session->share(); // nobody else can come in between: `turn` is still held
    return opening;
}

} // namespace app::storage
