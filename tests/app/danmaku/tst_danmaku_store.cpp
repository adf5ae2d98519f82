// What was paid for survives runs that went wrong: failures, a clock that went back, a library that cannot be opened or
// written.
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#include <dlfcn.h>

#include "app/danmaku/danmaku_store.h"
#include "app/storage/library_schema.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/storage/waiting.h"
#include "tests/patience.h"

using app::danmaku::DanmakuStore;
using app::danmaku::Item;
using app::danmaku::Stage;
using app::danmaku::StoreOpened;
using app::storage::Connection;
using app::storage::Database;
using app::storage::Done;
using namespace Qt::StringLiterals;

namespace {

Item itemOf(quint64 id, const QString &text, Stage stage = Stage::Waiting, bool paid = true) {
    auto message = std::make_shared<app::chat::Message>();
    message->source = u"crowd"_qs;
    message->id = u"m-"_qs + text;
    message->login = u"ann"_qs;
    message->text = text;
    if (paid) {
        message->kind = app::chat::Kind::Paid;
        message->paid = {5'000'000, u"EUR"_qs};
    }
    Item item;
    item.id = id;
    item.stage = stage;
    item.rank = paid ? app::danmaku::Class::Paid : app::danmaku::Class::Chat;
    item.message = message;
    item.text = text;
    return item;
}

// Till it was answered, also when that is a problem.
struct Run {
    Database database;
    DanmakuStore store{database};
    StoreOpened opened;
    int problems = 0, written = 0;

    explicit Run(const QString &folder) : database(folder + u"/library.sqlite"_qs, app::storage::librarySchema()) {
        QObject::connect(&store, &DanmakuStore::problem, &store, [this] { ++problems; });
        QObject::connect(&store, &DanmakuStore::written, &store, [this] { ++written; });
        bool answered = false;
        store.open(&store, [&](const StoreOpened &answer) {
            opened = answer;
            answered = true;
        });
        waitUntil([&] { return answered; });
    }

    static void waitUntil(const std::function<bool()> &is) {
        while (!is())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    QStringList offered() const {
        QStringList texts;
        for (const Item &item : opened.offered)
            texts << item.text;
        return texts;
    }

    void change(const QString &sql) {
        QVERIFY(waitFor<Done>([&](auto *context, auto done) {
            database.write<Done>(
                context,
                [sql](Connection &connection) {
                    connection.run(sql);
                    return Done();
                },
                done);
        }));
    }

    qint64 count(const QString &sql) {
        return waitFor<qint64>([&](auto *context, auto done) {
                   database.ask<qint64>(
                       context, [sql](Connection &connection) { return connection.integer(sql); }, done);
               })
            .value.value_or(-1);
    }
};

// On a disk that is full after some writes. `alone`: nothing more comes when there is room again.
int runOnFullDisk(const QString &folder, bool alone) {
    {
        Run run(folder);
        const quint64 id = run.opened.firstItem;
        run.store.note(itemOf(id, u"first"_qs));
        Run::waitUntil([&] { return run.written + run.problems > 0; });
        run.database.flush();
        QCoreApplication::processEvents();
        std::printf("%s\n", run.problems > 0 ? "problem" : "fits");
        reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "faulty_disk_has_room"))();
        const int before = run.written;
        if (!alone)
            run.store.note(itemOf(id + 1, u"second"_qs));
        Run::waitUntil([&] { return run.written > before; });
        if (run.problems > 1)
            std::printf("said more than once\n");
    }
    std::printf("end\n");
    return 0;
}

} // namespace

class TestDanmakuStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    QString folder() const { return m_home->path(); }

    QStringList offeredNext() const { return Run(folder()).offered(); }

    static QStringList sessionWith(int room, const QString &folder, bool alone) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setEnvironment(QProcess::systemEnvironment() + diskWithRoomFor(room, folder));
        process.start(QCoreApplication::applicationFilePath(), {u"child"_qs, folder, alone ? u"alone"_qs : u"more"_qs});
        process.waitForFinished(kLongEnough);
        return QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void whatCouldNotBeSaidIsOfferedAgain() {
        {
            Run run(folder());
            const quint64 id = run.opened.firstItem;
            Item begun = itemOf(id + 1, u"broke off"_qs, Stage::Failed);
            begun.playAt = begun.endAt = 5;
            Item never = itemOf(id, u"never begun"_qs, Stage::Failed);
            never.rule = u"not_heard"_qs;
            never.endAt = 6;
            run.store.note(never);
            run.store.note(begun);
            run.store.note(itemOf(id + 2, u"read"_qs, Stage::Played));
            run.store.note(itemOf(id + 3, u"of the chat"_qs, Stage::Failed, false));
            run.store.note(itemOf(id + 4, u"waited"_qs));
        }
        {
            Run run(folder());
            QCOMPARE(run.offered(), QStringList({u"never begun"_qs, u"waited"_qs}));
            Item item = run.opened.offered.front();
            QCOMPARE(item.stage, Stage::Offered);
            QCOMPARE(item.endAt, 0);
            item.stage = Stage::Removed; // the operator does not want it
            run.store.note(item);
        }
        QCOMPARE(offeredNext(), QStringList({u"waited"_qs}));
    }

    void aClockThatWentBackTakesNothing() {
        {
            Run run(folder());
            const quint64 id = run.opened.firstItem;
            run.store.note(itemOf(id, u"paid"_qs));
            run.store.note(itemOf(id + 1, u"chat"_qs, Stage::Waiting, false));
            run.store.note(itemOf(id + 2, u"begun"_qs, Stage::Playing));
            run.database.flush();
        }
        {
            Run other(folder());
            other.change(u"UPDATE danmaku_item SET changed = changed + 7200000"_qs);
            other.change(u"UPDATE danmaku_item SET stage = 'waiting', item = replace(item, 'offered', 'waiting') "
                         "WHERE stage = 'offered'"_qs);
        }
        Run run(folder());
        QCOMPARE(run.offered(), QStringList({u"paid"_qs}));
        QCOMPARE(run.count(u"SELECT count(*) FROM danmaku_item WHERE paid = 0"_qs), 0);
        QCOMPARE(run.count(u"SELECT count(*) FROM danmaku_item WHERE stage = 'played'"_qs), 1);
    }

    void whatALivingProgramReadsIsNotOffered() {
        Run first(folder());
        first.store.note(itemOf(first.opened.firstItem, u"paid"_qs));
        QTRY_VERIFY(first.written > 0);
        const Run second(folder());
        QCOMPARE(second.offered(), QStringList());
        QVERIFY(second.opened.firstItem > first.opened.firstItem);
    }

    void whatCameAndWentLeavesNoRow() {
        Run run(folder());
        const quint64 id = run.opened.firstItem;
        run.store.note(itemOf(id, u"chat"_qs, Stage::Waiting, false));
        run.store.note(itemOf(id, u"chat"_qs, Stage::Played, false));
        run.store.note(itemOf(id + 1, u"stays"_qs, Stage::Waiting, false));
        QTRY_VERIFY(run.written > 0);
        QCOMPARE(run.count(u"SELECT count(*) FROM danmaku_item"_qs), 1);
        run.store.note(itemOf(id + 1, u"stays"_qs, Stage::Played, false));
        QTRY_VERIFY(run.written > 1);
        QCOMPARE(run.count(u"SELECT count(*) FROM danmaku_item"_qs), 0);
    }

    // A run that had to count from 1 overwrites nothing of former ones.
    void aLibraryThatOpensLaterLosesNothing() {
        {
            Run run(folder());
            QCOMPARE(run.opened.firstItem, 1);
            run.store.note(itemOf(1, u"of before"_qs));
        }
        const QString lock = folder() + u"/library.sqlite.session.lock"_qs;
        QVERIFY(QFile::remove(lock));
        QVERIFY(QDir().mkdir(lock)); // it cannot be opened
        quint64 meanwhile = 0;
        {
            Run run(folder());
            QCOMPARE(run.problems, 1);
            QCOMPARE(run.opened.firstItem, 1);
            QVERIFY(run.opened.lastEvent > 1'000'000'000'000'000); // numbers that no run with a library ever gave
            meanwhile = run.opened.lastEvent + 1;
            run.store.noteEvent(meanwhile);
            run.store.note(itemOf(1, u"meanwhile"_qs));
            bool begins = false;
            run.store.playing(itemOf(2, u"read meanwhile"_qs), &run.store, [&] { begins = true; });
            QVERIFY(begins); // it is not silenced
            run.database.flush();
            QCoreApplication::processEvents();
            QVERIFY(QDir().rmdir(lock));
            run.store.note(itemOf(3, u"later"_qs));
            QTRY_VERIFY(run.written > 0);
            QCOMPARE(run.problems, 1);
        }
        Run next(folder());
        QVERIFY(next.opened.lastEvent >= meanwhile);
        QCOMPARE(next.offered(), QStringList({u"of before"_qs, u"meanwhile"_qs, u"later"_qs}));
        QVERIFY(next.opened.firstItem > next.opened.offered.back().id);
        QCOMPARE(next.count(u"SELECT count(*) FROM danmaku_item WHERE stage = 'played'"_qs), 1);
    }

    void everyWriteMayBeTheLast() {
        Run(folder()).store.note(itemOf(1, u"of before"_qs));
        int room = 0, refused = -1;
        for (bool fits = false; !fits; ++room) {
            QVERIFY2(room < 100, "the disk is never large enough");
            const QTemporaryDir disk;
            QVERIFY(QFile::copy(folder() + u"/library.sqlite"_qs, disk.filePath(u"library.sqlite"_qs)));
            const QStringList said = sessionWith(room, disk.path(), false);
            const QByteArray context = u"room for %1 writes: "_qs.arg(room).toUtf8() + said.join(u", ").toUtf8();
            QVERIFY2(said.size() == 2 && said.last() == u"end", context);
            fits = said.first() == u"fits";
            if (!fits)
                refused = room;
            const QStringList offered = Run(disk.path()).offered();
            QVERIFY2(offered == QStringList({u"of before"_qs, u"first"_qs, u"second"_qs}),
                     context + "; offered: " + offered.join(u", ").toUtf8());
        }
        QVERIFY(refused > 0);
        const QTemporaryDir disk;
        QVERIFY(QFile::copy(folder() + u"/library.sqlite"_qs, disk.filePath(u"library.sqlite"_qs)));
        QCOMPARE(sessionWith(refused, disk.path(), true), QStringList({u"problem"_qs, u"end"_qs}));
        QCOMPARE(Run(disk.path()).offered(), QStringList({u"of before"_qs, u"first"_qs}));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runOnFullDisk(arguments.value(2), arguments.value(3) == u"alone");
    TestDanmakuStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_danmaku_store.moc"
