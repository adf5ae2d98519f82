// What a streamer sees when things go wrong, or are told twice: nothing that was paid for is lost or said twice by a
// broken engine, a device that is gone or a full queue, and what is taken back is as it was.
#include <QTest>

#include "app/danmaku/blocked_people.h"
#include "app/danmaku/director.h"
#include "tests/app/danmaku/begun_show.h"

using namespace app::danmaku;
using namespace app;
using What = Command::What;

namespace {

QString waitsAs(const FakeStage &stage, quint64 id) {
    const Item *item = stage.waiting(id);
    return item ? wordFor(item->stage) + u' ' + item->rule : QStringLiteral("does not wait");
}

} // namespace

class TestDirectorFailures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A model that does not load: each make fails at once.
    void whatWasPaidForOutlivesABrokenEngine() {
        FakeStage stage;
        stage.command(What::HoldAll);
        QList<quint64> paid;
        for (int i = 0; i < 10; ++i)
            paid.append(stage.paid(QStringLiteral("Ann"), QStringLiteral("thank you number %1").arg(i), 5));
        const quint64 chat = stage.chat(QStringLiteral("Bob"), QStringLiteral("hello"));
        stage.engineFails = true;
        stage.command(What::ReleaseAll);
        stage.run(5);
        for (const quint64 id : std::as_const(paid)) {
            QCOMPARE(waitsAs(stage, id), QStringLiteral("offered failed"));
            QVERIFY(!stage.waiting(id)->reason.isEmpty());
        }
        QCOMPARE(ruleOf(stage, chat), QStringLiteral("failed failed"));
        stage.engineFails = false;
        QVERIFY(stage.command(What::Approve, paid[3]));
        stage.run(10);
        QCOMPARE(stage.heardWords().size(), 1);
        QVERIFY2(stage.heardWords()[0].contains(QStringLiteral("number 3")), qPrintable(stage.heardWords()[0]));
        QCOMPARE(stage.faults, QStringList());
    }

    void whatWasPaidForAndNotHeardIsOfferedAgain_data() {
        QTest::addColumn<bool>("heard");
        QTest::addColumn<bool>("streams");
        QTest::addColumn<QString>("rule");
        QTest::newRow("no device") << false << false << "not_heard";
        QTest::newRow("no device, while it is made") << false << true << "not_heard";
        QTest::newRow("cut off") << true << false << "interrupted";
        QTest::newRow("cut off while it is made") << true << true << "interrupted";
    }
    void whatWasPaidForAndNotHeardIsOfferedAgain() {
        QFETCH(bool, heard);
        QFETCH(bool, streams);
        QFETCH(QString, rule);
        FakeStage stage;
        stage.silent = !heard;
        stage.streams = streams;
        stage.makeSeconds = streams ? 3 : 0.3;
        const quint64 id = stage.paid(QStringLiteral("Ann"), QStringLiteral("all my savings, for you"), 500);
        stage.run(1.5);
        QCOMPARE(stage.onAir(), id);
        stage.cutOff(heard);
        stage.run(0.5);
        QCOMPARE(waitsAs(stage, id), QStringLiteral("offered ") + rule);
        QCOMPARE(stage.director.figures(stage.now).played, 0);
        stage.silent = false;
        stage.run(10);
        QCOMPARE(stage.heard.size(), std::size_t(1)); // it waits for the operator
        QVERIFY(stage.command(What::Approve, id));
        stage.run(10);
        QCOMPARE(ruleOf(stage, id), QStringLiteral("played "));
        QCOMPARE(stage.heard.size(), std::size_t(2));
        QCOMPARE(stage.faults, QStringList());
    }

    void chatThatWasCutOffIsOverAndTheNextIsRead() {
        Show show;
        show.cutOff(true);
        show.run(1);
        QCOMPARE(ruleOf(show, show.ids[0]), QStringLiteral("failed interrupted"));
        QCOMPARE(show.onAir(), show.ids[1]);
        QCOMPARE(show.faults, QStringList());
    }

    void aSkippedOneIsNotOfferedAgainWhenItsPlayerGoesAway() {
        FakeStage stage;
        const quint64 id = stage.paid(QStringLiteral("Ann"), QStringLiteral("all my savings"), 500);
        stage.run(1);
        stage.command(What::Skip);
        stage.cutOff(true); // within its fade
        QCOMPARE(ruleOf(stage, id), QStringLiteral("skipped skipped"));
        QVERIFY(!stage.waiting(id));
        stage.chat(QStringLiteral("Bob"), QStringLiteral("and on"));
        stage.run(3);
        QCOMPARE(stage.heard.size(), std::size_t(2));
        QCOMPARE(stage.faults, QStringList());
    }

    void whatADeletedOneWasPaidIsNotOfferedAgain() {
        FakeStage stage;
        stage.silent = true;
        const quint64 id = stage.paid(QStringLiteral("Ann"), QStringLiteral("something rude"), 5);
        stage.run(1);
        stage.cutOff(false);
        QCOMPARE(waitsAs(stage, id), QStringLiteral("offered not_heard"));
        stage.remove(stage.messageIdOf(id));
        stage.plan();
        QCOMPARE(ruleOf(stage, id), QStringLiteral("removed deleted"));
        QVERIFY(!stage.command(What::Requeue, id));
    }

    void haltedNothingNewBeginsUntilItGoesOn_data() {
        QTest::addColumn<bool>("byTheOperator");
        QTest::newRow("the device is back") << false;
        QTest::newRow("the operator resumes") << true;
    }
    void haltedNothingNewBeginsUntilItGoesOn() {
        QFETCH(bool, byTheOperator);
        Show show;
        const auto makes = [&show] {
            return std::count_if(show.acts.begin(), show.acts.end(),
                                 [](const Act &act) { return act.what == Act::What::Make; });
        };
        QCOMPARE(makes(), 3);
        show.director.setHalted(QStringLiteral("The model could not be loaded."), show.now);
        QCOMPARE(show.director.halted(), QStringLiteral("The model could not be loaded."));
        QCOMPARE(show.events.back().state, QStringLiteral("halted: The model could not be loaded."));
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann")); // who was on air was finished
        QCOMPARE(makes(), 3);
        if (byTheOperator)
            QVERIFY(show.command(What::Resume));
        else
            show.director.setHalted({}, show.now);
        QVERIFY(show.director.halted().isEmpty());
        QVERIFY(!show.command(What::Resume)); // it goes on already
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve"));
        QCOMPARE(show.faults, QStringList());
    }

    void noneOfThreeHundredPaidOnesIsDroppedForRoom_data() {
        QTest::addColumn<bool>("aside");
        QTest::newRow("that wait") << false;
        QTest::newRow("for approval") << true;
    }
    void noneOfThreeHundredPaidOnesIsDroppedForRoom() {
        QFETCH(bool, aside);
        Rules rules;
        rules.review = aside ? Review::All : Review::Off;
        FakeStage stage(rules);
        stage.command(What::HoldAll);
        for (int i = 0; i < 300; ++i) {
            stage.paid(QStringLiteral("Ann"), QStringLiteral("paid %1").arg(i), 1 + i % 7);
            stage.chat(QStringLiteral("Bob"), QStringLiteral("chat %1").arg(i));
        }
        const quint64 mine = [&stage] {
            stage.command(What::Say, 0, QStringLiteral("one moment please"));
            return stage.director.waiting().front().id;
        }();
        stage.plan();
        int paid = 0;
        for (const Item &item : stage.director.waiting())
            paid += item.rank == Class::Paid;
        QCOMPARE(paid, 300);
        QCOMPARE(stage.director.waiting().front().text, QStringLiteral("one moment please"));
        QVERIFY(stage.waiting(mine));
        QVERIFY(stage.director.waiting().size() <= 501); // chat had to go
    }

    // Twitch tells of five gifts, and then of each of the five.
    void giftsToManyAreCountedOnceHoweverTheyAreTold() {
        FakeStage stage;
        const auto single = [&stage] {
            return ruleOf(stage, stage.gift(QStringLiteral("Ann"), QStringLiteral("Tier 1"), 0, QStringLiteral("c1")));
        };
        stage.gift(QStringLiteral("Ann"), QStringLiteral("Tier 1"), 5, QStringLiteral("c1"));
        QCOMPARE(single(), QStringLiteral("dropped combo"));
        chat::Message other = FakeStage::message(QStringLiteral("Ann"), {}); // through another channel of a shared chat
        other.channel = QStringLiteral("another");
        other.kind = chat::Kind::Gift;
        other.gift = QStringLiteral("Tier 1");
        other.combo = QStringLiteral("c1");
        QCOMPARE(ruleOf(stage, stage.add(other)), QStringLiteral("dropped combo"));
        stage.run(1);
        QCOMPARE(single(), QStringLiteral("dropped combo"));
        stage.run(3);
        QVERIFY(stage.onAir() != 0);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(single(), QStringLiteral("dropped combo")); // late, it is on air
        stage.run(40);
        QCOMPARE(single(), QStringLiteral("dropped combo"));
        stage.run(20);
        QCOMPARE(stage.heardWords(), QStringList(QStringLiteral("Ann gave 5 Tier 1.")));
        // where the number itself was missed, each counts
        for (int i = 0; i < 2; ++i)
            stage.gift(QStringLiteral("Bob"), QStringLiteral("Tier 1"), 0, QStringLiteral("c2"));
        stage.run(20);
        QCOMPARE(stage.heardWords().value(1), QStringLiteral("Bob gave 2 Tier 1."));
    }

    void whatWasTakenBackHasTheTimeThatItHad_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("held") << int(What::Hold);
        QTest::newRow("read next") << int(What::ReadNext);
        QTest::newRow("moved") << int(What::Move);
    }
    void whatWasTakenBackHasTheTimeThatItHad() {
        QFETCH(int, what);
        Rules rules = calmRules();
        rules.queue.chatSeconds = 20;
        Show show(rules);
        show.command(What::Pause);
        QVERIFY(show.command(What(what), show.ids[4]));
        show.run(25); // its own time would be over by now
        QVERIFY(show.undo());
        QVERIFY(show.waiting(show.ids[4]));
        QCOMPARE(show.waiting(show.ids[4])->deadline - show.now, 18'000);
    }

    void anUndoneBanOfAPhraseLeavesTheRulesAsTheyWere() {
        Rules rules = calmRules();
        rules.filter.phrases = false;
        Show show(rules);
        QVERIFY(show.command(What::BanPhrase, 0, QStringLiteral("worse")));
        QVERIFY(show.director.rules().filter.phrases);
        QVERIFY(show.command(What::BanPhrase, 0, QStringLiteral("bad")));
        QVERIFY(show.undo());
        // what was banned before it is still looked for in what is on its way
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Fay"), QStringLiteral("even worse"))),
                 QStringLiteral("dropped phrases"));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Fay"), QStringLiteral("not bad"))), QStringLiteral("not over"));
        QVERIFY(show.undo());
        QVERIFY(show.director.rules() == rules);
    }

    void twentyThousandBansAreRemembered() {
        FakeStage stage;
        chat::Removal ban;
        ban.what = chat::Removal::What::Person;
        ban.source = QStringLiteral("twitch");
        ban.channel = QStringLiteral("show");
        ban.room = QStringLiteral("77");
        for (int i = 0; i < 20'000; ++i) {
            ban.login = i == 0 ? QStringLiteral("ann") : QStringLiteral("bot%1").arg(i);
            ban.userId = QStringLiteral("u-") + ban.login;
            stage.director.remove(ban, stage.now);
        }
        const quint64 ann = stage.chat(QStringLiteral("Ann"), QStringLiteral("I was the first"));
        QCOMPARE(ruleOf(stage, ann), QStringLiteral("dropped people"));
    }

    void aBanOfThousandsIsRememberedAndTheOldestForgotten() {
        BlockedPeople people;
        people.insert(QStringLiteral("ann"), {}, 0);
        people.insert(QStringLiteral("bob"), {}, 500);
        QVERIFY(people.contains(QStringLiteral("bob"), {}, 499));
        QVERIFY(!people.contains(QStringLiteral("bob"), {}, 500));
        people.insert(QStringLiteral("bob"), {}, 0); // banned after the timeout
        for (int i = 0; i < int(BlockedPeople::kMost) - 2; ++i)
            people.insert(QString::number(i), {}, 0);
        QVERIFY(!people.contains(QStringLiteral("ann"), {}, 600));
        QVERIFY(people.contains(QStringLiteral("bob"), {}, 600)); // by the newer of the two
        people.remove(QStringLiteral("bob"));
        QVERIFY(!people.contains(QStringLiteral("bob"), {}, 600));
        QVERIFY(people.contains(QStringLiteral("7"), {}, 600));
    }
};

QTEST_GUILESS_MAIN(TestDirectorFailures)
#include "tst_director_failures.moc"
