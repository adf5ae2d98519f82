// TwitchSource against a server that speaks the real protocol, well and badly.
#include <QTest>

#include "tests/app/chat/fake_twitch.h"
#include "tests/app/chat/twitch_listener.h"
#include "tests/patience.h"

using namespace app::chat;
using Listener = TwitchListener;
using Phase = SourceState::Phase;

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
