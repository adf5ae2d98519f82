// Libraries that people have: a file of every version that was ever released opens, is brought forward, and is like a
// new one then. A new version of the schema needs a file of the version before it:
//   build/release/tests/app.takes.library_versions --make tests/data/storage/version_N.sqlite
// is to be run before the step is added.
#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/waiting.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"

using app::storage::Connection;
using app::storage::Database;
using app::takes::TakePage;
using app::takes::TakeQuery;

namespace {

QStringList tablesAndIndexes(Database &database) {
    return *waitFor<QStringList>([&](auto *context, auto done) {
                database.ask<QStringList>(
                    context,
                    [](Connection &connection) {
                        QStringList found;
                        auto select = connection.prepare(QStringLiteral(
                            "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1"));
                        while (select.next())
                            found << select.text(0);
                        return found;
                    },
                    done);
            }).value;
}

// A listening test with a session and a cell, as app/listening keeps them, and what waits in the chat queue.
void addListening(Database &database) {
    for (const char *row :
         {"INSERT INTO listening_test VALUES ('test', 1, 'evening', '{}', '[]')",
          "INSERT INTO listening_session VALUES ('session', 'test', 'Ä', 2, -1, 'salt', 'sealed', 1, '0.1.0')",
          "INSERT INTO listening_event VALUES ('session', 0, 3, 'began', '{\"at\":3,\"kind\":\"began\"}')",
          "INSERT INTO listening_cell SELECT 'key', audio, 4, 0.5, '{}' FROM take WHERE id = 3",
          "INSERT INTO listening_design VALUES ('design', 5, 6, NULL, 'Ö', '{}')",
          "INSERT INTO listening_look VALUES ('test', 'state', 7, 1, 26)",
          "INSERT INTO listening_batch VALUES ('test', 1, 200, 3, 2)",
          "INSERT INTO danmaku_item VALUES (8, 9, 'offered', 1, '{\"id\":8}')",
          "INSERT INTO danmaku_number VALUES ('item', 9)"})
        waitFor<bool>([&](auto *context, auto done) {
            database.write<bool>(
                context,
                [row](Connection &connection) {
                    connection.run(QString::fromUtf8(row));
                    return true;
                },
                done);
        });
}

qint64 count(Database &database, const char *what) {
    return waitFor<qint64>([&](auto *context, auto done) {
               database.ask<qint64>(
                   context,
                   [what](Connection &connection) {
                       return connection.integer(QStringLiteral("SELECT count(*) FROM ") + QString::fromUtf8(what));
                   },
                   done);
           })
        .value.value_or(-1);
}

int makeFile(const QString &target) {
    const QTemporaryDir folder;
    {
        OpenLibrary open(folder);
        auto take = madeUpTake(1, QStringLiteral("Grüße aus 北京"));
        take.request.seed = 0xFEDC'BA98'7654'3210U;
        take.request.schedule = engine::Schedule::Uniform;
        take.request.cfgStrength = 0.1 + 0.2;
        take.request.spoken = "Grüße{pause 500ms}[rms]aus 北京(bei3 jing1)";
        take.request.otherVoices.emplace_back().id = "rms";
        take.request.durationRule = engine::DurationRule::BySyllables;
        take.request.joining = engine::Joining::Even;
        open.library.keep(take, QStringLiteral("{line}"));
        open.library.keep(madeUpTake(2, QStringLiteral("second")), {}, 1);
        open.library.keep(madeUpTake(3, QStringLiteral("removed")));
        open.library.star(1, true);
        open.library.rename(1, QStringLiteral("Ärger"));
        open.library.annotate(2, QStringLiteral("a note"));
        open.library.remove({3});
        addListening(open.database);
    }
    QFile::remove(target);
    return QFile::copy(folder.filePath(QStringLiteral("library.sqlite")), target) ? 0 : 1;
}

} // namespace

class TestLibraryVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileOfEveryVersionOpens_data() {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= app::storage::librarySchema().version(); ++version)
            QTest::addRow("version %d", version) << version;
    }

    void aFileOfEveryVersionOpens() {
        QFETCH(int, version);
        const QString stored = QStringLiteral(TEST_DATA "/storage/version_%1.sqlite").arg(version);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("library.sqlite"));
        QVERIFY2(QFile::copy(stored, file), qPrintable(QStringLiteral("there is no ") + stored));
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        QStringList tables;
        {
            OpenLibrary open(folder);
            TakeQuery query;
            query.order = TakeQuery::Order::OldestFirst;
            const auto page =
                waitFor<TakePage>([&](auto *context, auto done) { open.library.find(query, context, done); });
            QVERIFY2(page, qPrintable(page.problem.what));
            QCOMPARE(open.problems.count(), 0);
            QCOMPARE(page.value->total, 2); // the removed one was purged with this start
            const auto &first = page.value->takes[0];
            QCOMPARE(first.text, QStringLiteral("Grüße aus 北京"));
            QCOMPARE(first.seed, quint64(0xFEDC'BA98'7654'3210U));
            QVERIFY(first.schedule == engine::Schedule::Uniform);
            QVERIFY(first.cfgStrength == 0.1 + 0.2);
            QCOMPARE(first.lineId, QStringLiteral("{line}"));
            QCOMPARE(first.name, QStringLiteral("Ärger"));
            QVERIFY(first.starred);
            QCOMPARE(page.value->takes[1].note, QStringLiteral("a note"));
            QCOMPARE(page.value->takes[1].parentId, first.id);
            // What version 1 did not know yet was as upstream does it.
            const bool spoken = version >= 2;
            QCOMPARE(first.spoken.contains(QStringLiteral("{pause 500ms}")), spoken);
            QCOMPARE(first.otherVoices.value(0).id, spoken ? QStringLiteral("rms") : QString());
            QVERIFY((first.durationRule == engine::DurationRule::BySyllables) == spoken);
            QVERIFY((first.joining == engine::Joining::Even) == spoken);
            QCOMPARE(first.doubts, QString());
            query.words = QStringLiteral("ärger GRÜSSE");
            QCOMPARE(waitFor<TakePage>([&](auto *context, auto done) {
                         open.library.find(query, context, done);
                     }).value->total,
                     1);
            const int listening = version >= 3 ? 1 : 0;
            QCOMPARE(count(open.database, "listening_session JOIN listening_event ON session = listening_session.id "
                                          "WHERE simulated = 1 AND seed = -1 AND listener = 'Ä'"),
                     listening);
            QCOMPARE(count(open.database, "listening_cell WHERE length(audio) = 64"), listening);
            QCOMPARE(count(open.database, "listening_design WHERE name = 'Ö' AND removed IS NULL"),
                     version >= 4 ? 1 : 0);
            QCOMPARE(count(open.database, "listening_look JOIN listening_test ON test = id WHERE votes = 26"),
                     version >= 5 ? 1 : 0);
            QCOMPARE(count(open.database, "danmaku_item JOIN danmaku_number ON next = id + 1 WHERE paid = 1"),
                     version >= 6 ? 1 : 0);
            QCOMPARE(count(open.database, "listening_batch JOIN listening_test ON test = id WHERE pairs = 200"),
                     version >= 7 ? 1 : 0);
            tables = tablesAndIndexes(open.database);
        }
        const bool brought = version < app::storage::librarySchema().version();
        QCOMPARE(QFile::exists(folder.filePath(QStringLiteral("library.version-%1.sqlite").arg(version))), brought);
        const QTemporaryDir other;
        OpenLibrary fresh(other);
        QCOMPARE(tables, tablesAndIndexes(fresh.database));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--make")
        return makeFile(arguments.value(2));
    TestLibraryVersions test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_library_versions.moc"
