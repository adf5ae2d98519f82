// What was done to takes is taken back and done again, also after what comes from elsewhere.
#include <QSignalSpy>
#include <QTest>

#include "app/takes/take_history.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/patience.h"

using app::takes::TakeHistory;
using app::takes::TakeLibrary;
using app::takes::TakeQuery;
using app::takes::TakeRecord;

namespace {

struct Acts {
    QTemporaryDir folder;
    OpenLibrary open{folder, app::takes::kRemovedStay};
    TakeHistory history{open.library};
    QList<TakeRecord> takes;

    Acts() {
        for (unsigned i = 0; i < 3; ++i)
            takes << open.keep(madeUpTake(i, QStringLiteral("take %1").arg(i)));
    }
    QList<qint64> ids(std::initializer_list<int> which) const {
        QList<qint64> all;
        for (const int i : which)
            all << takes[i].id;
        return all;
    }
    QString removed() {
        TakeQuery query;
        query.removedOnly = true;
        query.order = TakeQuery::Order::OldestFirst;
        QStringList texts;
        for (const TakeRecord &take : open.find(query).takes)
            texts << take.text;
        return texts.join(u',');
    }
    TakeRecord now(int i) { return open.byId(takes[i].id); }
};

} // namespace

class TestTakeHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyActHasAWayBackAndForth() {
        Acts acts;
        TakeHistory &history = acts.history;
        QVERIFY(history.undoText().isEmpty() && history.redoText().isEmpty());
        history.undo(); // of nothing
        history.star({acts.takes[0], acts.takes[1]}, true);
        QCOMPARE(history.undoText(), QStringLiteral("star"));
        history.rename(acts.takes[0], QStringLiteral("Best"));
        history.annotate(acts.takes[0].id, {}, QStringLiteral("warm"));
        history.annotate(acts.takes[0].id, QStringLiteral("warm"), QStringLiteral("warm, slow")); // still writing
        history.remove(acts.ids({0, 2}));
        QCOMPARE(history.undoText(), QStringLiteral("remove 2 takes"));
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 2"));

