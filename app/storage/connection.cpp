#include "app/storage/connection.h"

#include <QCoreApplication>
#include <QFile>
#include <QSqlError>

#include <atomic>
#include <filesystem>

#include "app/storage/folders.h"

namespace app::storage {

namespace {

// SQLite's result codes (sqlite.org/rescode.html); the low byte of what QtSql reports.
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26
};

QString newName() {
    static std::atomic<unsigned> serial = 0;
    return QStringLiteral("ishowtts-%1").arg(serial++);
}

} // namespace

Statement::Statement(Connection &connection, const QString &sql)
    : m_connection(connection), m_query(connection.m_database) {
    m_query.setForwardOnly(true);
    if (!m_query.prepare(sql))
        throw connection.errorOf(m_query.lastError());
}

void Statement::run() {
    m_ran = true;
    if (!m_query.exec())
        throw m_connection.errorOf(m_query.lastError());
}

bool Statement::next() {
    if (!m_ran)
        run();
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        throw m_connection.errorOf(m_query.lastError());
    return false;
}

Connection::Connection(const QString &file) : m_file(file), m_name(newName()) {
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(file);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000"));
    try {
        if (!m_database.isValid())
            throw Error(Trouble::Failed,
                        {QCoreApplication::translate("storage", "Qt's SQLite driver is not installed."),
                         QCoreApplication::translate("storage", "Install the package libqt6sql6-sqlite."),
                         m_database.lastError().text()});
        if (!m_database.open())
            throw errorOf(m_database.lastError());
        // What the file itself says is not trusted; FULL: an acknowledged change survives a power cut.
        run(QStringLiteral("PRAGMA trusted_schema = OFF"));
        run(QStringLiteral("PRAGMA cell_size_check = ON"));
        run(QStringLiteral("PRAGMA foreign_keys = ON"));
        run(QStringLiteral("PRAGMA synchronous = FULL"));
    } catch (...) {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
        throw;
    }
}

Connection::~Connection() {
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

qint64 Connection::integer(const QString &sql) {
    Statement statement = prepare(sql);
    return statement.next() ? statement.integer(0) : 0;
}

QString Connection::text(const QString &sql) {
    Statement statement = prepare(sql);
    return statement.next() ? statement.text(0) : QString();
}

void Connection::read(const std::function<void()> &work) {
    transaction(QStringLiteral("BEGIN"), work);
}

void Connection::write(const std::function<void()> &work) {
    transaction(QStringLiteral("BEGIN IMMEDIATE"), work);
}

void Connection::transaction(const QString &begin, const std::function<void()> &work) {
    run(begin);
    try {
        if (m_version >= 0 && integer(QStringLiteral("PRAGMA user_version")) > m_version)
            throw newerError(m_file);
        work();
        run(QStringLiteral("COMMIT"));
    } catch (...) {
        // Fails when SQLite has rolled back by itself (full disk), and that is as good.
        QSqlQuery(m_database).exec(QStringLiteral("ROLLBACK"));
        throw;
    }
}

Error Connection::errorOf(const QSqlError &error) const {
    const QString detail = QStringLiteral("%1 (SQLite %2)").arg(error.databaseText(), error.nativeErrorCode());
    const std::filesystem::path folder = std::filesystem::path(QFile::encodeName(m_file).toStdString()).parent_path();
    const Error unknown(
        Trouble::Failed,
        {QCoreApplication::translate("storage", "The library '%1' cannot be used.").arg(m_file),
         QCoreApplication::translate("storage", "Check the disk and who may write there, then try again."), detail});
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case Busy:
    case Locked:
        return busyError(m_file, detail);
    case Corrupt:
    case NotADatabase:
        return {Trouble::Damaged,
                {QCoreApplication::translate("storage", "The library '%1' is damaged.").arg(m_file),
                 QCoreApplication::translate("storage", "Start the program again: it puts the damaged file aside."),
                 detail}};
    case Full:
        return diskFull(folder, detail);
    case ReadOnly:
    case InputOutput:
    case CannotOpen:
        return whyNotWritten(folder, 1 << 16, unknown);
    default:
        return unknown;
    }
}

Error newerError(const QString &file) {
    return {Trouble::Newer,
            {QCoreApplication::translate("storage", "The library '%1' was written by a newer version of this program.")
                 .arg(file),
             QCoreApplication::translate("storage", "Use the newer version, or set another data folder with "
                                                    "ISHOWTTS_DATA. The file was not touched."),
             {}}};
}

} // namespace app::storage
