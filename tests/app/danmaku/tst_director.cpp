// What a streamer sees the queue do: who is read when, what is not, and why.
#include <QTest>

#include "app/danmaku/director.h"
#include "tests/app/danmaku/begun_show.h"

using namespace app::danmaku;
using namespace app;
using What = Command::What;

namespace {

QStringList texts(const FakeStage &stage) {
    QStringList heard;
    for (const Item &item : stage.heard)
        heard.append(item.text);
    return heard;
}

Rules slowRules() { // nothing faster, nothing late: order alone
    Rules rules;
    rules.overload = {0, 1.5, 0, 0, 80, 0};
    rules.queue.chatSeconds = rules.queue.mentionSeconds = rules.queue.memberSeconds = 0;
    rules.queue.capacity = 200;
    return rules;
}

} // namespace

class TestDirector : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsOneAfterTheOther() {
        FakeStage stage;
        stage.chat(QStringLiteral("Ann"), QStringLiteral("hello there"));
        stage.chat(QStringLiteral("Bob"), QStringLiteral("good evening"));
        stage.run(20);
        QCOMPARE(texts(stage), QStringList({QStringLiteral("hello there"), QStringLiteral("good evening")}));
        QCOMPARE(stage.director.figures(stage.now).played, 2);
        QCOMPARE(stage.faults, QStringList());
        QVERIFY(stage.director.waiting().empty());
    }

    // What was typed, read again or offered of the run before never came in.
    void theFiguresAreOfWhatCameIn() {
        FakeStage stage;
        const quint64 came = stage.chat(QStringLiteral("Ann"), QStringLiteral("hello there"));
        stage.run(20);
        const Figures before = stage.director.figures(stage.now);
        QCOMPARE(before.readShare, 1.0);
        QVERIFY(before.waitMax > 0);
        QVERIFY(stage.command(What::Say, 0, QStringLiteral("welcome everybody")));
        QVERIFY(stage.command(What::Requeue, came));
        Item offered;
        offered.id = 1000;
        auto paid = std::make_shared<chat::Message>(FakeStage::message(QStringLiteral("Bob"), offered.text));
        paid->kind = chat::Kind::Paid;
        offered.message = paid;
        offered.text = QStringLiteral("of yesterday");
        offered.rank = Class::Paid;
        offered.receivedAt = stage.now - 50'000'000;
        stage.director.offer(offered, stage.now);
        stage.plan();
        QVERIFY(stage.command(What::Approve, offered.id));
        stage.run(60);
        // Nor is it the queue's doing how long something stands aside.
        const quint64 aside = stage.paid(QStringLiteral("Cas"), QStringLiteral("for you"), 5);
        stage.director.leave(QStringLiteral("twitch"), QStringLiteral("show"), stage.now);
        stage.run(100);
        QVERIFY(stage.command(What::Approve, aside));
        stage.run(60);
        const Figures after = stage.director.figures(stage.now);
        QCOMPARE(after.played, 5);
        QCOMPARE(after.readShare, 1.0);
        QCOMPARE(after.waitMax, before.waitMax);
        QCOMPARE(after.waitP50, before.waitP50);
    }

    void soundIsMadeAheadButNotForAll() {
        FakeStage stage(slowRules());
        for (int i = 0; i < 8; ++i)
            stage.chat(QStringLiteral("Ann"), QStringLiteral("a line of some length, number %1").arg(i));
        stage.run(2.5); // the first is on air
        const Figures figures = stage.director.figures(stage.now);
        QCOMPARE(figures.ready, 2);
        QCOMPARE(figures.waiting, 5);
        QCOMPARE(stage.making(), quint64(0)); // enough ahead
    }

    void whatIsPaidGoesFirstAndChatIsNotStarved() {
        FakeStage stage(slowRules());
        stage.chat(QStringLiteral("Ann"), QStringLiteral("on air before all"));
        stage.run(1);
        stage.chat(QStringLiteral("Bob"), QStringLiteral("chat one"));
        stage.chat(QStringLiteral("Cas"), QStringLiteral("chat two"));
        for (int i = 1; i <= 5; ++i)
            stage.paid(QStringLiteral("Dan"), QStringLiteral("paid %1").arg(i), i);
        stage.run(60);
        QCOMPARE(texts(stage).mid(1),
                 QStringList({QStringLiteral("paid 5"), QStringLiteral("paid 4"), QStringLiteral("paid 3"),
                              QStringLiteral("chat one"), QStringLiteral("paid 2"), QStringLiteral("paid 1"),
                              QStringLiteral("chat two")}));
        QCOMPARE(stage.faults, QStringList());
    }

    void aModeratorWhoPaysIsStillPaid() {
        FakeStage stage(slowRules());
        chat::Message cheer = FakeStage::message(QStringLiteral("Mod"), QStringLiteral("cheer"));
        cheer.roles = chat::Role::Moderator;
        cheer.paid = {100'000'000, QStringLiteral("bits")};
        const quint64 id = stage.add(cheer);
        stage.plan();
        QCOMPARE(int(stage.waiting(id)->rank), int(Class::Paid));
    }

    void somethingPaidStopsTheMakingOfChat() {
        FakeStage stage;
        const quint64 chat = stage.chat(QStringLiteral("Ann"), QStringLiteral("only chat"));
        stage.plan();
        QCOMPARE(stage.making(), chat);
        const quint64 paid = stage.paid(QStringLiteral("Bob"), QStringLiteral("with money"), 5);
        stage.plan();
        QCOMPARE(int(stage.acts.back().what), int(Act::What::StopMake));
        stage.run(0.1); // it has stopped
        QCOMPARE(stage.making(), paid);
        stage.run(20);
        QCOMPARE(texts(stage), QStringList({QStringLiteral("with money"), QStringLiteral("only chat")}));
        QCOMPARE(stage.faults, QStringList());
    }

    void whatWaitsTooLongIsNotRead() {
        FakeStage stage;
        stage.command(What::HoldAll);
        const quint64 chat = stage.chat(QStringLiteral("Ann"), QStringLiteral("old news"));
        const quint64 paid = stage.paid(QStringLiteral("Bob"), QStringLiteral("paid for"), 5);
        stage.run(1);
        QCOMPARE(int(stage.waiting(chat)->stage), int(Stage::Ready)); // also what is ready
        stage.run(31);
        QCOMPARE(ruleOf(stage, chat), QStringLiteral("dropped deadline"));
        QVERIFY(!stage.over(chat)->reason.isEmpty());
        QVERIFY(!stage.hasSound(chat));
        QVERIFY(stage.waiting(paid));
        stage.command(What::ReleaseAll);
        stage.run(10);
        QCOMPARE(texts(stage), QStringList(QStringLiteral("paid for")));
    }

    void theSameWordsWithinAMinuteAreReadOnce() {
        FakeStage stage;
        const quint64 first = stage.chat(QStringLiteral("Ann"), QStringLiteral("LOL what"));
        const quint64 again = stage.chat(QStringLiteral("Bob"), QStringLiteral("lol  what"));
        QCOMPARE(ruleOf(stage, again), QStringLiteral("dropped repeat"));
        stage.plan();
        QCOMPARE(stage.waiting(first)->merged, 2);
        stage.run(40);
        QCOMPARE(ruleOf(stage, stage.chat(QStringLiteral("Cas"), QStringLiteral("lol what"))),
                 QStringLiteral("dropped repeat"));
        stage.run(30);
        stage.chat(QStringLiteral("Dan"), QStringLiteral("lol what"));
        stage.run(10);
        QCOMPARE(stage.heard.size(), std::size_t(2));
        QCOMPARE(stage.director.figures(stage.now).repeats, 2);
    }

    void whatWasDroppedUnreadIsNoRepeat() {
        FakeStage stage;
        stage.command(What::HoldAll);
        stage.chat(QStringLiteral("Ann"), QStringLiteral("lol what"));
        stage.run(35);
        stage.command(What::ReleaseAll);
        stage.chat(QStringLiteral("Bob"), QStringLiteral("lol what"));
        stage.run(10);
        QCOMPARE(stage.heard.size(), std::size_t(1));
    }

    void aGiftComboIsOneItemWithItsCount() {
        FakeStage stage;
        const quint64 first = stage.gift(QStringLiteral("Ann"), QStringLiteral("Rose"), 1, QStringLiteral("c1"));
        stage.run(1);
        QVERIFY(ruleOf(stage, stage.gift(QStringLiteral("Ann"), QStringLiteral("Rose"), 2, QStringLiteral("c1"))) ==
                QStringLiteral("dropped combo"));
        stage.run(2);
        stage.gift(QStringLiteral("Ann"), QStringLiteral("Rose"), 4, QStringLiteral("c1"));
        stage.gift(QStringLiteral("Bob"), QStringLiteral("Rose"), 9, QStringLiteral("c2"));
        QCOMPARE(stage.heard.size(), std::size_t(0)); // more may come
        stage.plan();
        QCOMPARE(stage.waiting(first)->message->giftCount, 7);
        stage.run(15);
        QCOMPARE(stage.heard.size(), std::size_t(2));
        QVERIFY2(stage.heardWords().join(u'|').contains(u'7'), qPrintable(stage.heardWords().join(u'|')));
    }

    void theQueueHoldsSoManyAndSaysWhatItDropped() {
        Rules rules = slowRules();
        rules.queue.capacity = 3;
        FakeStage stage(rules);
        stage.command(What::HoldAll);
        QList<quint64> ids;
        for (int i = 0; i < 5; ++i)
            ids.append(stage.chat(QStringLiteral("Ann"), QStringLiteral("line %1").arg(i)));
        const quint64 paid = stage.paid(QStringLiteral("Bob"), QStringLiteral("paid"), 1);
        stage.plan();
        QCOMPARE(stage.order(),
                 QStringList({QStringLiteral("paid"), QStringLiteral("line 0"), QStringLiteral("line 1")}));
        QCOMPARE(ruleOf(stage, ids[4]), QStringLiteral("dropped capacity"));
        QVERIFY(stage.waiting(paid));
        QCOMPARE(stage.director.figures(stage.now).dropped, 3);
    }

    void moneyIsComparedAcrossCurrenciesAndNeverDroppedForRoom() {
        Rules rules = slowRules();
        rules.queue.capacity = 2;
        FakeStage stage(rules);
        stage.command(What::HoldAll);
        const std::pair<const char *, double> paid[] = {{"JPY", 500}, {"EUR", 5}, {"bits", 1000}, {"USD", 1}};
        for (const auto &[currency, units] : paid) {
            chat::Message message = FakeStage::message(QStringLiteral("Ann"), QLatin1String(currency));
            message.kind = chat::Kind::Paid;
            message.paid = {qint64(units * 1e6), QLatin1String(currency)};
            stage.add(message);
        }
        const quint64 chat = stage.chat(QStringLiteral("Bob"), QStringLiteral("hello"));
        stage.plan();
        QCOMPARE(stage.order().join(u' '), QStringLiteral("bits EUR JPY USD"));
        QCOMPARE(ruleOf(stage, chat), QStringLiteral("dropped capacity"));
    }

    void theLadderIsClimbedAndLetGoTwoBelow() {
        Rules rules = slowRules();
        rules.overload = {3, 1.5, 10, 15, 80, 20};
        FakeStage stage(rules);
        stage.command(What::HoldAll);
        QList<quint64> ids;
        const auto fill = [&](int count) {
            while (stage.order().size() < count) {
                ids.append(stage.chat(QStringLiteral("Ann"), QStringLiteral("line %1").arg(ids.size())));
                stage.plan();
            }
        };
        const auto rung = [&stage] { return stage.director.figures(stage.now).overload; };
        fill(2);
        QCOMPARE(rung(), 0);
        fill(3);
        QCOMPARE(rung(), 1);
        QVERIFY(stage.director.figures(stage.now).speed > 1);
        fill(10);
        QCOMPARE(rung(), 2);
        fill(15);
        QCOMPARE(rung(), 3);
        QCOMPARE(stage.director.figures(stage.now).speed, 1.5);
        fill(20);
        QCOMPARE(rung(), 4);
        QCOMPARE(ruleOf(stage, stage.chat(QStringLiteral("Bob"), QStringLiteral("one more"))),
                 QStringLiteral("dropped overload"));
        stage.command(What::Remove, ids[19]);
        QCOMPARE(rung(), 4);
        stage.command(What::Remove, ids[18]);
        QCOMPARE(rung(), 3);
    }

    void underLoadItIsFasterShorterAndWithoutNames() {
        Rules rules = slowRules();
        rules.overload = {3, 1.5, 10, 15, 80, 20};
        FakeStage stage(rules);
        stage.chat(QStringLiteral("Ann"), QStringLiteral("calm"));
        stage.run(5);
        for (int i = 0; i < 16; ++i)
            stage.chat(QStringLiteral("User%1").arg(i), QStringLiteral("%1 ").arg(i).repeated(50).trimmed());
        stage.run(10);
        QVERIFY2(stage.heardWords()[0].contains(QStringLiteral("Ann")), qPrintable(stage.heardWords()[0]));
        QCOMPARE(stage.heard[0].speed, 1.0);
        const Item &busy = stage.heard[1];
        QVERIFY(!busy.spoken.contains(QStringLiteral("User")));
        QVERIFY2(busy.spoken.size() <= 80, qPrintable(busy.spoken));
        QCOMPARE(busy.speed, 1.5);
        QVERIFY(busy.text.size() > 80); // the text itself stays
    }

    void theMoreWaitsTheShorterEachIs() {
        FakeStage stage;
        stage.command(What::HoldAll);
        QList<quint64> ids;
        for (int i = 0; i < 32; ++i)
            ids.append(
                stage.chat(QStringLiteral("User%1").arg(i), QStringLiteral("%1 ").arg(i).repeated(50).trimmed()));
        ids.append(stage.chat(QStringLiteral("Zhu"), QStringLiteral("太好听了").repeated(9)));
        stage.command(What::ReadNext, ids.back());
        stage.run(2);
        for (int i = 0; i < 2; ++i) { // of 33: a quarter of what is said of 8
            const Item &item = stage.director.waiting()[std::size_t(i)];
            const qsizetype most = i == 0 ? 4 : 15;
            QVERIFY2(!item.spoken.isEmpty() && item.spoken.size() <= most, qPrintable(item.spoken));
        }
    }

    void aNameIsSaidOnlyWhenItChanges() {
        FakeStage stage(slowRules());
        stage.chat(QStringLiteral("Ann"), QStringLiteral("one thing"));
        stage.chat(QStringLiteral("Ann"), QStringLiteral("another thing"));
        stage.chat(QStringLiteral("Bob"), QStringLiteral("third thing"));
        stage.run(30);
        const QStringList words = stage.heardWords();
        QVERIFY(words[0].contains(QStringLiteral("Ann")));
        QVERIFY(!words[1].contains(QStringLiteral("Ann")));
        QVERIFY(words[2].contains(QStringLiteral("Bob")));
    }

    // Ann's second line is ready without her name; something of Bob's gets between: it must not sound like his.
    void wordsAreNeverTakenForSomebodyElses() {
        FakeStage stage(slowRules());
        stage.chat(QStringLiteral("Ann"), QStringLiteral("one thing that takes long enough to say"));
        stage.chat(QStringLiteral("Ann"), QStringLiteral("another thing"));
        stage.run(2);
        stage.paid(QStringLiteral("Bob"), QStringLiteral("money"), 5);
        stage.run(30);
        const QStringList words = stage.heardWords();
        QCOMPARE(words.size(), 3);
        QVERIFY2(words[2].contains(QStringLiteral("Ann")), qPrintable(words[2]));
        QCOMPARE(stage.faults, QStringList());
    }

    void onAirWhileItIsMade() {
        FakeStage stage;
        stage.streams = true;
        stage.makeSeconds = 3;
        stage.chat(QStringLiteral("Ann"), QStringLiteral("hello there my friends"));
        stage.run(1.5);
        QVERIFY(stage.onAir() != 0);
        QCOMPARE(stage.making(), stage.onAir());
        stage.run(10);
        QCOMPARE(stage.director.figures(stage.now).played, 1);
        QCOMPARE(stage.faults, QStringList());
    }

    void whatTheEngineCannotSayIsNotTriedForEver() {
        FakeStage stage;
        const quint64 id = stage.chat(QStringLiteral("Ann"), QStringLiteral("???"));
        stage.plan();
        stage.director.makeFailed(id, QStringLiteral("no sound for it"), stage.now);
        stage.director.plan(stage.now);
        QCOMPARE(ruleOf(stage, id), QStringLiteral("failed failed"));
        QCOMPARE(stage.over(id)->reason, QStringLiteral("no sound for it"));
    }

    void historyIsShownAndNeverRead() {
        FakeStage stage;
        chat::Message old = FakeStage::message(QStringLiteral("Ann"), QStringLiteral("from yesterday"));
        old.history = true;
        const quint64 id = stage.add(old);
        stage.run(10);
        QCOMPARE(stage.heard.size(), std::size_t(0));
        QCOMPARE(ruleOf(stage, id), QStringLiteral("dropped history"));
        QVERIFY(!stage.command(What::Requeue, id));
        QCOMPARE(stage.director.figures(stage.now).received, 0);
    }

    void everyoneKnowsHowLongToWait() {
        FakeStage stage(slowRules());
        for (int i = 0; i < 4; ++i)
            stage.chat(QStringLiteral("Ann"),
                       QStringLiteral("a line of fifty characters, or near that: number %1").arg(i));
        stage.run(1);
        double before = 0;
        for (const Item &item : stage.director.waiting()) {
            QVERIFY2(item.expectedWait > before, qPrintable(QString::number(item.expectedWait)));
            before = item.expectedWait;
        }
        QVERIFY(before < 40);
    }

    void twoThousandMessagesAtOnceLeaveAQueueOfForty() {
        FakeStage stage;
        for (int i = 0; i < 2000; ++i)
            stage.chat(QStringLiteral("User%1").arg(i % 300), QStringLiteral("message number %1").arg(i));
        stage.plan();
        QCOMPARE(stage.order().size(), 40);
        QCOMPARE(stage.director.figures(stage.now).dropped, 1960);
        QCOMPARE(stage.director.recent(9999).size(), std::size_t(500));
        QCOMPARE(stage.order().front(), QStringLiteral("message number 0"));
    }
};

QTEST_GUILESS_MAIN(TestDirector)
#include "tst_director.moc"
