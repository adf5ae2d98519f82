// TwitchSource against a server that speaks the real protocol, well and badly.
#include <QSignalSpy>

#include <memory>
#include <vector>

#include "app/chat/twitch_source.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/patience.h"

using namespace app::chat;
using Phase = SourceState::Phase;

namespace {

// A source and what it said.
struct Listener {
    explicit Listener(const TwitchAddress &address, TwitchLogin login = {QStringLiteral("Home"), {}, {}},
                      const std::shared_ptr<TwitchCompany> &company = std::make_shared<TwitchCompany>())
        : source(std::move(login), address, company) {
        QObject::connect(&source, &Source::received, &source,
                         [this](const MessagePtr &message) { messages.push_back(message); });
        QObject::connect(&source, &Source::removed, &source,
                         [this](const Removal &removal) { removals.push_back(removal); });
        QObject::connect(&source, &Source::stateChanged, &source,
                         [this](const SourceState &state) { states.push_back(state); });
        source.start();
    }
    Phase phase() const { return states.empty() ? Phase::Off : states.back().phase; }
    QStringList texts() const {
        QStringList all;
        for (const MessagePtr &message : messages)
            all << message->text;
        return all;
    }

    std::vector<MessagePtr> messages;
    std::vector<Removal> removals;
    std::vector<SourceState> states;
    TwitchSource source;
};

} // namespace

class TestTwitchSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itListensWithoutALogin() {
        FakeTwitch server;
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        const QByteArrayList lines = server.lines();
        QVERIFY(lines.contains("CAP REQ :twitch.tv/tags twitch.tv/commands"));
        QVERIFY(lines.contains("JOIN #home"));
        bool anonymous = false;
        for (const QByteArray &line : lines)
            anonymous = anonymous || line.startsWith("NICK justinfan");
        QVERIFY(anonymous);
        server.say("ann", QStringLiteral("hello 你好"), "one");
        server.send("@login=ann;target-msg-id=one :tmi.twitch.tv CLEARMSG #home :hello\r\n");
        QTRY_COMPARE(listener.removals.size(), 1U);
        QCOMPARE(listener.texts(), QStringList(QStringLiteral("hello 你好")));
        QVERIFY(listener.messages[0]->receivedAt > 1'600'000'000'000);
        QCOMPARE(listener.removals[0].messageId, listener.messages[0]->id);
        listener.source.stop();
        QVERIFY(listener.phase() == Phase::Off);
        server.say("ann", QStringLiteral("too late"));
        QTRY_COMPARE(server.joined(), 0);
        QCOMPARE(listener.messages.size(), 1U);
    }
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
        bob.source.reconnectNow(); // whose it is then
        QTRY_COMPARE(bob.texts(), (QStringList{QStringLiteral("brought"), QStringLiteral("ann is not read any more")}));
    }
    // Between JOIN and ROOMSTATE: what is written there comes to ann, too, and is read once.
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
        server.sayIn("ann", "dee", QStringLiteral("ann's own"), "a-2");
        QTRY_COMPARE(ann.texts(), QStringList(QStringLiteral("ann's own")));
        QTRY_VERIFY(bob.phase() == Phase::Live);
    }
    void fiveGiftsAreToldOfTogetherAndOneByOne() {
        FakeTwitch server;
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        Message gift;
        gift.kind = Kind::Gift;
        gift.login = gift.user = QStringLiteral("ann");
        gift.userId = QStringLiteral("7");
        gift.gift = QStringLiteral("Tier 1");
        gift.combo = QStringLiteral("99");
        for (int i = 0; i <= 5; ++i) {
            gift.id = QStringLiteral("gift-%1").arg(i);
            gift.giftCount = i == 0 ? 5 : 0;
            server.say(gift);
        }
        QTRY_COMPARE(listener.messages.size(), 6U);
        int count = 0;
        for (const MessagePtr &message : listener.messages) {
            QVERIFY(message->kind == Kind::Gift);
            QCOMPARE(message->gift, QStringLiteral("Tier 1"));
            QCOMPARE(message->combo, QStringLiteral("99"));
            count += message->giftCount;
        }
        QCOMPARE(count, 5);
    }
    void itListensOverTls() {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here");
        FakeTwitch server({.tls = true});
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        server.say("ann", QStringLiteral("in secret"));
        QTRY_COMPARE(listener.texts(), QStringList(QStringLiteral("in secret")));
    }
    void aStrangersCertificateIsRefused() {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here");
        FakeTwitch server({.tls = true});
        TwitchAddress address = server.address();
        address.authorities.clear();
        Listener listener(address, {QStringLiteral("home"), QStringLiteral("me"), QStringLiteral("abcsecret")});
        QTRY_VERIFY(listener.phase() == Phase::Waiting);
        QVERIFY(listener.states.back().problem.what.contains(QStringLiteral("could not prove")));
        QVERIFY(server.lines().isEmpty()); // the token was not sent
    }
    void aTokenLogsInAndIsNeverSaid() {
        FakeTwitch server;
        Listener listener(server.address(),
                          {QStringLiteral("home"), QStringLiteral("Me"), QStringLiteral("oauth:abcsecret")});
        QTRY_VERIFY(listener.phase() == Phase::Live);
        QVERIFY(server.lines().contains("PASS oauth:abcsecret"));
        QVERIFY(server.lines().contains("NICK me"));
    }
    void aWrongTokenIsSaid() {
        FakeTwitch server({.refusesLogin = true});
        Listener listener(server.address(),
                          {QStringLiteral("home"), QStringLiteral("me"), QStringLiteral("abcsecret")});
        QTRY_VERIFY(listener.phase() == Phase::Failed);
        for (const SourceState &state : listener.states)
            QVERIFY(!(state.problem.what + state.problem.remedy + state.problem.detail + state.detail)
                         .contains(QStringLiteral("abcsecret")));
        QVERIFY(listener.states.back().problem.remedy.contains(QStringLiteral("sign in again")));
        QCOMPARE(server.connections(), 1);
    }
    void aTokenThatWouldBeTwoLinesIsNotSent() {
        FakeTwitch server;
        Listener listener(server.address(),
                          {QStringLiteral("home"), QStringLiteral("me"), QStringLiteral("x\r\nJOIN #other")});
        QVERIFY(listener.phase() == Phase::Failed);
        QCOMPARE(server.connections(), 0);
    }
    void whatIsNoChannelIsSaid() {
        FakeTwitch server({.suspended = true});
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Failed);
        QVERIFY(listener.states.back().problem.what.contains(QStringLiteral("home")));
        Listener typed(server.address(), {QStringLiteral("two words"), {}, {}});
        QVERIFY(typed.phase() == Phase::Failed);
    }
    void aChannelThatIsNotThereIsSaid() { // Twitch says nothing at all
        FakeTwitch server({.confirmsJoin = false});
        TwitchAddress address = server.address();
        address.limits.confirming = 300; // ms; less waiting
        Listener listener(address);
        QTRY_VERIFY(listener.phase() == Phase::Failed);
        QVERIFY(listener.states.back().problem.what.contains(QStringLiteral("no channel")));
    }
    void withoutAServerItWaits() {
        FakeTwitch server;
        server.setOpen(false);
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Waiting);
        QVERIFY(listener.states.back().nextTry > 1'600'000'000'000);
        QVERIFY(!listener.states.back().problem.remedy.isEmpty());
        server.setOpen(true);
        listener.source.reconnectNow();
        QTRY_VERIFY(listener.phase() == Phase::Live);
    }
    void itComesBackAfterEveryLoss() {
        FakeTwitch server;
        Listener listener(server.address());
        for (int i = 0; i < 6; ++i) {
            QTRY_VERIFY(listener.phase() == Phase::Live && server.joined() == 1);
            server.say("ann", QString::number(i), QByteArray::number(i));
            QTRY_COMPARE(listener.texts().size(), i + 1);
            if (i == 0)
                server.drop();
            else if (i == 1)
                server.send("@id=x;half=a li"), server.reset();
            else if (i == 2)
                server.send(":tmi.twitch.tv RECONNECT\r\n");
            else
                server.reset();
            QTRY_VERIFY(listener.phase() != Phase::Live);
            listener.source.reconnectNow(); // no waiting in this test
        }
        QTRY_VERIFY(listener.phase() == Phase::Live);
        QCOMPARE(listener.texts(), (QStringList{QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2"),
                                                QStringLiteral("3"), QStringLiteral("4"), QStringLiteral("5")}));
        QCOMPARE(server.connections(), 7);
        QCOMPARE(server.mostAtOnce(), 1);
    }
    void silenceIsNoticed() {
        FakeTwitch server({.answersPing = false});
        TwitchAddress address = server.address();
        address.limits.silence = address.limits.dead = 300; // ms; less waiting
        Listener listener(address);
        QTRY_VERIFY(listener.phase() == Phase::Live);
        QTRY_VERIFY(listener.phase() == Phase::Waiting);
        QVERIFY(server.lines().contains("PING :ishowtts"));
        server.change({});
        QTRY_VERIFY(listener.phase() == Phase::Live);
        QTRY_VERIFY(listener.states.back().roundTripMs >= 0); // the pong of a ping
    }
    void pingsAreAnswered() {
        FakeTwitch server;
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        server.ping();
        QTRY_COMPARE(server.pongs().size(), 1U);
        QCOMPARE(server.missedPongs(), 0);
    }
    void badLinesHarmNothing() {
        FakeTwitch server;
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        const auto say = [](const QByteArray &text) {
            return ":ann!ann@ann.tmi.twitch.tv PRIVMSG #home :" + text + "\r\n";
        };
        server.send(say("half").left(20));
        server.send(say("half").mid(20) + say("two") + say("three") + say("four")); // three in one segment
        server.send(say(QByteArray(64 * 1024, 'x')));
        server.send(say("bad \xff\xfe bytes"));
        server.send(QByteArray("\0\1\2\r\n", 5) + "@@@ :: \r\n:\r\n@a= \r\n");
        server.send(say(":)"));
        QTRY_COMPARE(listener.messages.size(), 6U);
        QCOMPARE(listener.texts().mid(0, 4), (QStringList{QStringLiteral("half"), QStringLiteral("two"),
                                                          QStringLiteral("three"), QStringLiteral("four")}));
        QCOMPARE(listener.texts()[4], QStringLiteral("bad \uFFFD\uFFFD bytes"));
        QCOMPARE(listener.texts()[5], QStringLiteral(":)"));
        QCOMPARE(listener.source.skippedLines(), 1);
        QVERIFY(listener.source.unreadableLines() >= 2);
        QVERIFY(listener.phase() == Phase::Live);
    }
    void twoThousandAtOnce() {
        FakeTwitch server;
        Listener listener(server.address());
        QTRY_VERIFY(listener.phase() == Phase::Live);
        QByteArray burst;
        for (int i = 0; i < 2'000; ++i)
            burst += "@id=" + QByteArray::number(i) + " :ann!ann@ann.tmi.twitch.tv PRIVMSG #home :number " +
                     QByteArray::number(i) + "\r\n";
        server.send(burst);
        server.ping();
        QTRY_COMPARE(listener.messages.size(), 2'000U);
        QTRY_COMPARE(server.pongs().size(), 1U);
        for (int i = 0; i < 2'000; ++i)
            QCOMPARE(listener.messages[std::size_t(i)]->id, QString::number(i));
        QCOMPARE(listener.source.unreadableLines(), 0);
    }
    void theEnvironmentNamesTheServer() {
        qputenv("ISHOWTTS_TWITCH_HOST", "localhost");
        qputenv("ISHOWTTS_TWITCH_PORT", "70000");
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        TwitchAddress address = TwitchAddress::fromEnvironment();
        QCOMPARE(address.host, QStringLiteral("localhost"));
        QCOMPARE(address.port, 6697);
        QVERIFY(!address.tls);
        for (const char *name : {"ISHOWTTS_TWITCH_HOST", "ISHOWTTS_TWITCH_PORT", "ISHOWTTS_TWITCH_TLS"})
            qunsetenv(name);
        address = TwitchAddress::fromEnvironment();
        QVERIFY(address.tls && address.host.endsWith(QStringLiteral("twitch.tv")));
    }
};

QTEST_GUILESS_MAIN(TestTwitchSource)
#include "tst_twitch_source.moc"
