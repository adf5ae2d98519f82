#include <QTemporaryDir>
#include <QTest>

#include "app/listening/design_store.h"
#include "app/listening/imported_sounds.h"
#include "app/storage/library_schema.h"
#include "tests/app/listening/design_of_tests.h"
#include "tests/app/storage/waiting.h"

using namespace app::listening;
using app::storage::Answer;
using app::storage::Trouble;

namespace {

struct OpenDesigns {
    app::storage::Database database;
    DesignStore store{database};

    explicit OpenDesigns(const QTemporaryDir &folder)
        : database(folder.filePath(QStringLiteral("library.sqlite")), app::storage::librarySchema()) {}

    DesignListing list() {
        return *waitFor<DesignListing>([&](auto *context, auto done) { store.list(context, done); }).value;
    }
    Answer<StoredDesign> add(const TestDesign &design) {
        return waitFor<StoredDesign>([&](auto *context, auto done) { store.add(design, context, done); });
    }
    Answer<StoredDesign> change(const StoredDesign &before, const TestDesign &design) {
        return waitFor<StoredDesign>([&](auto *context, auto done) { store.change(before, design, context, done); });
    }
    Answer<StoredDesign> duplicate(const std::string &id, const std::string &name = {}) {
        return waitFor<StoredDesign>([&](auto *context, auto done) { store.duplicate(id, name, context, done); });
    }
    Answer<app::storage::Done> remove(const std::string &id) {
        return waitFor<app::storage::Done>([&](auto *context, auto done) { store.remove(id, context, done); });
    }
    Answer<StoredDesign> restore(const std::string &id) {
        return waitFor<StoredDesign>([&](auto *context, auto done) { store.restore(id, context, done); });
    }
    Answer<StoredDesign> load(const std::string &id) {
        return waitFor<StoredDesign>([&](auto *context, auto done) { store.load(id, context, done); });
    }
};

} // namespace

class TestDesignStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Also one that was stored before designs said where their sounds lie.
    void aTestOfPairsFindsItsSoundsWhateverIsChanged() {
        const QTemporaryDir folder;
        OpenDesigns open(folder);
        TestDesign design = designOf({TestColumn{6}, TestColumn{7}, TestColumn{16}});
        design.checks.gold = 0;
        design.flags = {"imported"};
        const auto added = open.add(design);
        QVERIFY(added);
        QVERIFY(added.value->design == design);
        TestDesign wanted = design;
        wanted.mode = Mode::Cmos;
        wanted.margins.inferior = 0.3;
        wanted.columns = {TestColumn{16}, TestColumn{7}};
        const auto changed = open.change(*added.value, wanted);
        QVERIFY(changed);
        const TestDesign &now = changed.value->design;
        QCOMPARE(importedCellKey(now, 3, 0), importedCellKey(design, 3, 2));
        QCOMPARE(importedCellKey(now, 3, 1), importedCellKey(design, 3, 1));
        wanted = now;
        wanted.columns[0].nfeStep = 8; // no sound of these steps came in
        const auto again = open.change(*changed.value, wanted);
        QVERIFY(again);
        for (Condition column = 0; column < 3; ++column)
            QVERIFY(importedCellKey(again.value->design, 3, 0) != importedCellKey(design, 3, column));
        wanted.columns = design.columns;
        wanted.mode = design.mode;
        wanted.margins = design.margins;
        QCOMPARE(designHash(wanted), designHash(design)); // and its votes are found again
        QCOMPARE(importedCellKey(wanted, 0, 0), importedCellKey(design, 0, 0));
    }

    void aDesignIsAddedChangedDuplicatedRemovedAndBroughtBack() {
        const QTemporaryDir folder;
        OpenDesigns open(folder);
        const auto added = open.add(nfe7Against6());
        QVERIFY(added);
        QVERIFY(added.value->design == nfe7Against6());
        TestDesign other = nfe7Against6(Mode::Cmos);
        other.columns.push_back(TestColumn{5});
        const auto changed = open.change(*added.value, other);
        QVERIFY(changed);
        QVERIFY(open.load(added.value->id).value->design == other);
        const auto copy = open.duplicate(added.value->id);
        QCOMPARE(copy.value->design.name, std::string("evening (2)"));
        QCOMPARE(open.duplicate(added.value->id).value->design.name, std::string("evening (3)"));
        QCOMPARE(open.duplicate(added.value->id, "mine").value->design.name, std::string("mine"));
        QCOMPARE(open.list().designs.size(), std::size_t(4));
        QVERIFY(open.remove(added.value->id));
        QCOMPARE(open.list().designs.size(), std::size_t(3));
        QVERIFY(open.remove(added.value->id).trouble == Trouble::Missing);
        QVERIFY(open.restore(added.value->id).value->design == other); // Undo
        QCOMPARE(open.list().designs.size(), std::size_t(4));
    }

    void nobodysWorkIsLostWhenTwoProgramsChangeOne() {
        const QTemporaryDir folder;
        OpenDesigns one(folder), other(folder);
        const StoredDesign before = *one.add(nfe7Against6()).value;
        TestDesign mine = before.design, theirs = before.design;
        mine.name = "mine";
        theirs.name = "theirs";
        QVERIFY(one.change(before, mine));
        const auto refused = other.change(before, theirs);
        QVERIFY(!refused);
        QVERIFY(refused.trouble == Trouble::BadInput);
        QCOMPARE(other.load(before.id).value->design.name, std::string("mine"));
    }

    void whatIsRemovedGoesWithTheNextStart() {
        const QTemporaryDir folder;
        std::string id;
        {
            OpenDesigns open(folder);
            id = open.add(nfe7Against6()).value->id;
            QVERIFY(open.remove(id));
        }
        OpenDesigns open(folder);
        QVERIFY(open.restore(id).trouble == Trouble::Missing);
    }

    void aDesignThatMakesNoSenseIsRefusedAndADamagedOneHidesNoOther() {
        const QTemporaryDir folder;
        OpenDesigns open(folder);
        TestDesign none = nfe7Against6();
        none.columns.resize(1);
        QVERIFY(open.add(none).trouble == Trouble::BadInput);
        const StoredDesign good = *open.add(nfe7Against6()).value;
        const StoredDesign bad = *open.add(nfe7Against6(Mode::Abx)).value;
        QVERIFY(waitFor<bool>([&](auto *context, auto done) {
            open.database.write<bool>(
                context,
                [id = bad.id](app::storage::Connection &connection) {
                    connection.prepare(QStringLiteral("UPDATE listening_design SET design = '{' WHERE id = ?"))
                        .bind(QString::fromStdString(id))
                        .run();
                    return true;
                },
                done);
        }));
        const DesignListing listing = open.list();
        QCOMPARE(listing.designs.size(), std::size_t(1));
        QVERIFY(listing.designs.front() == good);
        QCOMPARE(listing.problems.size(), std::size_t(1));
        QVERIFY(open.load(bad.id).trouble == Trouble::BadFile);
    }
};

QTEST_GUILESS_MAIN(TestDesignStore)
#include "tst_design_store.moc"
