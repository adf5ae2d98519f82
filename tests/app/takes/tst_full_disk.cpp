// A disk that is full from the k-th write on, for every k until a whole session fits: what was there stays whole, what
// was acknowledged is there, the person hears of it once, and with room again it works without a restart.
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#include <dlfcn.h>

#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/faulty_disk.h"
#include "tests/app/takes/library_check.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/patience.h"

using app::takes::TakeLibrary;
using app::takes::TakeRecord;

namespace {

void print(const QString &line) {
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

// What happened, in words.
void printAnswers(TakeLibrary &library) {
    QObject::connect(&library, &TakeLibrary::kept, &library, [](quint64 job, const TakeRecord &take) {
        print(QStringLiteral("kept %1 %2 %3").arg(job).arg(take.id).arg(take.audioHash));
    });
    QObject::connect(&library, &TakeLibrary::notKept, &library,
                     [](quint64 job) { print(QStringLiteral("notkept %1").arg(job)); });
    QObject::connect(&library, &TakeLibrary::changed, &library,
                     [](const TakeRecord &take) { print(QStringLiteral("changed %1").arg(take.id)); });
    QObject::connect(&library, &TakeLibrary::removed, &library, [](const QList<qint64> &ids) {
        if (!ids.isEmpty())
            print(QStringLiteral("removed %1").arg(ids.first()));
    });
    QObject::connect(&library, &TakeLibrary::problem, &library, [](const app::Problem &problem) {
        print(QStringLiteral("problem ") + problem.what + u' ' + problem.remedy);
    });
}

int runSession(const QString &folder, bool withTakes) {
    {
        OpenLibrary open(folder);
        printAnswers(open.library);
        open.library.keep(madeUpTake(11, QStringLiteral("first")));
        if (withTakes) {
            open.library.star(1, true);
            open.library.annotate(2, QStringLiteral("a note"));
            open.library.remove({3});
        }
        open.library.keep(madeUpTake(12, QStringLiteral("second")));
        open.database.flush();
        QCoreApplication::processEvents();
        print(QStringLiteral("room"));
        reinterpret_cast<void (*)()>(::dlsym(RTLD_DEFAULT, "faulty_disk_has_room"))();
        open.library.keep(madeUpTake(13, QStringLiteral("third")));
        open.database.flush();
        QCoreApplication::processEvents();
    }
    print(QStringLiteral("end"));
    return 0;
}

} // namespace

class TestFullDisk : public QObject {
    Q_OBJECT

    // Says what a session on a disk with `room` writes printed.
    static QStringList sessionWith(int room, const QString &folder, bool withTakes) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.setEnvironment(QProcess::systemEnvironment() + diskWithRoomFor(room, folder));
        process.start(
            QCoreApplication::applicationFilePath(),
            {QStringLiteral("child"), folder, withTakes ? QStringLiteral("with-takes") : QStringLiteral("new")});
        process.waitForFinished(30000);
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed().split(u'\n');
    }

private Q_SLOTS:
    void everyWriteMayBeTheLast_data() {
        QTest::addColumn<bool>("oldLibrary");
        QTest::newRow("a library with takes") << true;
        QTest::newRow("the very first start") << false;
    }

    void everyWriteMayBeTheLast() {
        QFETCH(bool, oldLibrary);
        const QTemporaryDir original;
        QHash<qint64, QString> old;
        if (oldLibrary) {
            OpenLibrary open(original);
            QObject::connect(&open.library, &TakeLibrary::kept, &open.library,
                             [&](quint64, const TakeRecord &take) { old[take.id] = take.audioHash; });
            for (unsigned i = 1; i <= 3; ++i)
                open.library.keep(madeUpTake(i, QStringLiteral("old")));
            QTRY_COMPARE(old.size(), 3);
        }
        int room = 0;
        for (bool fits = false; !fits; ++room) {
            QVERIFY2(room < 500, "the disk is never large enough");
            const QTemporaryDir folder;
            std::filesystem::copy(original.path().toStdString(), folder.path().toStdString(),
                                  std::filesystem::copy_options::recursive |
                                      std::filesystem::copy_options::overwrite_existing);
            const QStringList said = sessionWith(room, folder.path(), oldLibrary);
            const QByteArray context =
                QStringLiteral("room for %1 writes:\n").arg(room).toUtf8() + said.join(u'\n').toUtf8();
            QVERIFY2(said.last() == u"end", context);
            const QStringList beforeRoom = said.mid(0, said.indexOf(QStringLiteral("room")));
            const QStringList problems = beforeRoom.filter(QRegularExpression(QStringLiteral("^problem ")));
            // All was done, or something was not and that was said once.
            const auto done = beforeRoom.filter(QRegularExpression(QStringLiteral("^(kept|changed|removed) "))).size();
            fits = done == (oldLibrary ? 5 : 2);
            QVERIFY2(problems.size() == (fits ? 0 : 1), context);
            QVERIFY2(fits || (problems.first().contains(QStringLiteral("The disk is full")) &&
                              problems.first().contains(QStringLiteral("Free some space"))),
                     context);
            QVERIFY2(said.filter(QStringLiteral("kept 13 ")).size() == 1, context); // room again

            const LibraryState state = examineLibrary(folder.path(), app::storage::librarySchema());
            QVERIFY2(state.faults.isEmpty(), context + state.faults.join(u'\n').toUtf8());
            for (auto take = old.cbegin(); take != old.cend(); ++take) {
                const bool mayBeGone = take.key() == 3 && said.contains(QStringLiteral("removed 3"));
                QVERIFY2(mayBeGone || (state.find(take.key()) && state.find(take.key())->audioHash == take.value()),
                         context);
            }
            for (const QString &line : said.filter(QRegularExpression(QStringLiteral("^kept ")))) {
                const TakeRecord *take = state.find(line.section(u' ', 2, 2).toLongLong());
                QVERIFY2(take && take->audioHash == line.section(u' ', 3, 3), context);
            }
            if (oldLibrary) {
                QVERIFY2(state.find(1)->starred == said.contains(QStringLiteral("changed 1")), context);
                QVERIFY2(state.find(2)->note.isEmpty() != said.contains(QStringLiteral("changed 2")), context);
            }
        }
        qInfo("%d sessions, the last of them fits", room);
        QVERIFY(room > 10);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runSession(arguments.value(2), arguments.value(3) == u"with-takes");
    TestFullDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_full_disk.moc"
