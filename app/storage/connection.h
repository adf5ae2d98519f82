// SQLite through QtSql, with exceptions instead of ignored return values. Everything here belongs to the thread that
// made the Connection. Source: sqlite.org (WAL, pragmas, result codes), Qt 6.4 QSqlDatabase.
#pragma once

#include <functional>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include "app/storage/storage_error.h"

namespace app::storage {

class Connection;

// One SQL statement with `?` for values. Values are bound in order, then run() or next() carries it out.
class Statement {
public:
    template <class... Values> Statement &bind(const Values &...values) {
        (m_query.addBindValue(QVariant(values)), ...);
        return *this;
    }
    void run();  // Error when it fails
    bool next(); // the first call carries it out; Error when reading fails

    // Of the row that next() went to; columns from 0. A null is 0 or empty.
    bool isNull(int column) const { return m_query.isNull(column); }
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    double number(int column) const { return m_query.value(column).toDouble(); }
    QString text(int column) const { return m_query.value(column).toString(); }

    qint64 newId() const { return m_query.lastInsertId().toLongLong(); } // of the row just inserted
    int changedRows() const { return m_query.numRowsAffected(); }

private:
    friend class Connection;
    Statement(Connection &connection, const QString &sql);

    Connection &m_connection;
    QSqlQuery m_query;
    bool m_ran = false;
};

class Connection {
public:
    // Opens or makes the file: synchronous FULL, foreign keys, 10 s of patience with other programs. Error when that
    // fails. SQLite reads the file later, with the first question: a file that is no database is Trouble::Damaged then.
    explicit Connection(const QString &file);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    Statement prepare(const QString &sql) { return Statement(*this, sql); }
    void run(const QString &sql) { prepare(sql).run(); } // one statement without values
    qint64 integer(const QString &sql);                  // first column of the first row, 0 without one
    QString text(const QString &sql);

    // Readers and the writer do not wait for each other then. Where it cannot be (network disks), SQLite's older way
    // stays.
    void useWriteAheadLog() { text(QStringLiteral("PRAGMA journal_mode = WAL")); }

    // All or nothing: what `work` throws undoes everything. The changes are on the disk when write() returns. Not
    // nested.
    void read(const std::function<void()> &work);  // one unchanging view of the file
    void write(const std::function<void()> &work); // BEGIN IMMEDIATE

    // From now on every transaction makes sure that the file is still of this version (Error(Newer)): a newer program
    // may have brought it forward meanwhile.
    void expectVersion(int version) { m_version = version; }

    const QString &file() const { return m_file; }

private:
    friend class Statement;
    void transaction(const QString &begin, const std::function<void()> &work);
    Error errorOf(const QSqlError &error) const;

    const QString m_file;
    const QString m_name; // among QtSql's connections
    QSqlDatabase m_database;
    int m_version = -1;
};

// For messages: a database of a newer version is refused in two places.
Error newerError(const QString &file);

} // namespace app::storage
