// Lines of Twitch's chat: taken apart, and what they mean.
#include <QTest>

#include <memory>

#include "app/chat/filter.h"
#include "app/chat/line_splitter.h"
#include "app/chat/twitch_channel.h"
#include "app/chat/twitch_events.h"
#include "app/chat/twitch_line.h"

using namespace app::chat;

namespace {

TwitchLine lineOf(const QByteArray &bytes) {
    return parseTwitchLine(bytes).value_or(TwitchLine());
}

// One message with these tags and this text.
Message said(const QByteArray &tags, const QByteArray &text) {
    const auto event =
        twitchEvent(lineOf('@' + tags + " :ann!ann@ann.tmi.twitch.tv PRIVMSG #home :" + text), 1'764'000'000'000);
    return event && std::holds_alternative<Message>(*event) ? std::get<Message>(*event) : Message();
}

std::optional<Message> notice(const QByteArray &tags, const QByteArray &text = {}) {
    const auto event = twitchEvent(
        lineOf('@' + tags + " :tmi.twitch.tv USERNOTICE #home" + (text.isEmpty() ? QByteArray() : " :" + text)), 5);
    return event ? std::optional(std::get<Message>(*event)) : std::nullopt;
}

std::optional<Removal> removalOf(const QByteArray &line) {
    const auto event = twitchEvent(lineOf(line), 5);
    return event && std::holds_alternative<Removal>(*event) ? std::optional(std::get<Removal>(*event)) : std::nullopt;
}

} // namespace

class TestTwitchLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tagsAreUnescaped() {
        const TwitchLine line = lineOf(R"(@a=one\stwo\:three\\s\r\n;b=\q\;c=end\;d;e= :x!y@z PRIVMSG #c :hi)");
        QCOMPARE(line.tag(u"a"), QStringLiteral("one two;three\\s\r\n"));
        QCOMPARE(line.tag(u"b"), QStringLiteral("q"));
        QCOMPARE(line.tag(u"c"), QStringLiteral("end"));
        QVERIFY(line.hasTag(u"d") && line.tag(u"d").isEmpty() && line.hasTag(u"e") && !line.hasTag(u"f"));
        for (const QString &value : {QStringLiteral("a; b\\c\r\n"), QStringLiteral("\\s"), QStringLiteral("一;二")})
            QCOMPARE(unescapedTag(escapedTag(value)), value);
    }
    void ofTheTextOneColonGoes() {
        QCOMPARE(lineOf(":a!a@a PRIVMSG #c ::)").params, QStringList({QStringLiteral("#c"), QStringLiteral(":)")}));
        QCOMPARE(lineOf("PING :tmi.twitch.tv").param(0), QStringLiteral("tmi.twitch.tv"));
        QCOMPARE(lineOf(":tmi.twitch.tv 001 me :Welcome, GLHF!").command, QStringLiteral("001"));
        QCOMPARE(lineOf(":a!a@a PRIVMSG #c :a : b  c ").param(1), QStringLiteral("a : b  c "));
    }
    void whatIsNoLineIsNone() {
        for (const char *bytes : {"", " ", "@", "@a=b", "@a=b ", ":only.prefix", ":only.prefix ", "@a :b", "  @ : "})
            QVERIFY2(!parseTwitchLine(bytes), bytes);
        QCOMPARE(lineOf("PRIVMSG #c :a\xff\xc3z").param(1), QStringLiteral("a\uFFFD\uFFFDz"));
    }
    void aMessageHasAllItsFields() {
        const Message message =
            said("badges=moderator/1,subscriber/12;color=#1E90FF;display-name=Ann\\sB;id=aa-bb;room-id=77;"
                 "tmi-sent-ts=1763999999000;user-id=42;reply-parent-user-id=7;reply-parent-display-name=Bob",
                 "hello world");
        QCOMPARE(message.source, QStringLiteral("twitch"));
        QCOMPARE(message.channel, QStringLiteral("home"));
        QCOMPARE(message.id, QStringLiteral("aa-bb"));
        QCOMPARE(message.person(), QStringLiteral("twitch:42"));
        QCOMPARE(message.login, QStringLiteral("ann"));
        QCOMPARE(message.user, QStringLiteral("Ann B"));
        QCOMPARE(message.roles, Roles(Role::Moderator) | Role::Member);
        QCOMPARE(message.colour, QStringLiteral("#1E90FF"));
        QCOMPARE(message.replyUser, QStringLiteral("Bob"));
        QCOMPARE(message.sentAt, 1'763'999'999'000);
        QCOMPARE(message.receivedAt, 1'764'000'000'000);
        QVERIFY(message.kind == Kind::Chat && !message.action && !message.history);
    }
    void bitsOfAModeratorArePaid() {
        const Message message = said("badges=moderator/1;bits=250;user-id=1", "cheer250 hi");
        QVERIFY(message.kind == Kind::Paid && message.roles.testFlag(Role::Moderator));
        QCOMPARE(message.paid.micros, 250'000'000);
        QCOMPARE(message.paid.currency, QStringLiteral("bits"));
        for (const QByteArray bits : {"0", "-5", "x", "99999999999999999999", ""})
            QVERIFY2(said("bits=" + bits, "hi").kind == Kind::Chat, bits);
    }
    void aHypeChatIsPaidInItsCurrency() {
        const Message message = said("pinned-chat-paid-amount=1400;pinned-chat-paid-currency=USD;"
                                     "pinned-chat-paid-exponent=2;pinned-chat-paid-level=TWO",
                                     "here");
        QVERIFY(message.kind == Kind::Paid);
        QCOMPARE(message.paid.micros, 14'000'000);
        QCOMPARE(message.paid.currency, QStringLiteral("USD"));
        QVERIFY(said("pinned-chat-paid-amount=1400;pinned-chat-paid-exponent=2", "x").kind == Kind::Chat);
    }
    void meIsAnAction() {
        const Message message = said("emotes=25:0-4", "\001ACTION Kappa dances\001");
        QVERIFY(message.action);
        QCOMPARE(message.text, QStringLiteral("Kappa dances"));
        QCOMPARE(message.emotes.at(0).name, QStringLiteral("Kappa"));
    }
    void emotesCountCodePoints() {
        const Message message = said("emotes=25:3-7,9-13/1:100-104/2:5-2/x/3:/:1-2/4:4-6", "😀一 Kappa Kappa");
        QCOMPARE(message.emotes.size(), 2U);
        QCOMPARE(message.emotes[0].name, QStringLiteral("Kappa"));
        QCOMPARE(message.emotes[1].begin, 9);
        QCOMPARE(message.emotes[1].end, 14);
    }
    void sharedChatIsToldApart() {
        QVERIFY(said("room-id=77;source-room-id=77", "ours").fromChannel.isEmpty());
        const Message theirs = said("room-id=77;source-room-id=88;bits=100", "theirs");
        QCOMPARE(theirs.fromChannel, QStringLiteral("88"));
        QVERIFY(theirs.kind == Kind::Chat && theirs.paid.micros == 0);
        QVERIFY(!notice("room-id=77;source-room-id=88;msg-id=sharedchatnotice;source-msg-id=raid"));
        QVERIFY(notice("room-id=77;source-room-id=77;msg-id=sharedchatnotice;source-msg-id=raid")->kind == Kind::Raid);
    }
    void subscriptionsAreMembers() {
        const auto resub = notice("msg-id=resub;login=ann;display-name=Ann;user-id=1;id=i;"
                                  "system-msg=Ann\\ssubscribed\\sfor\\s3\\smonths!",
                                  "still here");
        QVERIFY(resub && resub->kind == Kind::Member);
        QCOMPARE(resub->said, QStringLiteral("Ann subscribed for 3 months!"));
        QCOMPARE(resub->text, QStringLiteral("still here"));
        QCOMPARE(resub->login, QStringLiteral("ann"));
        QVERIFY(notice("msg-id=giftpaidupgrade")->kind == Kind::Member);
    }
    void theWordsOfACheerAreItsEmotes_data() {
        QTest::addColumn<QByteArray>("bits");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("emotes");
        QTest::newRow("known") << QByteArray("100") << QByteArray("Cheer100 great show") << "Cheer100 0-8";
        QTest::newRow("two") << QByteArray("150") << QByteArray("great cheer100 show 4Head50")
                             << "cheer100 6-14,4Head50 20-27";
        QTest::newRow("own") << QByteArray("300") << QByteArray("annHype100 annHype200 on win10 player42")
                             << "annHype100 0-10,annHype200 11-21";
        QTest::newRow("no own") << QByteArray("100") << QByteArray("Cheer100 win10") << "Cheer100 0-8";
        QTest::newRow("no cheer") << QByteArray() << QByteArray("Cheer100 is 100") << "";
    }
    void theWordsOfACheerAreItsEmotes() {
        QFETCH(QByteArray, bits);
        QFETCH(QByteArray, text);
        QFETCH(QString, emotes);
        const Message message = said("user-id=1" + (bits.isEmpty() ? QByteArray() : ";bits=" + bits), text);
        QCOMPARE(message.text, QString::fromUtf8(text)); // it is shown as it was written
        QStringList found;
        for (const Emote &emote : message.emotes)
            found << QStringLiteral("%1 %2-%3").arg(emote.name).arg(emote.begin).arg(emote.end);
        QCOMPARE(found.join(u','), emotes);
    }
    void aCheerIsSaidWithoutItsWords() {
        Filter filter;
        const auto message =
            std::make_shared<const Message>(said("user-id=1;bits=100", "Cheer100 great \U0001F600 show"));
        QCOMPARE(filter.judge(message, 1'764'000'000'000).text, QStringLiteral("great show"));
        const auto bare = std::make_shared<const Message>(said("user-id=1;bits=100", "Cheer100"));
        QVERIFY(filter.judge(bare, 1'764'000'000'000).read); // the amount is still said
    }
    void giftsOfOneAreOneCombo() {
        const auto mass = notice("msg-id=submysterygift;msg-param-mass-gift-count=5;msg-param-community-gift-id=99;"
                                 "msg-param-sub-plan=2000;login=ann");
        const auto single =
            notice("msg-id=subgift;msg-param-community-gift-id=99;msg-param-sub-plan-name=Club;login=ann");
        QVERIFY(mass->kind == Kind::Gift && single->kind == Kind::Gift);
        QCOMPARE(mass->giftCount, 5);
        QCOMPARE(single->giftCount, 0);
        QCOMPARE(mass->combo, single->combo);
        QCOMPARE(mass->gift, QStringLiteral("Tier 2"));
        QCOMPARE(single->gift, QStringLiteral("Club"));
        QCOMPARE(notice("msg-id=subgift;login=ann")->giftCount, 1);
        QCOMPARE(notice("msg-id=submysterygift;msg-param-mass-gift-count=-5")->giftCount, 1);
    }
    void raidsAndNotices() {
        QCOMPARE(notice("msg-id=raid;msg-param-viewerCount=321;login=bob")->viewers, 321);
        QCOMPARE(notice("msg-id=raid;msg-param-viewerCount=99999999999")->viewers, 0);
        const auto announced = notice("msg-id=announcement;login=mod;msg-param-color=BLUE", "at nine");
        QVERIFY(announced->kind == Kind::Notice && announced->text == QStringLiteral("at nine"));
    }
    void whatModeratorsTakeAway() {
        QVERIFY(removalOf(":tmi.twitch.tv CLEARCHAT #home")->what == Removal::What::Everything);
        const auto out = removalOf("@ban-duration=600;target-user-id=42 :tmi.twitch.tv CLEARCHAT #home :Ann");
        QVERIFY(out->what == Removal::What::Person);
        QCOMPARE(out->userId, QStringLiteral("42"));
        QCOMPARE(out->login, QStringLiteral("ann"));
        QCOMPARE(out->seconds, 600);
        QCOMPARE(removalOf("@target-user-id=42 :tmi.twitch.tv CLEARCHAT #home :ann")->seconds, 0);
        const auto one = removalOf("@login=ann;target-msg-id=aa-bb :tmi.twitch.tv CLEARMSG #home :bad words");
        QVERIFY(one->what == Removal::What::Message);
        QCOMPARE(one->messageId, QStringLiteral("aa-bb"));
        QVERIFY(!removalOf(":tmi.twitch.tv CLEARMSG #home :without its id"));
    }
    void linesAreBounded() {
        LineSplitter splitter;
        QCOMPARE(splitter.feed("a\r\nb\n\r\n\nc"), QByteArrayList({"a", "b"}));
        QCOMPARE(splitter.feed("d\r\n"), QByteArrayList({"cd"}));
        QVERIFY(splitter.feed(QByteArray(40'000, 'x')).isEmpty());
        QVERIFY(splitter.feed(QByteArray(40'000, 'x')).isEmpty());
        QCOMPARE(splitter.feed("end\nnext\n"), QByteArrayList({"next"}));
        QCOMPARE(splitter.skipped(), 1);
        QCOMPARE(splitter.feed(QByteArray(64 * 1024, 'y') + '\n').size(), 1);
    }
    void channelsAsTyped_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("name");
        QTest::newRow("name") << " Home_1 "
                              << "home_1";
        QTest::newRow("hash") << "#home"
                              << "home";
        QTest::newRow("address") << "https://www.twitch.tv/Home?x=1"
                                 << "home";
        QTest::newRow("short") << "twitch.tv/home/videos"
                               << "home";
        QTest::newRow("mobile") << "m.twitch.tv/home"
                                << "home";
        QTest::newRow("two words") << "home\r\nJOIN #other"
                                   << "";
        QTest::newRow("Chinese") << "主播"
                                 << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void channelsAsTyped() {
        QFETCH(const QString, typed);
        QFETCH(const QString, name);
        QCOMPARE(twitchChannel(typed), name);
    }
};

QTEST_APPLESS_MAIN(TestTwitchLines)
#include "tst_twitch_lines.moc"
