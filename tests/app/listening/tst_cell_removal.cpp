// The sounds of a test leave the library and come back: what others use and what people heard stays.
#include <QTemporaryDir>

#include <utility>

#include "app/listening/session_store.h"
#include "tests/app/listening/cell_desk.h"

using namespace app::listening;

class TestCellRemoval : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;

    static RemovableCells putAside(CellDesk &desk, const std::vector<TestDesign> &others, bool heardToo = false) {
        const auto answer = waitFor<RemovableCells>(
            [&](auto *context, auto done) { desk.maker.putAside(others, heardToo, context, done); });
        return QTest::qWaitFor([&] { return !desk.maker.isLooking(); }, CellDesk::kPatience) ? answer.value.value()
                                                                                             : RemovableCells{};
    }
    static void deletePutAside(CellDesk &desk, const std::vector<std::string> &keys, bool heardToo = false) {
        QVERIFY(waitFor<app::storage::Done>(
            [&](auto *context, auto done) { desk.maker.deletePutAside(keys, heardToo, context, done); }));
    }
    static CellWeights weigh(CellDesk &desk) {
        return waitFor<CellWeights>([&](auto *context, auto done) { desk.maker.weigh(context, done); }).value.value();
    }
    int files() const {
        int count = 0;
        for (const auto &entry :
             std::filesystem::recursive_directory_iterator(app::storage::takesFolder(m_data->root())))
            count += entry.path().extension() == ".wav" ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    void init() { m_data = std::make_unique<TinyData>(); }

    void whatIsRemovedComesBackOrIsDeleted() {
        const TestDesign design = smallDesign({TestColumn{3}, TestColumn{2}});
        const TestDesign other = smallDesign({TestColumn{3}, TestColumn{4}}); // shares a column
        const int rows = int(design.rows.size());
        CellDesk desk(m_data->root());
        QVERIFY(desk.makeAll(other));
        const int ofOther = files();
        QVERIFY(desk.makeAll(design));
        const int all = files();
        QCOMPARE(all, ofOther + rows);
        const CellWeights weights = weigh(desk);
        QCOMPARE(weights.ofTest.sounds, 2 * rows);
        QCOMPARE(weights.all.sounds, all);
        QVERIFY(weights.ofTest.bytes > 0 && weights.ofTest.bytes < weights.all.bytes);

        const RemovableCells removed = putAside(desk, {other});
        QCOMPARE(int(removed.keys.size()), rows);
        QCOMPARE(removed.size.sounds, rows);
        QCOMPARE(removed.shared, rows);
        QCOMPARE(removed.heard, 0);
        QCOMPARE(desk.maker.progress().made, rows);
        QCOMPARE(files(), all); // a person may have them back
        looksAgain(desk, [&] { desk.maker.bringBack(removed.keys); });
        QCOMPARE(desk.maker.progress().made, 2 * rows);
        deletePutAside(desk, removed.keys); // they are back: nothing goes
        QCOMPARE(files(), all);

        deletePutAside(desk, putAside(desk, {other}).keys);
        QCOMPARE(files(), ofOther);
        QCOMPARE(weigh(desk).all.sounds, ofOther);
        QVERIFY(desk.show(other));
        QCOMPARE(desk.maker.progress().made, 2 * rows); // the other test lost nothing
        QVERIFY(desk.makeAll(design));                  // and these are made again as they were
        QCOMPARE(files(), all);

        // What is made anew while it is put aside is not deleted.
        const RemovableCells again = putAside(desk, {other});
        QVERIFY(desk.makeAll(design));
        deletePutAside(desk, again.keys);
        QCOMPARE(files(), all);
    }

    void whatNoTestNeedsIsFoundAndComesBackOrIsDeleted() {
        const TestDesign design = smallDesign({TestColumn{3}, TestColumn{2}});
        const TestDesign changed = smallDesign({TestColumn{3}, TestColumn{4}}); // as somebody made of it
        const int rows = int(design.rows.size());
        CellDesk desk(m_data->root());
        QVERIFY(desk.makeAll(design));
        QVERIFY(desk.makeAll(changed));
        const int all = files();
        const auto putAsideUnused = [&](const std::vector<TestDesign> &designs) {
            return waitFor<RemovableCells>(
                       [&](auto *context, auto done) { desk.maker.putAsideUnused(designs, false, context, done); })
                .value.value();
        };
        QVERIFY(putAsideUnused({design, changed}).keys.empty());
        const RemovableCells unused = putAsideUnused({changed});
        QCOMPARE(int(unused.keys.size()), rows);
        QCOMPARE(files(), all); // a person may have them back
        looksAgain(desk, [&] { desk.maker.bringBack(unused.keys); });
        deletePutAside(desk, unused.keys);
        QCOMPARE(files(), all);
        deletePutAside(desk, putAsideUnused({changed}).keys);
        QCOMPARE(files(), all - rows);
        QVERIFY(desk.show(changed));
        QCOMPARE(desk.maker.progress().made, 2 * rows);
        QVERIFY(desk.show(design));
        QCOMPARE(desk.maker.progress().made, rows); // the shared column
    }

    // A voice that is away, or a device that is not chosen or not there, makes nothing needless.
    void whatATestNeedsStaysThoughItCannotBeMadeNow() {
        TestDesign design = smallDesign({TestColumn{3}, TestColumn{2}}, 2);
        design.name = "evening";
        CellDesk desk(m_data->root());
        QVERIFY(desk.makeAll(design));
        const auto putAsideUnused = [&] {
            return waitFor<RemovableCells>(
                [&](auto *context, auto done) { desk.maker.putAsideUnused({design}, false, context, done); });
        };
        desk.device = "cuda"; // here or not
        auto answer = putAsideUnused();
        QVERIFY2(answer, qPrintable(answer.problem.what));
        QVERIFY(answer.value->keys.empty());
        desk.device = "cpu";
        const auto voices = std::exchange(desk.voices, {});
        answer = putAsideUnused();
        QVERIFY(!answer);
        QVERIFY2(answer.problem.what.contains(QStringLiteral("evening")), qPrintable(answer.problem.what));
        QVERIFY2(answer.problem.what.contains(QStringLiteral("slt")), qPrintable(answer.problem.what));
        desk.voices = voices;
        QVERIFY(desk.show(design));
        QCOMPARE(desk.maker.progress().made, 4);
    }

    void whatPeopleHeardStaysUnlessItIsAskedFor() {
        const TestDesign design = smallDesign({TestColumn{3}, TestColumn{2}});
        CellDesk desk(m_data->root());
        QVERIFY(desk.makeAll(design));
        const int all = files();
        const RemovableCells early = putAside(desk, {});
        QCOMPARE(int(early.keys.size()), all);
        looksAgain(desk, [&] { desk.maker.bringBack(early.keys); });
        SessionStore sessions(desk.database);
        const SessionPlan plan = newPlan(design, *desk.maker.stimuli(), {"Anna", false}, 1'700'000'000'000);
        const RemovableCells before = putAside(desk, {});
        QVERIFY(waitFor<app::storage::Done>([&](auto *context, auto done) { sessions.begin(plan, context, done); }));
        deletePutAside(desk, before.keys); // somebody began meanwhile
        QCOMPARE(files(), all);
        QVERIFY(desk.show(design));
        const RemovableCells kept = putAside(desk, {});
        QVERIFY(kept.keys.empty());
        QCOMPARE(kept.heard, all);
        const RemovableCells asked = putAside(desk, {}, true);
        QCOMPARE(int(asked.keys.size()), all);
        deletePutAside(desk, asked.keys, true);
        QCOMPARE(files(), 0);
    }

private:
    static void looksAgain(CellDesk &desk, const std::function<void()> &act) {
        desk.looked.clear();
        act();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.looked.isEmpty(), CellDesk::kPatience);
    }
};

QTEST_GUILESS_MAIN(TestCellRemoval)
#include "tst_cell_removal.moc"
