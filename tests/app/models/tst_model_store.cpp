#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/models/licence_book.h"
#include "tests/app/models/store_desk.h"
#include "tests/patience.h"

using namespace app::models;
using Desk = StoreDesk;
using Kind = ModelItem::Kind;
using State = ModelItem::State;

class TestModelStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsThereAndWhatCouldBe() {
        Desk desk;
        QCOMPARE(desk.store->items()->size(), std::size_t(2));
        const ModelItem &demo = desk.store->items()->front();
        QCOMPARE(demo.id, QStringLiteral("demo"));
        QVERIFY(demo.kind == Kind::Shipped && demo.state == State::Ready && demo.bytes == 8);
        QVERIFY(desk.item().state == State::NotHere);
        QCOMPARE(desk.item().bytesWhole, StoreDesk::model().entry().bytes());
        QCOMPARE(desk.item().licence, QStringLiteral("CC-BY-NC-4.0"));
    }

    void nothingIsFetchedBeforeItsLicenceIsAccepted() {
        Desk desk;
        desk.store->fetch(StoreDesk::kTiny);
        QVERIFY(!desk.store->isFetching());
        QVERIFY(desk.server.requests().empty());
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Ready));
        QVERIFY(StoreDesk::model().isWhole(desk.path("data") / "models" / "Tiny"));
        QVERIFY(desk.item().kind == Kind::Own);
        QVERIFY(!desk.item().accepted.isNull()); // stays to be seen
        desk.open();                             // and so in the next session
        QVERIFY(!desk.item().accepted.isNull());
        QFile book(QString::fromStdString((desk.path("data") / "accepted-licences.json").string()));
        QVERIFY(book.open(QIODevice::ReadOnly));
        QVERIFY(book.readAll().contains(StoreDesk::model().entry().licenceHash().toLatin1()));
    }

    void otherWordsAskAnew() {
        Desk desk;
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Ready));
        QFile words(QString::fromStdString((desk.path("list") / "licence.txt").string()));
        QVERIFY(words.open(QIODevice::WriteOnly));
        words.write("You may do nothing.");
        words.close();
        desk.store->refresh();
        QVERIFY(Desk::wait([&] { return desk.item().accepted.isNull(); }));
    }

    void onlyTheWordsThatWereSeenAreAccepted() {
        Desk desk;
        const QString seen = desk.store->offered(StoreDesk::kTiny)->licenceHash();
        QFile words(QString::fromStdString((desk.path("list") / "licence.txt").string()));
        QVERIFY(words.open(QIODevice::WriteOnly));
        words.write("You may do nothing.");
        words.close();
        desk.store->refresh();
        QVERIFY(Desk::wait([&] { return desk.store->offered(StoreDesk::kTiny)->licenceHash() != seen; }));
        QVERIFY(!desk.store->accept(StoreDesk::kTiny, seen));
        desk.open();
        QVERIFY(desk.item().accepted.isNull());
        QVERIFY(!QFile::exists(desk.folder.filePath(QStringLiteral("data/accepted-licences.json"))));
    }

    void pausesGoesOnAndTellsHowFar() {
        Desk desk(500);
        QSignalSpy told(desk.store.get(), &ModelStore::progressed);
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.item().state == State::Fetching);
        QVERIFY(Desk::wait([&] { return desk.item().state == State::Fetching && Desk::hasSome(told); }));
        desk.store->pause(StoreDesk::kTiny);
        QVERIFY(desk.becomes(State::Paused));
        QVERIFY(desk.item().bytes > 0 && desk.item().bytes < desk.item().bytesWhole);
        desk.open(); // the next session goes on
        QVERIFY(desk.item().state == State::Paused);
        desk.store->fetch(StoreDesk::kTiny);
        QVERIFY(desk.becomes(State::Ready));
        QVERIFY(StoreDesk::model().isWhole(desk.path("data") / "models" / "Tiny"));
    }

    void aLicenceThatIsWithdrawnMeanwhilePausesItsDownload() {
        Desk desk(2); // minutes would pass until all of it is here
        QSignalSpy told(desk.store.get(), &ModelStore::progressed);
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(Desk::wait([&] { return Desk::hasSome(told); }));
        const CatalogueEntry entry = *desk.store->offered(StoreDesk::kTiny);
        QVERIFY(LicenceBook(desk.path("data")).withdraw(entry)); // by another program
        QVERIFY(desk.becomes(State::Paused));
        QVERIFY(desk.item().accepted.isNull() && desk.item().bytes < desk.item().bytesWhole);
        desk.store->fetch(StoreDesk::kTiny);
        QVERIFY(!desk.store->isFetching());
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Fetching));
    }

    void whatWasCancelledCanBeBroughtBack() {
        Desk desk(500);
        QSignalSpy told(desk.store.get(), &ModelStore::progressed);
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(Desk::wait([&] { return Desk::hasSome(told); }));
        desk.store->cancel(StoreDesk::kTiny);
        QVERIFY(Desk::wait([&] { return desk.number > 0; }));
        QVERIFY(desk.becomes(State::NotHere));
        desk.store->undo(desk.number);
        QVERIFY(desk.becomes(State::Paused));
        QVERIFY(desk.item().bytes > 0);
    }

    void aFailureStaysUntilItIsTriedAgain() {
        Desk desk;
        desk.settings->setModelMirror(QStringLiteral("http://127.0.0.1:1"));
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Failed));
        QVERIFY2(desk.item().problem.what.contains(QStringLiteral("No connection")),
                 qPrintable(desk.item().problem.what));
        desk.settings->setModelMirror(QStringLiteral("ftp://somewhere"));
        desk.store->fetch(StoreDesk::kTiny);
        QVERIFY(Desk::wait([&] { return desk.item().problem.what.contains(QStringLiteral("ftp://somewhere")); }));
        desk.settings->setModelMirror(QString::fromLatin1(desk.server.origin()));
        desk.store->fetch(StoreDesk::kTiny);
        QVERIFY(desk.becomes(State::Ready));
    }

    void removesWithUndo() {
        Desk desk;
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Ready));
        desk.store->remove(StoreDesk::kTiny);
        QVERIFY(Desk::wait([&] { return desk.number > 0; }));
        QVERIFY(desk.becomes(State::NotHere));
        desk.store->undo(desk.number);
        QVERIFY(desk.becomes(State::Ready));
        QVERIFY(StoreDesk::model().isWhole(desk.path("data") / "models" / "Tiny"));
        desk.number = 0;
        desk.store->remove(StoreDesk::kTiny);
        QVERIFY(Desk::wait([&] { return desk.number > 0; }));
        desk.store->forget(desk.number);
        const QDir models(QString::fromStdString((desk.path("data") / "models").string()));
        QTRY_VERIFY(models.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).isEmpty());
        desk.number = 0;
        QSignalSpy changed(desk.store.get(), &ModelStore::changed);
        desk.store->remove(QStringLiteral("demo")); // shipped: not even tried
        desk.store->refresh();                      // told after whatever came of it
        QVERIFY(Desk::wait([&] { return changed.count() > 0; }));
        QVERIFY2(desk.problems.isEmpty(), qPrintable(desk.problems.value(0).what));
        QCOMPARE(desk.number, quint64(0));
    }

    void addsAFolderWhereItLies() {
        Desk desk;
        Desk::copyDemo(desk.path("my own"));
        Desk::copyDemo(desk.path("my own") / "an older one");
        QSignalSpy added(desk.store.get(), &ModelStore::added);
        desk.store->addFolder(QString::fromStdString(desk.path("my own").string()));
        QVERIFY(added.wait(kLongEnough));
        QCOMPARE(added.front().front().toString(), QStringLiteral("my-own"));
        QVERIFY(Desk::wait([&] { return desk.item(QStringLiteral("my-own")).state == State::Ready; }));
        QVERIFY(desk.item(QStringLiteral("my-own")).kind == Kind::Linked);
        QCOMPARE(desk.item(QStringLiteral("my-own")).folder, std::filesystem::canonical(desk.path("my own")));
        QCOMPARE(desk.item(QStringLiteral("my-own")).bytes, std::int64_t(8)); // and not what else lies there
        desk.store->addFolder(QString::fromStdString(desk.path("my own").string()));
        QVERIFY(Desk::wait([&] { return desk.problems.size() == 1; }));
        QVERIFY2(desk.problems.back().what.contains(QStringLiteral("in the list already")),
                 qPrintable(desk.problems.back().what));
        desk.store->addFolder(desk.folder.path());
        QVERIFY(Desk::wait([&] { return desk.problems.size() == 2; }));
        QVERIFY(!desk.problems.back().remedy.isEmpty());

        desk.store->remove(QStringLiteral("my-own"));
        QVERIFY(Desk::wait([&] { return desk.number > 0; }));
        desk.store->forget(desk.number);
        QTest::qWait(100);
        QVERIFY(std::filesystem::exists(desk.path("my own") / "vocab.txt")); // only the link went
    }

    void anAddedFolderTakesNoNameThatMeansAnotherModel() {
        Desk desk;
        for (const char *name : {"demo", "Tiny"}) {
            Desk::copyDemo(desk.path("elsewhere") / name);
            QSignalSpy added(desk.store.get(), &ModelStore::added);
            desk.store->addFolder(QString::fromStdString((desk.path("elsewhere") / name).string()));
            QVERIFY(added.wait(kLongEnough));
            const QString other = QString::fromLatin1(name) + QStringLiteral("-2");
            QCOMPARE(added.front().front().toString(), other);
            QVERIFY(Desk::wait([&] { return desk.item(other).state == State::Ready; }));
        }
        QVERIFY(desk.item(QStringLiteral("demo")).kind == Kind::Shipped);
        QVERIFY(desk.item().state == State::NotHere);
        QCOMPARE(desk.item().bytesWhole, StoreDesk::model().entry().bytes());
    }

    void aModelThatWasNotFetchedIsNotShownAsThePublishers() {
        Desk desk;
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Ready));
        QCOMPARE(desk.item().page, StoreDesk::model().entry().page);
        std::filesystem::remove_all(desk.path("data") / "models" / "Tiny");
        Desk::copyDemo(desk.path("data") / "models" / "Tiny"); // somebody's own, under its name
        desk.open();
        QVERIFY(desk.item().kind == Kind::Own && desk.item().state == State::Ready);
        QCOMPARE(desk.item().about, QString());
        QCOMPARE(desk.item().page, QString());
        QCOMPARE(desk.item().bytesWhole, std::int64_t(0));
        QVERIFY(desk.item().accepted.isNull());
    }

    void aBrokenFolderHidesNoModelThatCanBeUsed() {
        Desk desk;
        std::filesystem::create_directories(desk.path("data") / "models" / "demo");
        desk.open();
        const ModelItem &demo = desk.item(QStringLiteral("demo"));
        QVERIFY(demo.kind == Kind::Shipped && demo.state == State::Ready); // as in the engine
        QVERIFY2(demo.problem.what.contains(QStringLiteral("no weights")), qPrintable(demo.problem.what));
    }

    void whatWasRemovedCanBeAddedAgain() {
        Desk desk;
        Desk::copyDemo(desk.path("mine"));
        for (int round = 0; round < 2; ++round) {
            desk.store->addFolder(QString::fromStdString(desk.path("mine").string()));
            QVERIFY(Desk::wait(
                [&] { return desk.item(QStringLiteral("mine")).state == State::Ready || !desk.problems.isEmpty(); }));
            QVERIFY2(desk.problems.isEmpty(), qPrintable(desk.problems.value(0).what));
            desk.number = 0;
            desk.store->remove(QStringLiteral("mine")); // its Undo waits
            QVERIFY(Desk::wait([&] { return desk.number > 0 && desk.item(QStringLiteral("mine")).id.isEmpty(); }));
        }
    }

    void anUndoThatFailsCanBeTriedAgain() {
        Desk desk;
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Ready));
        desk.store->remove(StoreDesk::kTiny);
        QVERIFY(Desk::wait([&] { return desk.number > 0; }));
        const auto place = desk.path("data") / "models" / "Tiny";
        std::filesystem::create_directories(place); // in its way
        const quint64 number = std::exchange(desk.number, 0);
        desk.store->undo(number);
        QVERIFY(Desk::wait([&] { return desk.problems.size() == 1 && desk.number > 0; })); // offered again
        std::filesystem::remove(place);
        desk.store->undo(desk.number);
        QVERIFY(desk.becomes(State::Ready));
        QVERIFY(StoreDesk::model().isWhole(place));
    }

    void aFailureIsForgottenWhenTheModelIsHere() {
        Desk desk;
        desk.settings->setModelMirror(QStringLiteral("ftp://somewhere"));
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(desk.becomes(State::Failed));
        const auto place = desk.path("data") / "models" / "Tiny";
        Desk::copyDemo(place); // by other means
        desk.store->refresh();
        QVERIFY(desk.becomes(State::Ready));
        std::filesystem::remove_all(place);
        desk.store->refresh();
        QVERIFY(desk.becomes(State::NotHere));
    }

    // As one on a network disk that is gone: here a pipe that nobody writes into.
    void whatDoesNotAnswerHoldsNothingElseUp() {
        Desk desk;
        const QByteArray pipe = QByteArray::fromStdString((desk.path("list") / "licence.txt").string());
        QVERIFY(QFile::remove(QString::fromUtf8(pipe)) && ::mkfifo(pipe.constData(), 0600) == 0);
        QSignalSpy changed(desk.store.get(), &ModelStore::changed);
        desk.store->refresh();
        desk.settings->setModel(QStringLiteral("another"));
        const auto isSaved = [&] {
            QFile settings(desk.folder.filePath(QStringLiteral("settings.json")));
            return settings.open(QIODevice::ReadOnly) && settings.readAll().contains("another");
        };
        QTRY_VERIFY(isSaved());
        QVERIFY(changed.isEmpty());
        desk.store.reset();                                     // and the program can be left: this would hang
        const int writing = ::open(pipe.constData(), O_WRONLY); // now it answers
        QVERIFY(writing >= 0);
        ::close(writing);
        QTest::qWait(200);
    }

    void aLicenceIsAcceptedAndItsModelFetchedBesideAFolderThatDoesNotAnswer() {
        Desk desk;
        const QByteArray pipe = QByteArray::fromStdString((desk.path("list") / "licence.txt").string());
        QVERIFY(QFile::remove(QString::fromUtf8(pipe)) && ::mkfifo(pipe.constData(), 0600) == 0);
        desk.store->refresh(); // waits in vain
        QSignalSpy fetched(desk.store.get(), &ModelStore::fetched);
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(Desk::wait([&] { return !fetched.isEmpty(); }));
        QVERIFY(StoreDesk::model().isWhole(desk.path("data") / "models" / "Tiny"));
        QVERIFY(QFile::rename(QString::fromUtf8(pipe), QString::fromUtf8(pipe + ".old")));
        QFile words(QString::fromUtf8(pipe));
        QVERIFY(words.open(QIODevice::WriteOnly) && words.write("You may do nothing.") > 0);
        words.close();
        const int writing = ::open((pipe + ".old").constData(), O_WRONLY); // now it answers, and the words are others
        QVERIFY(writing >= 0);
        ::close(writing);
        QVERIFY(Desk::wait([&] { return desk.item().state == State::Ready && desk.item().accepted.isNull(); }));
    }

    void anAddedFolderThatWentIsShownAsBroken() {
        Desk desk;
        Desk::copyDemo(desk.path("gone"));
        desk.store->addFolder(QString::fromStdString(desk.path("gone").string()));
        QVERIFY(Desk::wait([&] { return desk.item(QStringLiteral("gone")).state == State::Ready; }));
        std::filesystem::remove_all(desk.path("gone"));
        desk.store->refresh();
        QVERIFY(Desk::wait([&] { return desk.item(QStringLiteral("gone")).state == State::Broken; }));
        QVERIFY(!desk.item(QStringLiteral("gone")).problem.what.isEmpty());
    }

    void aDamagedListIsSaidAndTheRestStays() {
        Desk desk;
        QFile list(QString::fromStdString((desk.path("list") / "catalogue.json").string()));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("{");
        list.close();
        desk.store->refresh();
        QVERIFY(Desk::wait([&] { return desk.problems.size() == 1; }));
        QCOMPARE(desk.store->items()->size(), std::size_t(1));
    }

    void whoLeavesWhileItFetchesGoesOnLater() {
        Desk desk(500);
        QSignalSpy told(desk.store.get(), &ModelStore::progressed);
        QVERIFY(desk.acceptAndFetch());
        QVERIFY(Desk::wait([&] { return Desk::hasSome(told); }));
        desk.store.reset(); // at once
        desk.open();
        QVERIFY(desk.item().state == State::Paused);
    }
};

QTEST_GUILESS_MAIN(TestModelStore)
#include "tst_model_store.moc"
