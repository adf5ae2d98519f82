// Models that a person adds: without a vocoder, the publisher's own, those of which nobody says how they are read; and
// how long what was removed waits for its Undo.
#include <QDateTime>

#include "app/models/licence_gate.h"
#include "app/models/model_folders.h"
#include "engine/error.h"
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
            QVERIFY(desk.item(mine).readAsV0);                            // as the list says of them
            QVERIFY(desk.item(mine).reading == ModelItem::Reading::Told); // and not as somebody chose
        }
        QVERIFY(desk.store->accept(mine, desk.store->offered(mine)->licenceHash()));
        QVERIFY(Desk::wait([&] { return !desk.item(mine).isToAccept(); }));
        QVERIFY(!desk.item().accepted.isNull()); // the same licence of the same weights
        desk.open();
        QVERIFY(!desk.item(mine).isToAccept());
    }

    // Whatever asks for a model: by name, by what model.json calls it, by a path, and whatever the file is called.
    void thePublishersWeightsAreFoundToSpeakWithAfterTheirLicence_data() {
        QTest::addColumn<QString>("asked");
        QTest::newRow("by the name of the folder") << QStringLiteral("mine");
        QTest::newRow("by its own name") << QStringLiteral("My voice");
        QTest::newRow("by path") << QStringLiteral("%1/data/models/mine");
        QTest::newRow("where no list knows of it") << QStringLiteral("%1/elsewhere");
    }
    void thePublishersWeightsAreFoundToSpeakWithAfterTheirLicence() {
        QFETCH(QString, asked);
        Desk desk;
        writeCatalogue(StoreDesk::model(), desk.server.origin(), desk.path("shipped") / "models");
        for (const char *place : {"data/models/mine", "elsewhere"}) {
            Desk::copyDemo(desk.path(place));
            std::filesystem::remove(desk.path(place) / "model_1.safetensors");
            desk.write(place, "renamed.safetensors", StoreDesk::model().weights());
            desk.write(place, "model.json", R"({"name": "My voice"})");
        }
        const std::vector<std::filesystem::path> roots{desk.path("data"), desk.path("shipped")};
        const std::string name = (asked.contains(u'%') ? asked.arg(desk.folder.path()) : asked).toStdString();
        const auto refused = [&] {
            try {
                findUsable(roots, name);
                return QString();
            } catch (const engine::Error &error) {
                return QString::fromUtf8(error.what()) + QString::fromStdString(error.remedy());
            }
        };
        for (int time = 0; time < 2; ++time) { // the second knows the hash
            QVERIFY2(refused().contains(QStringLiteral("the official weights of Tiny")), qPrintable(refused()));
            QVERIFY(refused().contains(QStringLiteral("models licence Tiny")));
        }
        QVERIFY(std::filesystem::exists(desk.path("data") / "known-weights.json"));
        QByteArray others = StoreDesk::model().weights();
        others.back() = char(others.back() + 1); // trained further: as long, and theirs alone
        Desk::copyDemo(desk.path("further"));
        std::filesystem::remove(desk.path("further") / "model_1.safetensors");
        desk.write("further", "renamed.safetensors", others);
        QCOMPARE(findUsable(roots, desk.path("further").string()).folder, desk.path("further"));
        QVERIFY(desk.store->accept(StoreDesk::kTiny, desk.store->offered(StoreDesk::kTiny)->licenceHash()));
        QVERIFY(Desk::wait([&] { return !desk.item().accepted.isNull(); }));
        QCOMPARE(refused(), QString());
        QCOMPARE(findUsable(roots, "demo").folder, desk.path("shipped") / "models" / "demo");
    }

    // Nothing is noted or fetched for it where nobody would look for that.
    void aModelThatIsNotThePersonsStaysAsItIs() {
        Desk desk;
        const QString mute = QStringLiteral("mute"), demo = QStringLiteral("demo");
        Desk::copyDemo(desk.path("shipped") / "models" / "mute", false);
        Desk::copyDemo(desk.path("other"));
        desk.open();
        QVERIFY(desk.item(mute).state == State::Broken && !desk.item(mute).lacksVocoder);
        QCOMPARE(desk.item(mute).vocoderBytes, 0);
        QVERIFY(!desk.store->offered(mute));
        QSignalSpy rewritten(desk.store.get(), &ModelStore::rewritten);
        desk.store->fetch(mute);
        desk.store->chooseVocoder(mute, QString::fromStdString(desk.path("other").string()));
        desk.store->readAs(demo, true);
        Desk::copyDemo(desk.path("mine"));
        QVERIFY(desk.adds("mine")); // after all of these
        QVERIFY(desk.problems.isEmpty() && rewritten.isEmpty() && desk.server.requests().empty());
        for (const char *place : {"data/models/mute", "data/models/demo", "shipped/models/mute", "shipped/models/demo"})
            QVERIFY(!std::filesystem::exists(engine::addedNoteFile(desk.path(place))));
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
