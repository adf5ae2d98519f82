// Several channels of Twitch, and what a shared chat brings to more than one of them: read once, never lost where it
// was paid, and not at all where a moderator took it away.
#include <QTest>

#include <algorithm>
#include <memory>

#include "tests/app/chat/fake_twitch.h"
#include "tests/app/chat/twitch_listener.h"
#include "tests/patience.h"

using namespace app::chat;
using Listener = TwitchListener;
using Phase = SourceState::Phase;

class TestSharedChats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each has a connection of its own; what is said or removed in one is of that one.
    void twoChannelsAreReadBesideEachOther() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live); // so that its room is the first
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.sayIn("ann", "dee", QStringLiteral("to ann"), "a-1");
        server.sayIn("bob", "dee", QStringLiteral("to bob"), "b-1");
        server.sendIn("bob", "@target-user-id=5 :tmi.twitch.tv CLEARCHAT #bob :dee\r\n");
        QTRY_COMPARE(bob.removals.size(), 1U);
        QCOMPARE(bob.removals[0].channel, QStringLiteral("bob"));
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("to ann")));
        QCOMPARE(bob.texts(), QStringList(QStringLiteral("to bob")));
        QCOMPARE(ann.messages[0]->channel, QStringLiteral("ann"));
        QVERIFY(ann.removals.empty());
        // A shared chat: what was written at bob's comes to ann, too, under another id. Bob's own brings it.
        const QByteArray shared = "source-id=b-2;source-room-id=" + server.roomOf("bob");
        server.sayIn("ann", "dee", QStringLiteral("to both"), "a-2", shared);
        server.sayIn("ann", "dee", QStringLiteral("after it"), "a-3");
        QTRY_COMPARE(ann.texts(), (QStringList{QStringLiteral("to ann"), QStringLiteral("after it")}));
        server.setOpen(false); // so that it stays away
        server.dropIn("bob");  // ann goes on
        QTRY_VERIFY(bob.phase() == Phase::Waiting);
        server.sayIn("ann", "dee", QStringLiteral("bob is away"), "a-4", shared);
        QTRY_COMPARE(ann.texts().size(), 3);
        QVERIFY(ann.phase() == Phase::Live);
        QCOMPARE(server.joinedIn("ann"), 1);
        server.setOpen(true);
        bob.source.reconnectNow();
        QTRY_VERIFY(bob.phase() == Phase::Live);
        // Nobody reads where it was written: the first of the copies is the message.
        const QByteArray third = "source-id=c-1;source-room-id=999";
        server.sayIn("ann", "dee", QStringLiteral("from a third"), "a-5", third);
        QTRY_COMPARE(ann.texts().size(), 4);
        server.sayIn("bob", "dee", QStringLiteral("from a third"), "b-5", third);
        server.sayIn("bob", "dee", QStringLiteral("its next"), "b-6", "source-id=c-2;source-room-id=999");
        QTRY_COMPARE(bob.texts(), (QStringList{QStringLiteral("to bob"), QStringLiteral("its next")}));
    }
    // Bob's connection is dead and nobody has noticed yet: what was written there is in ann's shared chat, and is read
    // when it is noticed; what bob brought is not read again, nor what ann's moderators took away.
    void aSharedMessageOutlivesAConnectionThatDied() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000; // ms; longer than this test
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        const QByteArray room = ";source-room-id=" + server.roomOf("bob");
        server.sayIn("bob", "dee", QStringLiteral("to both"), "b-1", "source-id=b-1" + room);
        QTRY_COMPARE(bob.texts().size(), 1);
        const auto say = [&](const QByteArray &number, const QString &text) {
            server.sayIn("ann", "dee", text, "a-" + number, "source-id=b-" + number + room);
        };
        const auto subscribes = [&](const QByteArray &number) {
            server.sendIn("ann", "@login=dee;user-id=5;id=a-" + number + ";source-id=b-" + number + room +
                                     ";room-id=" + server.roomOf("ann") +
                                     ";msg-id=sharedchatnotice;source-msg-id=resub;system-msg=dee\\ssubscribed"
                                     " :tmi.twitch.tv USERNOTICE #ann :month " +
                                     number + "\r\n");
        };
        say("0", QStringLiteral("of somebody else"));
        say("2", QStringLiteral("taken away"));
        server.sendIn("ann", "@login=dee;target-msg-id=a-2 :tmi.twitch.tv CLEARMSG #ann :taken away\r\n");
        server.sayIn("ann", "eve", QStringLiteral("who is banned"), "a-9", "source-id=b-9" + room);
        server.sendIn("ann", "@room-id=77 :tmi.twitch.tv CLEARCHAT #ann :eve\r\n");
        say("1", QStringLiteral("to both"));
        say("3", QStringLiteral("bob does not hear it"));
        server.sayIn("ann", "dee", QStringLiteral("for bob"), "a-5", "bits=100;source-id=b-5" + room);
        subscribes("6");
        server.sayIn("ann", "dee", QStringLiteral("ann's own"), "a-4");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("ann's own")));
        ann.source.reconnectNow(); // what it held is whole, and nobody else has it
        QTRY_VERIFY(ann.phase() != Phase::Live);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        server.setOpen(false);
        server.dropIn("bob");
        QTRY_VERIFY(bob.phase() == Phase::Waiting);
        QTRY_COMPARE(ann.texts(), (QStringList{QStringLiteral("ann's own"), QStringLiteral("of somebody else"),
                                               QStringLiteral("bob does not hear it"), QStringLiteral("for bob"),
                                               QStringLiteral("month 6")}));
        QCOMPARE(bob.texts(), QStringList(QStringLiteral("to both")));
        QVERIFY(ann.messages[3]->kind == Kind::Paid && ann.messages[3]->paid.micros == 100'000'000);
        QVERIFY(ann.messages[4]->kind == Kind::Member);
        subscribes("7"); // what is paid while it is known that bob is away
        QTRY_COMPARE(ann.texts().size(), 6);
        QVERIFY(ann.messages[5]->kind == Kind::Member);
        bob.source.stop(); // as with another voice: its room is known from before
        bob.source.start();
        subscribes("11");
        QTRY_COMPARE(ann.texts().size(), 7);
        QVERIFY(ann.messages[6]->kind == Kind::Member);
        bob.source.stop(); // what is paid there now is not ours any more
        subscribes("8");
        server.sayIn("ann", "dee", QStringLiteral("the end"), "a-10", "bits=100;source-id=b-10" + room);
        QTRY_COMPARE(ann.texts().size(), 8);
        QVERIFY(ann.messages[7]->text == QStringLiteral("the end") && ann.messages[7]->kind == Kind::Chat);
    }
    // Bob is live, and has not brought it: it was written before he had joined. What his moderators took away, before
    // or after its copy came, is not read; nor what he did bring, though he did not say that the chat is shared.
    void aSharedMessageThatNobodyBringsIsReadInTheEnd() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        const auto say = [&](const QByteArray &number, const QByteArray &user, const QString &text) {
            server.sayIn("ann", user, text, "a-" + number,
                         "source-id=b-" + number + ";source-room-id=" + server.roomOf("bob"));
        };
        const auto heard = [&](const char *text) { // everything that was sent to ann before
            server.sayIn("ann", "dee", QLatin1String(text), text);
            return QTest::qWaitFor([&] { return ann.texts().contains(QLatin1String(text)); }, kLongEnough);
        };
        server.sayIn("bob", "dee", QStringLiteral("brought"), "b-1");
        server.sendIn("bob", "@login=dee;target-msg-id=b-2 :tmi.twitch.tv CLEARMSG #bob :deleted before\r\n");
        QTRY_COMPARE(bob.removals.size(), 1U);
        QCOMPARE(bob.removals[0].room, QString::fromLatin1(server.roomOf("bob")));
        say("1", "dee", QStringLiteral("brought"));
        say("2", "dee", QStringLiteral("deleted before"));
        say("3", "dee", QStringLiteral("deleted after"));
        say("4", "eve", QStringLiteral("who is banned"));
        QVERIFY(heard("first"));
        server.sendIn("bob", "@login=dee;target-msg-id=b-3 :tmi.twitch.tv CLEARMSG #bob :deleted after\r\n");
        server.sendIn("bob", "@room-id=" + server.roomOf("bob") + " :tmi.twitch.tv CLEARCHAT #bob :eve\r\n");
        QTRY_COMPARE(bob.removals.size(), 3U);
        company->held = 300;
        server.setOpen(false);
        server.dropIn("bob"); // what is held goes now
        QTRY_VERIFY(bob.phase() == Phase::Waiting);
        QCOMPARE(ann.texts(), QStringList(QStringLiteral("first")));
        server.setOpen(true);
        bob.source.reconnectNow();
        QTRY_VERIFY(bob.phase() == Phase::Live);
        say("5", "dee", QStringLiteral("nobody brings it"));
        say("6", "dee", QStringLiteral("nor this"));
        QTRY_COMPARE(ann.texts().size(), 3);
        QCOMPARE(ann.messages[1]->text, QStringLiteral("nobody brings it"));
        QCOMPARE(ann.messages[1]->sourceId, QStringLiteral("b-5"));
        QVERIFY(ann.messages[1]->late && !ann.messages[0]->late);
        company->held = 600'000;
        say("7", "dee", QStringLiteral("ann is not read any more"));
        QVERIFY(heard("second"));
        ann.source.stop();
        QCOMPARE(bob.texts(), (QStringList{QStringLiteral("brought"), QStringLiteral("ann is not read any more")}));
    }
    // It was held for bob, who has not brought it: it is read as bob's, and goes with neither ann nor bob.
    void whatAStoppedChannelHeldIsReadOfItsOwn() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        Listener cas(server.address(), {QStringLiteral("cas"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live && cas.phase() == Phase::Live);
        const QByteArray room = ";source-room-id=" + server.roomOf("bob");
        server.sayIn("bob", "dee", QStringLiteral("to all"), "b-1");
        QTRY_COMPARE(bob.texts().size(), 1);
        for (const QByteArray &guest : {QByteArray("ann"), QByteArray("cas")}) {
            server.sayIn(guest, "dee", QStringLiteral("to all"), guest + "-1", "source-id=b-1" + room);
            server.sayIn(guest, "dee", QStringLiteral("for bob"), guest + "-2", "bits=100;source-id=b-2" + room);
            server.sayIn(guest, "dee", QStringLiteral("its own"), guest + "-3");
        }
        QTRY_VERIFY(ann.texts().size() == 1 && cas.texts().size() == 1);
        ann.source.stop();
        QCOMPARE(bob.texts(), (QStringList{QStringLiteral("to all"), QStringLiteral("for bob")}));
        const Message &taken = *bob.messages[1];
        QCOMPARE(taken.channel, QStringLiteral("bob"));
        QCOMPARE(taken.id, QStringLiteral("b-2"));
        QVERIFY(taken.fromChannel.isEmpty() && taken.sourceId.isEmpty() && taken.kind == Kind::Paid);
        server.sayIn("bob", "dee", QStringLiteral("for bob"), "b-2", "bits=100"); // he was only slow
        server.sayIn("bob", "dee", QStringLiteral("the end"), "b-3");
        QTRY_COMPARE(bob.texts().value(2), QStringLiteral("the end"));
        bob.source.stop();
        QCOMPARE(ann.texts() + cas.texts(), (QStringList{QStringLiteral("its own"), QStringLiteral("its own")}));
    }
    // A moderator of one channel deletes the copy of what was written in another: each has an id of its own.
    void whatAGuestChannelDeletesIsNotReadOfTheOther() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        const auto copy = [&](const QByteArray &number, const QByteArray &room) {
            server.sayIn("bob", "dee", QStringLiteral("number ") + QLatin1String(number), "b-" + number,
                         "source-id=a-" + number + ";source-room-id=" + room);
        };
        const auto removeAtBob = [&](const QByteArray &number) {
            const std::size_t before = bob.removals.size();
            server.sendIn("bob", "@login=dee;target-msg-id=b-" + number + " :tmi.twitch.tv CLEARMSG #bob :x\r\n");
            return QTest::qWaitFor([&] { return bob.removals.size() > before; }, kLongEnough);
        };
        const auto isDeleted = [&](const Message &message) {
            return std::any_of(bob.removals.begin(), bob.removals.end(),
                               [&](const Removal &removal) { return removal.names(message); });
        };
        for (const char *number : {"0", "1"})
            server.sayIn("ann", "dee", QStringLiteral("number ") + QLatin1String(number), QByteArray("a-") + number);
        QTRY_COMPARE(ann.texts().size(), 2);
        copy("1", server.roomOf("ann"));
        QVERIFY(removeAtBob("1"));
        QVERIFY(isDeleted(*ann.messages[1]));
        QVERIFY(!isDeleted(*ann.messages[0]));
        copy("2", server.roomOf("ann"));
        QVERIFY(removeAtBob("2"));
        server.sayIn("ann", "dee", QStringLiteral("number 2"), "a-2"); // later than its copy
        server.sayIn("ann", "dee", QStringLiteral("number 3"), "x-3", "source-id=a-3;source-room-id=999");
        QTRY_COMPARE(ann.texts().size(), 3);
        QCOMPARE(ann.texts()[2], QStringLiteral("number 3"));
        copy("3", "999"); // of a third channel that nobody reads; ann's copy of it is read
        QVERIFY(removeAtBob("3"));
        QVERIFY(isDeleted(*ann.messages[2]));
        QCOMPARE(bob.texts(), QStringList());
        QCOMPARE(bob.removals.size(), 3U); // each is told once, where it was done
        QCOMPARE(bob.removals[0].channel, QStringLiteral("bob"));
        QCOMPARE(bob.removals[0].messageId, QStringLiteral("b-1"));
        QCOMPARE(bob.removals[0].originId, QStringLiteral("a-1"));
    }
    // Between JOIN and ROOMSTATE: what is written there comes to ann, too, and is read once, with what was paid.
    void aMessageThatComesBeforeItsChannelIsConfirmedIsReadOnce() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        server.change({.slowByMs = 300}); // also before ROOMSTATE
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_COMPARE(server.joinedIn("bob"), 1);
        const QByteArray room = ";source-room-id=" + server.roomOf("bob");
        server.sayIn("bob", "dee", QStringLiteral("to both"), "b-1", "source-id=b-1" + room);
        QTRY_COMPARE(bob.texts().size(), 1);
        server.sayIn("ann", "dee", QStringLiteral("to both"), "a-1", "source-id=b-1" + room);
        server.sayIn("ann", "dee", QStringLiteral("for bob"), "a-2", "bits=100;source-id=b-2" + room);
        server.sayIn("ann", "dee", QStringLiteral("ann's own"), "a-3");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("ann's own")));
        server.sayIn("bob", "dee", QStringLiteral("for bob"), "b-2", "bits=100;source-id=b-2" + room);
        QTRY_COMPARE(bob.texts(), (QStringList{QStringLiteral("to both"), QStringLiteral("for bob")}));
        QVERIFY(bob.messages[1]->kind == Kind::Paid);
        QTRY_VERIFY(bob.phase() == Phase::Live);
    }
    // Whichever comes first; also what is deleted where it was written. A bridge could bring it by its other id.
    void whatIsLeftOutIsTold() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        const auto copy = [&](const QByteArray &number) {
            server.sayIn("ann", "dee", QStringLiteral("to both"), "a-" + number,
                         "source-id=b-" + number + ";source-room-id=" + server.roomOf("bob"));
        };
        server.sayIn("bob", "dee", QStringLiteral("to both"), "b-1");
        QTRY_COMPARE(bob.messages.size(), 1U);
        copy("1");
        QTRY_COMPARE(ann.copies, QStringList(QStringLiteral("a-1")));
        copy("2");
        copy("3");
        server.sayIn("ann", "dee", QStringLiteral("ann's own"), "a-4");
        QTRY_COMPARE(ann.messages.size(), 1U);
        QCOMPARE(ann.copies.size(), 1); // so far they wait for bob
        server.sayIn("bob", "dee", QStringLiteral("to both"), "b-2");
        QTRY_COMPARE(ann.copies.value(1), QStringLiteral("a-2"));
        server.sendIn("bob", "@login=dee;target-msg-id=b-3 :tmi.twitch.tv CLEARMSG #bob :to both\r\n");
        QTRY_COMPARE(ann.copies.value(2), QStringLiteral("a-3"));
        QCOMPARE(ann.texts(), QStringList(QStringLiteral("ann's own")));
        QCOMPARE(bob.texts().size(), 2);
        QVERIFY(company->copies.empty() && bob.copies.isEmpty());
        const auto ofCas = [&](const char *channel, const QByteArray &number) { // who is not read
            server.sayIn(channel, "dee", QStringLiteral("cas"), channel + number,
                         "source-id=c-" + number + ";source-room-id=88");
        };
        ofCas("ann", "5");
        QTRY_COMPARE(ann.messages.size(), 2U);
        ofCas("bob", "5");
        QTRY_COMPARE(bob.copies, QStringList(QStringLiteral("bob5")));
        server.sendIn("ann", "@login=dee;target-msg-id=ann5 :tmi.twitch.tv CLEARMSG #ann :cas\r\n");
        QTRY_COMPARE(ann.removals.size(), 1U);
        server.dropIn("bob");
        QTRY_VERIFY(bob.phase() == Phase::Waiting);
        bob.source.reconnectNow();
        QTRY_VERIFY(bob.phase() == Phase::Live);
        ofCas("bob", "6");
        QTRY_COMPARE(bob.messages.size(), 3U);
        ofCas("bob", "5");
        QTRY_COMPARE(bob.copies.size(), 2);
    }
    // It was held as a plain copy when its guest, or a second one, was stopped; its own channel says what was paid.
    void whatWasPaidIsNotLostToAGuestThatWasStopped() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        Listener cas(server.address(), {QStringLiteral("cas"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live && bob.phase() == Phase::Live && cas.phase() == Phase::Live);
        for (const char *guest : {"ann", "cas"}) {
            server.sayIn(guest, "dee", QStringLiteral("for bob"), QByteArray(guest) + "-1",
                         "source-id=b-1;source-room-id=" + server.roomOf("bob"));
            server.sayIn(guest, "dee", QStringLiteral("its own"), QByteArray(guest) + "-2");
        }
        QTRY_VERIFY(ann.texts().size() == 1 && cas.texts().size() == 1);
        ann.source.stop(); // what it held is bob's now, and read
        QCOMPARE(bob.texts(), QStringList(QStringLiteral("for bob")));
        QVERIFY(bob.messages[0]->isPlainCopy());
        cas.source.stop();
        QCOMPARE(bob.copies, (QStringList{QStringLiteral("ann-1"), QStringLiteral("cas-1")})); // b-1 is none of its own
        server.sayIn("bob", "dee", QStringLiteral("for bob"), "b-1", "bits=100");
        QTRY_COMPARE(bob.messages.size(), 2U);
        QVERIFY(bob.messages[1]->kind == Kind::Paid);
    }
    // The copy came while nobody knew that its room would be ours.
    void whatWasPaidIsNotLostToACopyThatDidNotSaySo() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        const QByteArray room = ";source-room-id=" + server.roomOf("bob");
        for (const char *number : {"1", "2", "3"})
            server.sayIn("ann", "dee", QStringLiteral("for bob ") + QLatin1String(number), QByteArray("a-") + number,
                         "bits=100;source-id=b-" + QByteArray(number) + room);
        QTRY_COMPARE(ann.texts().size(), 3);
        QVERIFY(ann.messages[0]->kind == Kind::Chat);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.sayIn("bob", "dee", QStringLiteral("for bob 1"), "b-1", "bits=100");
        server.sayIn("bob", "dee", QStringLiteral("for bob 2"), "b-2"); // nothing that the copy had not said
        server.sendIn("bob", "@login=dee;target-msg-id=b-3 :tmi.twitch.tv CLEARMSG #bob :for bob 3\r\n");
        server.sayIn("bob", "dee", QStringLiteral("for bob 3"), "b-3", "bits=100");
        server.sayIn("bob", "dee", QStringLiteral("the end"), "b-4");
        QTRY_COMPARE(bob.texts(), (QStringList{QStringLiteral("for bob 1"), QStringLiteral("the end")}));
        QVERIFY(bob.messages[0]->kind == Kind::Paid);
    }
    // As Twitch does not write it.
    void whatSeemsToBeACopyOfItsOwnChannelIsNotHeld() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.sendIn("bob", "@id=b-1;source-id=b-1;source-room-id=" + server.roomOf("bob") +
                                 " :dee!dee@dee.tmi.twitch.tv PRIVMSG #bob :his own\r\n");
        QTRY_COMPARE(bob.texts(), QStringList(QStringLiteral("his own")));
    }
    // The only channel needs no memory of what it read, but of what it may not read.
    void aLoneChannelForgetsNoDeletion() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        server.sendIn("ann", "@login=dee;target-msg-id=a-1 :tmi.twitch.tv CLEARMSG #ann :deleted\r\n");
        server.sayIn("ann", "dee", QStringLiteral("deleted"), "a-1");
        server.sayIn("ann", "dee", QStringLiteral("her own"), "a-2");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("her own")));
        QCOMPARE(company->seen.size(), std::size_t(1)); // what was deleted
    }
    // Ann's chat is shared before bob joins, and while he does.
    void whatWasReadBeforeTheOtherJoinedIsKnown() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        const QByteArray shared = "source-id=a-1;source-room-id=" + server.roomOf("ann");
        server.sayIn("ann", "dee", QStringLiteral("to both"), "a-1", shared);
        QTRY_COMPARE(ann.texts().size(), 1);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.sayIn("bob", "dee", QStringLiteral("to both"), "b-1", shared);
        QTRY_COMPARE(bob.copies, QStringList(QStringLiteral("b-1")));
        QVERIFY(bob.messages.empty());
    }
    // He is the only one when it comes, and it has no tag that says that his chat is shared.
    void whatWasReadOfItsOwnIsKnownWhenItIsTheLast() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        company->held = 600'000;
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.sayIn("ann", "dee", QStringLiteral("for bob"), "a-2",
                     "bits=100;source-id=b-2;source-room-id=" + server.roomOf("bob"));
        server.sayIn("ann", "dee", QStringLiteral("her own"), "a-3");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("her own")));
        ann.source.stop();
        QCOMPARE(bob.texts(), QStringList(QStringLiteral("for bob")));
        server.sayIn("bob", "dee", QStringLiteral("for bob"), "b-2", "bits=100"); // he was only slow
        server.sayIn("bob", "dee", QStringLiteral("the end"), "b-3");
        QTRY_COMPARE(bob.texts(), (QStringList{QStringLiteral("for bob"), QStringLiteral("the end")}));
    }
    // Its room is known from before: what is deleted there now is so in the shared chat, too.
    void aDeletionBeforeItsChannelIsConfirmedAgainIsOfItsRoom() {
        FakeTwitch server;
        const auto company = std::make_shared<TwitchCompany>();
        Listener ann(server.address(), {QStringLiteral("ann"), {}, {}}, company);
        QTRY_VERIFY(ann.phase() == Phase::Live);
        Listener bob(server.address(), {QStringLiteral("bob"), {}, {}}, company);
        QTRY_VERIFY(bob.phase() == Phase::Live);
        server.dropIn("bob");
        QTRY_VERIFY(bob.phase() == Phase::Waiting);
        server.change({.slowByMs = 300});
        bob.source.reconnectNow();
        QTRY_COMPARE(server.joinedIn("bob"), 1);
        server.sendIn("bob", "@login=dee;target-msg-id=b-1 :tmi.twitch.tv CLEARMSG #bob :deleted\r\n");
        QTRY_COMPARE(bob.removals.size(), 1U);
        QCOMPARE(bob.removals[0].room, QString::fromLatin1(server.roomOf("bob")));
        server.sayIn("ann", "dee", QStringLiteral("deleted"), "a-1",
                     "source-id=b-1;source-room-id=" + server.roomOf("bob"));
        server.sayIn("ann", "dee", QStringLiteral("ann's own"), "a-2");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("ann's own")));
    }
};

QTEST_GUILESS_MAIN(TestSharedChats)
#include "tst_shared_chats.moc"