        history.undo();
        QCOMPARE(acts.removed(), QString());
        QCOMPARE(history.redoText(), QStringLiteral("remove 2 takes"));
        history.undo();
        QCOMPARE(acts.now(0).note, QString());
        history.undo();
        QCOMPARE(acts.now(0).name, QString());
        history.undo();
        QVERIFY(!acts.now(0).starred && !acts.now(1).starred);
        QVERIFY(history.undoText().isEmpty());
        for (int i = 0; i < 4; ++i)
            history.redo();
        QVERIFY(history.redoText().isEmpty());
        QVERIFY(acts.now(0).starred && acts.now(1).starred);
        QCOMPARE(acts.now(0).name, QStringLiteral("Best"));
        QCOMPARE(acts.now(0).note, QStringLiteral("warm, slow"));
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 2"));
        history.undo();
        history.star({acts.takes[2]}, true); // something else instead: what was undone is gone
        QVERIFY(history.redoText().isEmpty());
    }

    void aStarThatWasThereStays() {
        Acts acts;
        acts.history.star({acts.takes[0]}, true);
        acts.history.star({acts.now(0), acts.takes[1]}, true);
        acts.history.undo();
        QVERIFY(acts.now(0).starred && !acts.now(1).starred);
        acts.history.star({acts.now(0)}, true); // nothing to do
        acts.history.undo();
        QVERIFY(!acts.now(0).starred);
    }

    // Which of a line's stars counts is said by when they were given: undo and redo leave that as it was.
    void theStarOfALineThatCountsIsTheSameAfterUndo() {
        Acts acts;
        QList<TakeRecord> takes;
        for (unsigned i = 10; i < 12; ++i)
            takes << acts.open.keep(madeUpTake(i, QStringLiteral("one line")), QStringLiteral("line"));
        const auto counts = [&] { // its id
            return waitFor<app::takes::TakesByLine>([&](auto *context, auto done) {
                       acts.open.library.ofLines({QStringLiteral("line")}, context, done);
                   })
                .value.value_or(app::takes::TakesByLine())
                .value(QStringLiteral("line"))
                .starred.value_or(TakeRecord())
                .id;
        };
        acts.history.star({takes[0]}, true);
        QCOMPARE(counts(), takes[0].id);
        QTest::qWait(2); // stars are told apart by ms
        acts.history.star({takes[1]}, true);
        QCOMPARE(counts(), takes[1].id);
        QTest::qWait(2);
        acts.history.star({acts.open.byId(takes[0].id)}, false);
        acts.history.undo();
        QVERIFY(acts.open.byId(takes[0].id).starred);
        QCOMPARE(counts(), takes[1].id);
        acts.history.undo();
        QCOMPARE(counts(), takes[0].id);
        acts.history.redo();
        QCOMPARE(counts(), takes[1].id);
    }

    void whatCameBackByAMessageIsNotUndoneOnceMore() {
        Acts acts;
        acts.history.rename(acts.takes[1], QStringLiteral("Evening"));
        acts.history.remove(acts.ids({0}));
        acts.history.remove(acts.ids({1}));
        acts.open.library.restore(acts.ids({0, 1}));
        QTRY_COMPARE(acts.history.undoText(), QStringLiteral("name of the take"));
        acts.history.remove(acts.ids({0}));
        QCOMPARE(acts.removed(), QStringLiteral("take 0"));
        acts.history.undo();
        QCOMPARE(acts.removed(), QString());
        QCOMPARE(acts.history.undoText(), QStringLiteral("name of the take"));
    }

    void removedTakesAreBroughtBackAndForgotten() {
        Acts acts;
        acts.history.remove(acts.ids({0, 1, 2}));
        acts.history.bringBack(acts.ids({1}));
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 2"));
        acts.history.undo();
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 1,take 2"));
        acts.history.forget(acts.ids({2}));
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 1"));
        QCOMPARE(acts.history.undoText(), QStringLiteral("delete take for good"));
        acts.history.undo();
        QCOMPARE(acts.removed(), QStringLiteral("take 0,take 1,take 2"));
        acts.history.forget(acts.ids({2}));
        acts.open.library.forget(acts.ids({2}), false); // by its message
        QTRY_COMPARE(acts.history.undoText(), QStringLiteral("remove 3 takes"));
        acts.history.undo();
        QCOMPARE(acts.removed(), QString());
    }

    void whatTheLibraryRefusesDidNotHappen() {
        Acts acts;
        acts.history.rename(acts.takes[0], QString(500, u'x'));
        QTRY_VERIFY(acts.history.undoText().isEmpty());
        TakeRecord gone = acts.takes[0];
        gone.id = 999;
        acts.history.star({gone}, true);
        QTRY_VERIFY(acts.history.undoText().isEmpty());
        QCOMPARE(acts.open.problems.count(), 2);
    }

    // Removed takes stay for their time; what was deleted for good, and what is older, goes with the next start.
    void theNextStartKeepsWhatWasRemovedLately() {
        const QTemporaryDir folder;
        QList<TakeRecord> takes;
        {
            OpenLibrary open(folder, app::takes::kRemovedStay);
            for (unsigned i = 0; i < 3; ++i)
                takes << open.keep(madeUpTake(i, QStringLiteral("take %1").arg(i)));
            open.library.remove({takes[0].id, takes[1].id, takes[2].id});
            open.library.forget({takes[1].id});
            QVERIFY(waitFor<bool>([&](auto *context, auto done) {
                        open.database.write<bool>(
                            context,
                            [id = takes[2].id](app::storage::Connection &connection) {
                                connection.prepare(QStringLiteral("UPDATE take SET removed = removed - ? WHERE id = ?"))
                                    .bind(qint64(31) * 24 * 3600 * 1000, id)
                                    .run();
                                return true;
                            },
                            done);
                    }).value.value_or(false));
        }
        OpenLibrary again(folder, app::takes::kRemovedStay);
        QSignalSpy restored(&again.library, &TakeLibrary::restored);
        TakeQuery query;
        query.removedOnly = true;
        QCOMPARE(again.find(query).total, 1);
        QVERIFY(again.byId(takes[1].id).id == 0 && again.byId(takes[2].id).id == 0);
        QVERIFY(!again.audio(takes[1]) && !again.audio(takes[2])); // their sound too
        again.library.restore({takes[0].id});
        QTRY_COMPARE(restored.count(), 1);
        QVERIFY(again.audio(takes[0]));
        QCOMPARE(again.find({}).total, 1);
    }
};

QTEST_GUILESS_MAIN(TestTakeHistory)
#include "tst_take_history.moc"
