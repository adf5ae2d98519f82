// Models that a person adds: without a vocoder, the publisher's own, those of which nobody says how they are read; and
// how long what was removed waits for its Undo.
#include <QDateTime>

#include "app/models/model_folders.h"
#include "engine/model_files.h"
#include "tests/app/models/store_desk.h"

using namespace app::models;
using Desk = StoreDesk;
using State = ModelItem::State;

class TestAddedModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderWithoutAVocoderCannotBeUsedUntilItHasOne_data() {
        QTest::addColumn<bool>("isFetched");
        QTest::newRow("fetched") << true;
        QTest::newRow("chosen") << false;
    }
    void aFolderWithoutAVocoderCannotBeUsedUntilItHasOne() {
        QFETCH(bool, isFetched);
        Desk desk;
        const QString mute = QStringLiteral("mute");
        Desk::copyDemo(desk.path("mute"), false);
        QVERIFY(desk.adds("mute"));
        QVERIFY(desk.item(mute).state == State::Broken && desk.item(mute).lacksVocoder);
        QCOMPARE(desk.item(mute).vocoderBytes, StoreDesk::model().catalogue.vocoder->bytes());
        QVERIFY2(desk.item(mute).problem.what.contains(QStringLiteral("no vocoder")),
                 qPrintable(desk.item(mute).problem.what));
        if (isFetched) {
            QCOMPARE(desk.store->offered(mute)->id, std::string(engine::kSharedVocoder));
            desk.store->fetch(mute);
        } else {
            Desk::copyDemo(desk.path("other"));
            desk.store->chooseVocoder(mute, QString::fromStdString((desk.path("mute")).string())); // there is none
            QVERIFY(Desk::wait([&] { return desk.problems.size() == 1; }));
            desk.store->chooseVocoder(mute, QString::fromStdString((desk.path("other")).string()));
        }
        QVERIFY(Desk::wait([&] { return desk.item(mute).state == State::Ready; }));
        const auto files = engine::readModelFolder(desk.path("data") / "models" / "mute");
        QVERIFY(!files.vocoderWeights.empty());
        QVERIFY(!std::filesystem::exists(desk.path("mute") / "vocos")); // the person's folder is as it was
        if (isFetched) {                                                // and the next one has it at once
            Desk::copyDemo(desk.path("too"), false);
            QVERIFY(desk.adds("too"));
            QVERIFY(desk.item(QStringLiteral("too")).state == State::Ready);
        }
    }

    void thePublishersWeightsAreUnderThePublishersLicenceWhereverTheyLie_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("by name and length") << QStringLiteral("model_1.safetensors");
        QTest::newRow("by what they are") << QStringLiteral("renamed.safetensors");
    }
    void thePublishersWeightsAreUnderThePublishersLicenceWhereverTheyLie() {
        QFETCH(QString, name);
        Desk desk;
        const QString mine = QStringLiteral("mine");
        Desk::copyDemo(desk.path("mine"));
        std::filesystem::remove(desk.path("mine") / "model_1.safetensors");
        QFile weights(QString::fromStdString((desk.path("mine") / name.toStdString()).string()));
        QVERIFY(weights.open(QIODevice::WriteOnly) && weights.write(StoreDesk::model().weights()) > 0);
        weights.close();
        QVERIFY(desk.adds("mine"));
        QCOMPARE(desk.item(mine).terms, StoreDesk::kTiny);
        QVERIFY(desk.item(mine).state == State::Ready && desk.item(mine).isToAccept());
        QCOMPARE(desk.item(mine).licence, StoreDesk::model().entry().licence);
        QCOMPARE(desk.store->offered(mine)->id, std::string("Tiny"));
        if (name == u"renamed.safetensors") {
            QVERIFY(desk.item(mine).readAsV0); // as the list says of them
            QVERIFY(desk.item(mine).reading != ModelItem::Reading::Guessed);
        }
        QVERIFY(desk.store->accept(mine, desk.store->offered(mine)->licenceHash()));
        QVERIFY(Desk::wait([&] { return !desk.item(mine).isToAccept(); }));
        QVERIFY(!desk.item().accepted.isNull()); // the same licence of the same weights
        desk.open();
        QVERIFY(!desk.item(mine).isToAccept());
    }

    void howWeightsAreReadCanBeChosenAndIsForgottenWithTheModel() {
        Desk desk;
        const QString mine = QStringLiteral("mine");
        Desk::copyDemo(desk.path("mine"));
        QVERIFY(desk.adds("mine"));
        QVERIFY(desk.item(mine).reading == ModelItem::Reading::Guessed && !desk.item(mine).readAsV0);
        QSignalSpy rewritten(desk.store.get(), &ModelStore::rewritten);
        desk.store->readAs(mine, true);
        QVERIFY(Desk::wait([&] { return desk.item(mine).readAsV0; }));
        QVERIFY(desk.item(mine).reading == ModelItem::Reading::Chosen);
        QCOMPARE(rewritten.count(), 1);
        desk.store->remove(mine);
        QVERIFY(Desk::wait([&] { return desk.number > 0 && desk.item(mine).id.isEmpty(); }));
        const quint64 first = std::exchange(desk.number, 0);
        desk.store->undo(first);
        QVERIFY(Desk::wait([&] { return desk.item(mine).readAsV0; })); // Undo brings that back too
        desk.store->remove(mine);
        QVERIFY(Desk::wait([&] { return desk.number > 0 && desk.item(mine).id.isEmpty(); }));
        QVERIFY(desk.adds("mine"));
        QVERIFY(desk.item(mine).reading == ModelItem::Reading::Guessed);
    }

    // However long its notice waits: what is offered stays, and what a killed program left goes after a week.
    void whatWasRemovedWaitsAsLongAsItsUndo() {
        Desk desk;
        Desk::copyDemo(desk.path("data") / "models" / "mine");
        desk.open();
        desk.store->remove(QStringLiteral("mine"));
        QVERIFY(Desk::wait([&] { return desk.number > 0 && desk.item(QStringLiteral("mine")).id.isEmpty(); }));
        const auto models = desk.path("data") / "models";
        std::set<std::filesystem::path> aside;
        for (const auto &entry : std::filesystem::directory_iterator(models)) {
            if (entry.path().filename().string().starts_with(".removed-"))
                aside.insert(entry.path());
        }
        QCOMPARE(aside.size(), std::size_t(1));
        const std::int64_t now = QDateTime::currentSecsSinceEpoch();
        constexpr std::int64_t kDay = 24 * 3600;
        destroyOld(models, {}, now + 2 * 3600);
        destroyOld(models, {}, now + 6 * kDay);
        QVERIFY(std::filesystem::exists(*aside.begin()));
        destroyOld(models, aside, now + 30 * kDay);
        QVERIFY(std::filesystem::exists(*aside.begin()));
        desk.store->undo(desk.number);
        QVERIFY(Desk::wait([&] { return desk.item(QStringLiteral("mine")).state == State::Ready; }));
        const auto left = setAside(models / "mine");
        destroyOld(models, {}, now + 8 * kDay);
        QVERIFY(!std::filesystem::exists(left));
    }
};

QTEST_GUILESS_MAIN(TestAddedModels)
#include "tst_added_models.moc"
