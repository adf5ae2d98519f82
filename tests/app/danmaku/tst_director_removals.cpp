// What moderators and bans take out of the queue: of every stage, and for good; and what stays meanwhile.
#include <QTest>

#include <memory>

#include "app/chat/banned_phrases.h"
#include "app/danmaku/director.h"
#include "tests/app/danmaku/begun_show.h"

using namespace app::danmaku;
using namespace app;
using What = Command::What;

class TestDirectorRemovals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDeletedMessageLeavesEveryStage_data() {
        QTest::addColumn<int>("of");
        QTest::newRow("on air") << 0;
        QTest::newRow("ready") << 1;
        QTest::newRow("waiting") << 4;
    }
    void aDeletedMessageLeavesEveryStage() {
        QFETCH(int, of);
        Show show;
        const quint64 id = show.ids[of];
        show.remove(show.messageIdOf(id));
        show.plan();
        QCOMPARE(ruleOf(show, id), QStringLiteral("removed deleted"));
        QVERIFY(of != 0 || !show.director.onAir());
        show.run(1);
        QVERIFY(!show.hasSound(id));
        if (of != 0)
            show.never.insert(id);
        QVERIFY(!show.command(What::Requeue, id)); // and does not come back
        show.run(60);
        QCOMPARE(show.faults, QStringList());
    }

    // Somebody types in it: it is not read under their hands, nor too late meanwhile, nor in the way of others.
    void whatIsBeingEditedStaysAndNobodyWaitsForIt() {
        Rules rules = calmRules();
        rules.queue.chatSeconds = 20;
        Show show(rules);
        const quint64 bob = show.ids[1];
        show.director.setEdited(bob, show.now);
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Cas Dan Eve"));
        QCOMPARE(show.users(), QStringList({QStringLiteral("Bob")}));
        QCOMPARE(show.waiting(bob)->expectedWait, -1.0);
        QVERIFY(show.command(What::Edit, bob, QStringLiteral("something kinder")));
        show.director.setEdited(0, show.now);
        show.plan();
        QCOMPARE(show.users(), QStringList({QStringLiteral("Bob")}));
        QVERIFY(show.waiting(bob)->deadline > show.now);
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Cas Dan Eve Bob"));
        QVERIFY(show.heardWords().last().contains(QStringLiteral("something kinder")));
        QCOMPARE(show.faults, QStringList());
    }

    // However long somebody typed: what the writer had left is there again.
    void anEditThatTookLongIsUndone() {
        Rules rules = calmRules();
        rules.queue.chatSeconds = 20;
        Show show(rules);
        const quint64 bob = show.ids[1];
        const QString wrote = show.waiting(bob)->text;
        show.director.setEdited(bob, show.now);
        show.run(60);
        QVERIFY(show.command(What::Edit, bob, QStringLiteral("something kinder")));
        show.director.setEdited(0, show.now);
        show.plan();
        QVERIFY(show.undo());
        QCOMPARE(show.users(), QStringList({QStringLiteral("Bob")}));
        QCOMPARE(show.waiting(bob)->text, wrote);
        QVERIFY(show.waiting(bob)->deadline > show.now);
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Cas Dan Eve Bob"));
        QCOMPARE(show.faults, QStringList());
    }

    // Its field went with it, so nobody says that editing is over.
    void whatWasRemovedWhileItWasEditedIsReadWhenItComesBack() {
        Show show;
        show.director.setEdited(show.ids[1], show.now);
        QVERIFY(show.command(What::Remove, show.ids[1]));
        show.plan();
        QVERIFY(show.undo());
        show.plan();
        QVERIFY(show.waiting(show.ids[1])->expectedWait >= 0);
        show.run(60);
        QVERIFY(show.heardUsers().contains(QStringLiteral("Bob")));
        QCOMPARE(show.faults, QStringList());
    }

    // But moderators take it out all the same.
    void whatIsBeingEditedIsRemovedAllTheSame() {
        Show show;
        show.director.setEdited(show.ids[1], show.now);
        show.remove(show.messageIdOf(show.ids[1]));
        show.never.insert(show.ids[1]);
        QCOMPARE(ruleOf(show, show.ids[1]), QStringLiteral("removed deleted"));
        show.director.setEdited(0, show.now);
        show.run(60);
        QCOMPARE(show.faults, QStringList());
    }

    void whatStandsStillPromisesNothing_data() {
        QTest::addColumn<int>("act");
        QTest::newRow("paused") << int(What::Pause);
        QTest::newRow("silent") << int(What::Mute);
        QTest::newRow("held") << int(What::HoldAll);
        QTest::newRow("halted") << -1;
    }
    void whatStandsStillPromisesNothing() {
        QFETCH(const int, act);
        Show show;
        if (act < 0)
            show.director.setHalted(QStringLiteral("no model"), show.now);
        else
            QVERIFY(show.command(What(act)));
        show.plan();
        QVERIFY(show.director.standsStill());
        for (const Item &item : show.director.waiting())
            QCOMPARE(item.expectedWait, -1.0);
        QVERIFY(show.command(act == int(What::Mute)      ? What::Unmute
                             : act == int(What::HoldAll) ? What::ReleaseAll
                                                         : What::Resume));
        show.plan();
        QVERIFY(!show.director.standsStill());
        QVERIFY(show.director.waiting().front().expectedWait >= 0);
    }

    void whatModeratorsRemovedIsNotUndone() {
        Show show;
        show.command(What::Clear);
        show.remove(show.messageIdOf(show.ids[3]));
        QVERIFY(show.undo());
        QCOMPARE(show.users(), QStringList({QStringLiteral("Bob"), QStringLiteral("Cas"), QStringLiteral("Eve")}));
        show.never.insert(show.ids[3]);
        show.run(60);
        QCOMPARE(show.faults, QStringList());
    }

    void aTimeoutEndsAndABanDoesNot() {
        Show show;
        show.ban(QStringLiteral("Ann"), 10);
        show.ban(QStringLiteral("Bob"));
        show.plan();
        QVERIFY(!show.director.onAir());
        QCOMPARE(show.users(), QStringList({QStringLiteral("Cas"), QStringLiteral("Dan"), QStringLiteral("Eve")}));
        QCOMPARE(ruleOf(show, show.ids[0]), QStringLiteral("removed timeout"));
        QCOMPARE(ruleOf(show, show.ids[1]), QStringLiteral("removed banned"));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Ann"), QStringLiteral("still me"))),
                 QStringLiteral("dropped people"));
        show.run(11);
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Ann"), QStringLiteral("me again"))),
                 QStringLiteral("not over"));
        const quint64 bob = show.chat(QStringLiteral("Bob"), QStringLiteral("me too"));
        QCOMPARE(ruleOf(show, bob), QStringLiteral("dropped people"));
        QVERIFY(show.command(What::UnbanPerson, bob));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Bob"), QStringLiteral("me three"))),
                 QStringLiteral("not over"));
    }

    // The same person may go on writing elsewhere; whom the operator bans may not.
    void aBanHoldsInItsChannel() {
        Show show;
        const auto elsewhere = [&](const QString &text) {
            chat::Message message = FakeStage::message(QStringLiteral("Bob"), text);
            message.channel = QStringLiteral("another");
            return show.add(message);
        };
        const quint64 there = elsewhere(QStringLiteral("written elsewhere"));
        chat::Message bridged = FakeStage::message(QStringLiteral("Bob"), QStringLiteral("by a bridge, before"));
        bridged.channel.clear();
        const quint64 nowhere = show.add(bridged);
        show.plan();
        show.ban(QStringLiteral("Bob"));
        show.plan();
        QCOMPARE(ruleOf(show, nowhere), QStringLiteral("removed banned"));
        QCOMPARE(ruleOf(show, show.ids[1]), QStringLiteral("removed banned"));
        QCOMPARE(ruleOf(show, there), QStringLiteral("not over"));
        QCOMPARE(ruleOf(show, elsewhere(QStringLiteral("and once more"))), QStringLiteral("not over"));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Bob"), QStringLiteral("still me"))),
                 QStringLiteral("dropped people"));
        // Lifted by the operator, and taken back: it holds there again, and there alone.
        QVERIFY(show.command(What::UnbanPerson, show.ids[1]));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Bob"), QStringLiteral("thank you"))),
                 QStringLiteral("not over"));
        QVERIFY(show.undo());
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Bob"), QStringLiteral("me again"))),
                 QStringLiteral("dropped people"));
        QCOMPARE(ruleOf(show, there), QStringLiteral("not over"));
        // What names no channel, as a bridge's may, could be of that one.
        chat::Message next = FakeStage::message(QStringLiteral("Bob"), QStringLiteral("by a bridge"));
        next.channel.clear();
        QCOMPARE(ruleOf(show, show.add(next)), QStringLiteral("dropped people"));
        QVERIFY(show.command(What::BanPerson, there));
        QCOMPARE(ruleOf(show, there), QStringLiteral("removed banned"));
    }

    // In a shared chat it was written in another channel than it was read in: what is deleted or banned there is not
    // spoken either.
    void aRemovalHoldsWhereItWasWritten() {
        Show show;
        const auto shared = [&](const QString &user, const QString &id, const QString &room = QStringLiteral("78")) {
            chat::Message message = FakeStage::message(user, QStringLiteral("by %1 as %2 in %3").arg(user, id, room));
            message.fromChannel = room;
            message.sourceId = id;
            return show.add(message);
        };
        chat::Removal removal;
        removal.source = QStringLiteral("twitch");
        removal.channel = QStringLiteral("bob");
        removal.room = QStringLiteral("78");
        removal.messageId = QStringLiteral("b-1");
        const quint64 deleted = shared(QStringLiteral("Gus"), QStringLiteral("b-1"));
        const quint64 stays = shared(QStringLiteral("Gus"), QStringLiteral("b-2"));
        const quint64 elsewhere = shared(QStringLiteral("Gus"), QStringLiteral("b-1"), QStringLiteral("79"));
        show.director.remove(removal, show.now);
        QCOMPARE(ruleOf(show, deleted), QStringLiteral("removed deleted"));
        QCOMPARE(ruleOf(show, stays), QStringLiteral("not over"));
        QCOMPARE(ruleOf(show, elsewhere), QStringLiteral("not over"));
        removal.what = chat::Removal::What::Person;
        removal.login = QStringLiteral("gus");
        removal.userId = QStringLiteral("u-gus");
        show.director.remove(removal, show.now);
        QCOMPARE(ruleOf(show, stays), QStringLiteral("removed banned"));
        QCOMPARE(ruleOf(show, elsewhere), QStringLiteral("not over"));
        QCOMPARE(ruleOf(show, shared(QStringLiteral("Gus"), QStringLiteral("b-3"))), QStringLiteral("dropped people"));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Gus"), QStringLiteral("here I may"))),
                 QStringLiteral("not over"));
        removal.what = chat::Removal::What::Everything;
        const quint64 cleared = shared(QStringLiteral("Hal"), QStringLiteral("b-4"));
        show.director.remove(removal, show.now);
        QCOMPARE(ruleOf(show, cleared), QStringLiteral("removed cleared_chat"));
        QCOMPARE(ruleOf(show, elsewhere), QStringLiteral("not over"));
        removal.what = chat::Removal::What::Message;
        removal.channel = QStringLiteral("guest"); // by a guest's moderator: wherever it was read
        removal.room = QStringLiteral("77");
        removal.messageId = QStringLiteral("g-1");
        removal.originId = QStringLiteral("b-1");
        show.director.remove(removal, show.now);
        QCOMPARE(ruleOf(show, elsewhere), QStringLiteral("removed deleted"));
        const quint64 gifts = show.gift(QStringLiteral("Ivy"), QStringLiteral("Rose"), 1, QStringLiteral("c1"));
        removal.originId = show.messageIdOf(
            show.gift(QStringLiteral("Ivy"), QStringLiteral("Rose"), 2, QStringLiteral("c1"))); // merged into it
        show.director.remove(removal, show.now);
        QCOMPARE(ruleOf(show, gifts), QStringLiteral("removed deleted"));
    }

    // What waits of it is not read; what is on air is finished, and what was paid is for the operator to decide.
    void whatWaitsOfAChannelGoesWithIt() {
        Show show;
        const quint64 paid = show.paid(QStringLiteral("Fay"), QStringLiteral("for you"), 5);
        chat::Message other = FakeStage::message(QStringLiteral("Gus"), QStringLiteral("written elsewhere"));
        other.channel = QStringLiteral("another");
        const quint64 there = show.add(other);
        show.command(What::Say, 0, QStringLiteral("my own line"));
        QVERIFY(show.command(What::Remove, show.ids[2]));
        QVERIFY(show.command(What::ReadNext, paid));
        show.director.leave(QStringLiteral("twitch"), QStringLiteral("show"), show.now);
        show.plan();
        QCOMPARE(ruleOf(show, show.ids[1]), QStringLiteral("dropped left"));
        QCOMPARE(ruleOf(show, there), QStringLiteral("not over"));
        QVERIFY(show.director.onAir() && show.director.onAir()->id == show.ids[0]);
        const auto offered = [&] {
            for (const Item &item : show.director.waiting())
                if (item.id == paid)
                    return item.stage == Stage::Offered && item.rule == QStringLiteral("left");
            return false;
        };
        QVERIFY(offered());
        while (show.undo()) // whatever was done before: it is not read unasked
            QVERIFY(offered());
        QCOMPARE(ruleOf(show, show.ids[2]).section(u' ', 0, 0), QStringLiteral("skipped"));
        show.run(60);
        QVERIFY(offered());
        QVERIFY(show.heardUsers().contains(QStringLiteral("Gus")));
        QVERIFY(!show.heardUsers().contains(QStringLiteral("Bob")));
        QCOMPARE(show.faults, QStringList());
    }

    // What was paid is not lost by a slip of the hand: undo puts it aside, and reads nothing of a channel that was
    // left.
    void undoGivesBackWhatWasPaidInAChannelThatWasLeft() {
        Show show;
        show.run(60);
        const quint64 onAir = show.paid(QStringLiteral("Gus"), QStringLiteral("for you, too"), 50);
        const quint64 paid = show.paid(QStringLiteral("Fay"), QStringLiteral("for you"), 5);
        const quint64 free = show.chat(QStringLiteral("Hal"), QStringLiteral("hello again"));
        show.run(2);
        QVERIFY(show.director.onAir() && show.director.onAir()->id == onAir);
        QVERIFY(show.command(What::Clear, 0, {}, 0, true)); // with what is on air
        show.run(3);
        show.director.leave(QStringLiteral("twitch"), QStringLiteral("show"), show.now);
        show.plan();
        QVERIFY(show.undo());
        for (const quint64 id : {onAir, paid}) {
            const auto back = show.waiting(id);
            QVERIFY(back && back->stage == Stage::Offered && back->rule == QStringLiteral("left"));
        }
        QCOMPARE(ruleOf(show, free), QStringLiteral("skipped cleared"));
        const QString before = show.heardUsers();
        show.run(60);
        QCOMPARE(show.heardUsers(), before);
        QVERIFY(show.command(What::Approve, paid));
        show.run(30);
        QVERIFY(show.heardUsers().endsWith(QStringLiteral("Fay")));
        QCOMPARE(show.faults, QStringList());
    }

    void aClearedChatIsEmpty() {
        Show show;
        chat::Removal all;
        all.what = chat::Removal::What::Everything;
        all.source = QStringLiteral("twitch");
        all.channel = QStringLiteral("another");
        show.director.remove(all, show.now);
        show.plan();
        QCOMPARE(show.users().size(), 4);
        all.channel = QStringLiteral("show");
        show.command(What::Say, 0, QStringLiteral("my own line"));
        show.director.remove(all, show.now);
        show.plan();
        QCOMPARE(show.users().size(), 1); // what the operator typed stays
        QVERIFY(!show.director.onAir());
    }

    void whoIsBannedByTheOperatorIsSilent() {
        Show show;
        show.command(What::BanPerson, show.ids[0]);
        QVERIFY(!show.director.onAir());
        QVERIFY(show.director.rules().people.value(QStringLiteral("twitch:u-ann")).banned);
        QCOMPARE(show.director.rules().people.value(QStringLiteral("twitch:u-ann")).shown, QStringLiteral("Ann"));
        QVERIFY(!show.command(What::BanPerson, show.ids[0])); // is already
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Ann"), QStringLiteral("why"))),
                 QStringLiteral("dropped people"));
        QVERIFY(!show.command(What::Requeue, show.ids[0]));
    }

    void aBannedPhraseIsNotReadEvenIfTheFilterLetItThrough() {
        Show show;
        show.command(What::BanPhrase, 0, QStringLiteral("nasty word"));
        // judged before the filter knew
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Ann"), QStringLiteral("a nasty word here"))),
                 QStringLiteral("dropped phrases"));
    }

    // Phrases are compiled elsewhere: what was read in before they counted goes when they do, and an operator's own
    // ban, which counts at once, can still be undone then.
    void phrasesThatWereCompiledTakeWhatHasThem() {
        Rules rules = calmRules();
        Show show(rules);
        const auto told = [&show](const QStringList &phrases) {
            show.director.setPhrases(std::make_shared<chat::BannedPhrases>(phrases, true, nullptr), show.now);
            show.plan();
        };
        const QString swamp = QStringLiteral("swamp"), quagmire = QStringLiteral("/qu[ao]gmire/");
        const quint64 ann = show.chat(QStringLiteral("Ann"), QStringLiteral("into the swamp"));
        const quint64 bob = show.chat(QStringLiteral("Bob"), QStringLiteral("into the quagmire"));
        QVERIFY(show.command(What::BanPhrase, 0, swamp));
        QCOMPARE(ruleOf(show, ann), QStringLiteral("removed banned_phrase"));
        told({swamp});
        QVERIFY(!show.command(What::Requeue, ann));
        QVERIFY(show.undo());
        told({swamp}); // was on its way: its rules are not those of now
        QCOMPARE(ruleOf(show, ann), QStringLiteral("not over"));
        told({});
        QCOMPARE(ruleOf(show, ann), QStringLiteral("not over"));
        rules.filter.bannedPhrases = QStringList{quagmire};
        show.director.setRules(rules, show.now);
        told({quagmire});
        QCOMPARE(ruleOf(show, bob), QStringLiteral("removed banned_phrase"));
        QVERIFY(!show.command(What::Requeue, bob));
        QCOMPARE(ruleOf(show, ann), QStringLiteral("not over"));
        rules.filter.bannedPhrases = QStringList{quagmire, swamp};
        rules.filter.phrases = false;
        show.director.setRules(rules, show.now);
        told({quagmire, swamp});
        QCOMPARE(ruleOf(show, ann), QStringLiteral("not over"));
        rules.filter.phrases = true; // switched on again
        show.director.setRules(rules, show.now);
        QCOMPARE(ruleOf(show, ann), QStringLiteral("removed banned_phrase"));
    }

    // What only the compiled phrases find (here in another shape, as in another spelling of the same sound), and what
    // was listed and not looked for: the ban took it, if later, and so its undo gives it back.
    void anUndoneBanGivesBackWhatWentLater() {
        Rules rules = calmRules();
        rules.filter.phrases = rules.filter.lookAlikes = false;
        rules.filter.bannedPhrases = QStringList{QStringLiteral("marsh")};
        Show show(rules);
        const auto told = [&show](const QStringList &phrases) {
            show.director.setPhrases(std::make_shared<chat::BannedPhrases>(phrases, true, nullptr), show.now);
            show.plan();
        };
        told({QStringLiteral("marsh")});
        const quint64 ann = show.chat(QStringLiteral("Ann"), QStringLiteral("into the marsh"));
        const quint64 bob = show.chat(QStringLiteral("Bob"), QStringLiteral("into the swamp"));
        const quint64 cas = show.chat(QStringLiteral("Cas"), QStringLiteral("into the sw4mp"));
        show.chat(QStringLiteral("Dan"), QStringLiteral("into the wood"));
        show.plan();
        const QStringList before = show.look();
        QVERIFY(show.command(What::BanPhrase, 0, QStringLiteral("swamp")));
        QCOMPARE(ruleOf(show, bob), QStringLiteral("removed banned_phrase"));
        QCOMPARE(ruleOf(show, cas), QStringLiteral("not over"));
        told({QStringLiteral("marsh"), QStringLiteral("swamp")});
        QCOMPARE(ruleOf(show, ann), QStringLiteral("removed banned_phrase"));
        QCOMPARE(ruleOf(show, cas), QStringLiteral("removed banned_phrase"));
        QVERIFY(show.undo());
        show.plan();
        QCOMPARE(show.look(), before);
        QVERIFY(show.director.rules() == rules);
    }

    void anAllowedPhraseHidesNoBannedOne() {
        Show show;
        const QString marsh = QStringLiteral("marsh"), swamp = QStringLiteral("swamp");
        const auto told = [&show](const QStringList &phrases) {
            show.director.setPhrases(std::make_shared<chat::BannedPhrases>(phrases, true, nullptr), show.now);
            show.plan();
        };
        const quint64 both = show.chat(QStringLiteral("Ann"), QStringLiteral("the swamp and the marsh"));
        QVERIFY(show.command(What::BanPhrase, 0, marsh));
        told({marsh});
        QVERIFY(show.command(What::BanPhrase, 0, swamp));
        told({marsh, swamp});
        QVERIFY(show.undo()); // the filter has not learned of it yet
        QVERIFY(!show.command(What::Requeue, both));

        Show soon; // nothing of either is compiled
        QVERIFY(soon.command(What::BanPhrase, 0, marsh));
        QVERIFY(soon.command(What::BanPhrase, 0, swamp));
        QVERIFY(soon.undo());
        const QString text = QStringLiteral("the swamp and the marsh");
        QCOMPARE(ruleOf(soon, soon.chat(QStringLiteral("Ann"), text)), QStringLiteral("dropped phrases"));
    }

    // Three bans' worth of rules are on their way to the filter: what the second of them let through is still banned.
    void aPhraseThatIsBannedAgainStaysBanned() {
        Show show;
        const QString swamp = QStringLiteral("swamp");
        const auto told = [&show](const QStringList &phrases) {
            show.director.setPhrases(std::make_shared<chat::BannedPhrases>(phrases, true, nullptr), show.now);
            show.plan();
        };
        QVERIFY(show.command(What::BanPhrase, 0, swamp));
        QVERIFY(show.undo());
        QVERIFY(show.command(What::BanPhrase, 0, swamp));
        told({swamp});
        told({});
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Ann"), QStringLiteral("into the swamp"))),
                 QStringLiteral("dropped phrases"));
        told({swamp});
    }

    void aLiftedBanCountsAgainAfterUndo() {
        Show show;
        show.ban(QStringLiteral("Bob"));
        Command unban;
        unban.what = What::UnbanPerson;
        unban.text = QStringLiteral("twitch:u-bob");
        QVERIFY(show.director.command(unban, show.now));
        const quint64 meanwhile = show.chat(QStringLiteral("Bob"), QStringLiteral("I am back"));
        QCOMPARE(ruleOf(show, meanwhile), QStringLiteral("not over"));
        QVERIFY(show.undo());
        QCOMPARE(ruleOf(show, meanwhile), QStringLiteral("removed banned"));
        QCOMPARE(ruleOf(show, show.chat(QStringLiteral("Bob"), QStringLiteral("am I"))),
                 QStringLiteral("dropped people"));
    }
};

QTEST_GUILESS_MAIN(TestDirectorRemovals)
#include "tst_director_removals.moc"
