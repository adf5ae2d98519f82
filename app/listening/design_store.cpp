#include "app/listening/design_store.h"

#include <QDateTime>
#include <QMetaType>
#include <QRandomGenerator>

#include <set>
#include <utility>

#include "app/listening/imported_sounds.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using storage::Connection;
using storage::Error;
using storage::Statement;
using storage::Trouble;

namespace {

constexpr const char *kColumns = "SELECT id, created, changed, design FROM listening_design ";

QString textOf(const TestDesign &design) {
    return qt(toJson(design).dump());
}

QString newId() {
    QString id;
    for (int i = 0; i < 4; ++i)
        id += QStringLiteral("%1").arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
    return id;
}

StoredDesign readDesign(const Statement &row) {
    StoredDesign stored{row.text(0).toStdString(), row.integer(1), row.integer(2), {}};
    stored.design = parseDesign(row.text(3).toStdString(), "design");
    return stored;
}

Statement select(Connection &connection, const QString &id) {
    Statement row = connection.prepare(QString::fromLatin1(kColumns) + QStringLiteral("WHERE id = ?"));
    row.bind(id);
    return row;
}

StoredDesign designOf(Connection &connection, const std::string &id) {
    Statement row = select(connection, qt(id));
    if (!row.next())
        throw Error(Trouble::Missing, {say("This listening test is not in the library."),
                                       say("Another program may have removed it; choose another one."),
                                       {}});
    try {
        return readDesign(row);
    } catch (const engine::Error &error) {
        throw Error(Trouble::BadFile, {say("A listening test in the library cannot be read."),
                                       say("Bring it back from a backup. Other tests are not touched."),
                                       QString::fromUtf8(error.what())});
    }
}

void requireValid(const TestDesign &design) {
    try {
        validate(design);
    } catch (const engine::Error &error) {
        throw Error(Trouble::BadInput, {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
    }
}

StoredDesign insert(Connection &connection, const TestDesign &design) {
    requireValid(design);
    const QString id = newId();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    connection.prepare(QStringLiteral("INSERT INTO listening_design VALUES (?, ?, ?, NULL, ?, ?)"))
        .bind(id, now, now, qt(design.name), textOf(design))
        .run();
    return designOf(connection, id.toStdString());
}

void mark(Connection &connection, const std::string &id, bool removed) {
    Statement update = connection.prepare(
        QStringLiteral("UPDATE listening_design SET removed = ? WHERE id = ? AND (removed IS NULL) = ?"));
    update.bind(removed ? QVariant(QDateTime::currentMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>()),
                qt(id), removed ? 1 : 0);
    update.run();
    if (update.changedRows() != 1)
        throw Error(Trouble::Missing, {say("This listening test is not in the library."),
                                       say("Another program may have removed it; choose another one."),
                                       {}});
}

// "NAME (2)", or the next number that no test has.
std::string freeName(Connection &connection, const std::string &name) {
    std::set<std::string> names;
    Statement rows = connection.prepare(QStringLiteral("SELECT name FROM listening_design WHERE removed IS NULL"));
    while (rows.next())
        names.insert(rows.text(0).toStdString());
    for (int number = 2;; ++number) {
        const std::string free =
            (name.empty() ? sayPlain("Listening test") : name) + " (" + std::to_string(number) + ")";
        if (!names.contains(free))
            return free;
    }
}

} // namespace

DesignStore::DesignStore(storage::Database &database) : m_database(database) {
    m_database.run<storage::Done>(
        nullptr,
        [&database](Connection &connection) {
            if (const auto since = database.aloneSince())
                connection.write([&] {
                    connection.prepare(QStringLiteral("DELETE FROM listening_design WHERE removed < ?"))
                        .bind(*since)
                        .run();
                });
            return storage::Done();
        },
        {});
}

void DesignStore::list(QObject *context, Done<DesignListing> done) {
    m_database.ask<DesignListing>(
        context,
        [](Connection &connection) {
            DesignListing listing;
            Statement rows =
                connection.prepare(QString::fromLatin1(kColumns) +
                                   QStringLiteral("WHERE removed IS NULL ORDER BY changed DESC, created DESC, id"));
            while (rows.next()) {
                try {
                    listing.designs.push_back(readDesign(rows));
                } catch (const engine::Error &error) {
                    listing.problems.push_back(say("A listening test in the library cannot be read: %1")
                                                   .arg(QString::fromUtf8(error.what()))
                                                   .toStdString());
                }
            }
            return listing;
        },
        std::move(done));
}

void DesignStore::load(const std::string &id, QObject *context, Done<StoredDesign> done) {
    m_database.ask<StoredDesign>(
        context, [id](Connection &connection) { return designOf(connection, id); }, std::move(done));
}

void DesignStore::add(const TestDesign &design, QObject *context, Done<StoredDesign> done) {
    m_database.write<StoredDesign>(
        context, [design](Connection &connection) { return insert(connection, design); }, std::move(done));
}

void DesignStore::change(const StoredDesign &before, const TestDesign &design, QObject *context,
                         Done<StoredDesign> done) {
    m_database.write<StoredDesign>(
        context,
        [before, design](Connection &connection) {
            const TestDesign kept = keepingImports(before.design, design);
            requireValid(kept);
            Statement update =
                connection.prepare(QStringLiteral("UPDATE listening_design SET changed = ?, name = ?, design = ? "
                                                  "WHERE id = ? AND removed IS NULL AND design = ?"));
            update
                .bind(std::max(QDateTime::currentMSecsSinceEpoch(), qint64(before.changed) + 1), qt(kept.name),
                      textOf(kept), qt(before.id), textOf(before.design))
                .run();
            if (update.changedRows() != 1)
                throw Error(Trouble::BadInput,
                            {say("Another program changed or removed this listening test meanwhile."),
                             say("Open it again, or keep yours as a new one."),
                             {}});
            return designOf(connection, before.id);
        },
        std::move(done));
}

void DesignStore::duplicate(const std::string &id, const std::string &name, QObject *context, Done<StoredDesign> done) {
    m_database.write<StoredDesign>(
        context,
        [id, name](Connection &connection) {
            TestDesign design = designOf(connection, id).design;
            design.name = name.empty() ? freeName(connection, design.name) : name;
            return insert(connection, design);
        },
        std::move(done));
}

void DesignStore::remove(const std::string &id, QObject *context, Done<storage::Done> done) {
    m_database.write<storage::Done>(
        context,
        [id](Connection &connection) {
            mark(connection, id, true);
            return storage::Done();
        },
        std::move(done));
}

void DesignStore::restore(const std::string &id, QObject *context, Done<StoredDesign> done) {
    m_database.write<StoredDesign>(
        context,
        [id](Connection &connection) {
            mark(connection, id, false);
            return designOf(connection, id);
        },
        std::move(done));
}

} // namespace app::listening
