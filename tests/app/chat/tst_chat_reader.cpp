// The chat thread: what comes through, in which order, and what does not.
#include <QSignalSpy>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include "app/chat/banned_phrases.h"
#include "app/chat/chat_reader.h"
#include "app/chat/crowd_source.h"
#include "app/chat/outbox.h"
#include "app/chat/recent_messages.h"
#include "app/chat/twitch_source.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/patience.h"

using namespace app::chat;

namespace {

MessagePtr message(const QString &id, const QString &text, Kind kind = Kind::Chat,
                   const QString &source = QStringLiteral("bridge")) {
    Message made;
    made.source = source;
    made.id = id;
    made.login = made.user = QStringLiteral("ann");
    made.text = text;
    made.kind = kind;
    return std::make_shared<const Message>(made);
}

// Says what the test tells it, when it tells it.
class Puppet : public Source {
public:
    void start() override {
        SourceState state;
        state.phase = SourceState::Phase::Live;
        state.source = QStringLiteral("puppet");
        Q_EMIT stateChanged(state);
    }
    void stop() override {}
    void reconnectNow() override { ++reconnected; }
    void say(const QString &id, Kind kind = Kind::Chat) {
        Q_EMIT received(message(id, QStringLiteral("text ") + id, kind, QStringLiteral("puppet")));
    }
    void leave(const QString &id, const QString &origin) {
        Message copy = *message(id, {}, Kind::Chat, QStringLiteral("puppet"));
        copy.sourceId = origin;
        copy.fromChannel = QStringLiteral("88");
        Q_EMIT copied(std::make_shared<const Message>(copy));
    }
    void take(const QString &id, const QString &originId = {}) {
        Removal removal;
        removal.messageId = id;
        removal.originId = originId;
        removal.source = QStringLiteral("puppet");
        Q_EMIT removed(removal);
    }
    std::atomic<int> reconnected = 0;
};

struct Ears {
    Ears() {
        QObject::connect(&reader, &ChatReader::judged, &reader, [this](const QList<Judgement> &judgements) {
            for (const Judgement &judgement : judgements)
                heard << judgement.message->id;
            ++batches;
        });
        QObject::connect(&reader, &ChatReader::removed, &reader,
                         [this](const Removal &removal) { heard << u'-' + removal.messageId; });
        QObject::connect(&reader, &ChatReader::stateChanged, &reader,
                         [this](const SourceState &state) { states.push_back(state); });
        QObject::connect(&reader, &ChatReader::overran, &reader, [this](int count) { dropped += count; });
    }
    Puppet *begin() { // ready to be told what to say, on its thread
        auto made = std::make_shared<std::atomic<Puppet *>>(nullptr);
        reader.start(QStringLiteral("puppet"), [made] {
            auto puppet = std::make_unique<Puppet>();
            *made = puppet.get();
            return puppet;
        });
        while (*made == nullptr)
            QThread::yieldCurrentThread();
        return *made;
    }

    QStringList heard;
    std::vector<SourceState> states;
    int batches = 0, dropped = 0;
    ChatReader reader; // first to go
};

template <typename Work> void onThreadOf(QObject *object, Work work) { // and waits
    QMetaObject::invokeMethod(object, work, Qt::BlockingQueuedConnection);
}

} // namespace

class TestChatReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messagesAndRemovalsKeepTheirOrder() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        QVERIFY(puppet->thread() != QThread::currentThread());
        onThreadOf(puppet, [&] {
            puppet->say(QStringLiteral("1"));
            puppet->say(QStringLiteral("2"));
            puppet->take(QStringLiteral("1"));
            puppet->say(QStringLiteral("3"));
            puppet->take(QStringLiteral("3"));
        });
        QTRY_COMPARE(ears.heard.size(), 5);
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("1 2 -1 3 -3"));
        QVERIFY(ears.states.at(0).phase == SourceState::Phase::Live);
        ears.reader.reconnectNow(QStringLiteral("puppet"));
        QTRY_COMPARE(puppet->reconnected.load(), 1);
    }
    // What was judged without them has come before they are told, what comes after was looked through for them.
    void phrasesAreToldInOrderWithWhatWasJudged() {
        Ears ears;
        QObject::connect(&ears.reader, &ChatReader::phrasesReady, &ears.reader,
                         [&](const std::shared_ptr<const BannedPhrases> &phrases) {
                             ears.heard << u'=' + phrases->phrases().join(u',');
                         });
        FilterRules rules;
        rules.bannedPhrases = QStringList{QStringLiteral("/b[ao]d/")};
        for (int i = 0; i < 600; ++i) // more than are taken at once
            ears.reader.inject(message(QString::number(i), QStringLiteral("text")));
        ears.reader.setRules(rules);
        rules.mostWords = 5; // no other phrases: nothing is told
        ears.reader.setRules(rules);
        ears.reader.inject(message(QStringLiteral("last"), QStringLiteral("bad")));
        QTRY_COMPARE(ears.heard.size(), 602);
        QCOMPARE(ears.heard[600], QStringLiteral("=/b[ao]d/"));
        QCOMPARE(ears.heard[601], QStringLiteral("last"));
    }
    void duplicatesComeOnce() {
        Ears ears;
        QStringList known;
        QObject::connect(&ears.reader, &ChatReader::known, &ears.reader,
                         [&known](const MessagePtr &message) { known << message->id; });
        for (const char *id : {"a", "b", "a", "b", "c", "a"})
            ears.reader.inject(message(QLatin1String(id), QLatin1String(id)));
        ears.reader.inject(message({}, QStringLiteral("no id")));
        ears.reader.inject(message({}, QStringLiteral("no id")));
        ears.reader.inject(message(QStringLiteral("a"), QStringLiteral("a"), Kind::Chat, QStringLiteral("other")));
        QTRY_COMPARE(ears.heard.size(), 6);
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("a b c   a"));
        QTRY_COMPARE(known.join(u' '), QStringLiteral("a b a"));

        // Of a source, and never taken on this side: the bridge is told. Only its own comes again.
        Puppet *const puppet = ears.begin();
        onThreadOf(puppet, [&] { puppet->say(QStringLiteral("p")); });
        ears.reader.stop(QStringLiteral("puppet"));
        auto same = std::make_shared<Message>(
            *message(QStringLiteral("p"), QStringLiteral("p"), Kind::Chat, QStringLiteral("puppet")));
        same->bridged = true;
        ears.reader.inject(same);
        QTRY_COMPARE(known.size(), 4);
        QCOMPARE(ears.heard.size(), 6);
        ears.reader.forget(same);
        ears.reader.inject(same);
        ears.reader.inject(message(QStringLiteral("end"), {}));
        QTRY_COMPARE(ears.heard.size(), 7);
        QCOMPARE(ears.heard.last(), QStringLiteral("end"));
        ears.reader.forget(message(QStringLiteral("end"), {}));
        ears.reader.inject(message(QStringLiteral("end"), {}));
        QTRY_COMPARE(ears.heard.size(), 8);
    }
    // A bridge is in the channel where it was written, a source is a guest of the shared chat; or the other way. What
    // was paid is not lost to a copy that did not say so.
    void aCopyOfASharedChatIsNoOtherMessage() {
        Ears ears;
        const auto bring = [&](const char *id, const char *origin = "", Kind kind = Kind::Chat) {
            auto written = std::make_shared<Message>(*message(QLatin1String(id), QLatin1String(id), kind));
            written->sourceId = QLatin1String(origin);
            written->fromChannel = written->sourceId.isEmpty() ? QString() : QStringLiteral("88");
            ears.reader.inject(written);
        };
        bring("b-1");
        bring("a-1", "b-1");
        bring("a-2", "b-2");
        bring("b-2");
        bring("c-2", "b-2");
        ears.reader.forget(message(QStringLiteral("b-2"), {}));
        bring("d-2", "b-2");
        bring("a-3", "b-3");
        bring("b-3", "", Kind::Paid);
        bring("b-3", "", Kind::Paid);
        bring("b-4", "", Kind::Paid);
        bring("a-4", "b-4");
        bring("a-5", "b-5"); // a bridge that is a guest as well
        bring("a-5");
        bring("a-6");
        bring("a-6", "b-6");
        bring("b-6");
        bring("end");
        QTRY_VERIFY(ears.heard.contains(QStringLiteral("end")));
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("b-1 a-2 d-2 a-3 b-3 b-4 a-5 a-6 end"));
    }
    void whatWasPaidIsNotLostToABridgeThatDidNotSaySo() {
        Ears ears;
        auto plain = std::make_shared<Message>(*message(QStringLiteral("1"), QStringLiteral("plain")));
        plain->bridged = true;
        const MessagePtr paid = message(QStringLiteral("1"), QStringLiteral("paid"), Kind::Paid);
        const MessagePtr notice = message(QStringLiteral("1"), QStringLiteral("announced"), Kind::Notice); // not paid
        for (const MessagePtr &each : {MessagePtr(plain), MessagePtr(plain), notice, paid, paid, MessagePtr(plain)})
            ears.reader.inject(each);
        ears.reader.inject(message(QStringLiteral("end"), {}));
        QTRY_VERIFY(ears.heard.contains(QStringLiteral("end")));
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("1 1 end"));
    }
    // Two channels are read: the message by its own, the copy in the other one left out. A bridge is there as well.
    void aCopyThatWasLeftOutIsNotTakenOfABridge() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        const auto bring = [&](const char *id) {
            auto made =
                std::make_shared<Message>(*message(QLatin1String(id), {}, Kind::Chat, QStringLiteral("puppet")));
            made->bridged = true;
            ears.reader.inject(made);
        };
        onThreadOf(puppet, [&] {
            puppet->leave(QStringLiteral("a-1"), QStringLiteral("b-1")); // just before what it copies
            puppet->say(QStringLiteral("b-1"));
        });
        bring("a-1");
        bring("a-2"); // it is faster than both channels
        QTRY_COMPARE(ears.heard.join(u' '), QStringLiteral("b-1 a-2"));
        onThreadOf(puppet, [&] {
            puppet->leave(QStringLiteral("a-2"), QStringLiteral("b-2"));
            puppet->say(QStringLiteral("b-2"));
            puppet->say(QStringLiteral("b-2"), Kind::Paid); // that was not said by it
            puppet->say(QStringLiteral("end"));
        });
        QTRY_VERIFY(ears.heard.contains(QStringLiteral("end")));
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("b-1 a-2 b-2 end"));
    }
    // Neither by its id where it was deleted, nor by that where it was written; not even what was paid.
    void whatWasDeletedIsNotTakenOfABridge() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        const auto bring = [&](const char *id, Kind kind = Kind::Chat) {
            auto made = std::make_shared<Message>(*message(QLatin1String(id), {}, kind, QStringLiteral("puppet")));
            made->bridged = true;
            ears.reader.inject(made);
        };
        bring("b-3");
        onThreadOf(puppet, [&] {
            puppet->take(QStringLiteral("a-2"), QStringLiteral("b-2"));
            puppet->take(QStringLiteral("b-3"));
        });
        bring("a-2");
        bring("b-2");
        bring("b-3", Kind::Paid);
        bring("end");
        QTRY_VERIFY(ears.heard.contains(QStringLiteral("end")));
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("b-3 -a-2 -b-3 end"));
    }
    void aBurstDropsTheOldestOfTheChatOnly() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        constexpr int paid = 100, chat = 6'000;
        onThreadOf(puppet, [&] { // this thread, which would take them in, waits meanwhile
            for (int i = 0; i < paid; ++i)
                puppet->say(QStringLiteral("paid%1").arg(i), Kind::Paid);
            for (int i = 0; i < chat; ++i)
                puppet->say(QString::number(i));
            puppet->take(QStringLiteral("5999"));
        });
        QTRY_COMPARE(ears.heard.value(ears.heard.size() - 1), QStringLiteral("-5999"));
        QCOMPARE(ears.heard.size(), 4096 + 1);
        QCOMPARE(ears.dropped, paid + chat - 4096);
        QCOMPARE(ears.heard.at(99), QStringLiteral("paid99"));
        QCOMPARE(ears.heard.at(100), QString::number(chat - (4096 - paid)));
        QVERIFY(ears.batches >= 4096 / 256); // a window may draw in between
        onThreadOf(puppet, [&] { puppet->say(QStringLiteral("next")); });
        QTRY_COMPARE(ears.heard.last(), QStringLiteral("next"));
    }
    void afterStopNothingComes() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        onThreadOf(puppet, [&] {
            for (int i = 0; i < 1'000; ++i)
                puppet->say(QString::number(i));
        });
        ears.reader.stop(QStringLiteral("puppet")); // while all of them are on their way
        QTRY_VERIFY(!ears.states.empty() && ears.states.back().phase == SourceState::Phase::Off);
        QVERIFY(ears.heard.isEmpty());
    }
    // Another source or a bridge may have brought what it names.
    void whatWasDeletedStaysSoWhenItsSourceEnds() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        onThreadOf(puppet, [&] {
            puppet->say(QStringLiteral("1"));
            puppet->take(QStringLiteral("2"));
        });
        ears.reader.stop(QStringLiteral("puppet"));
        QTRY_COMPARE(ears.heard.join(u' '), QStringLiteral("-2"));
    }
    void stoppedWhileItIsHeard() {
        Ears ears;
        Puppet *const puppet = ears.begin();
        QObject::connect(&ears.reader, &ChatReader::removed, &ears.reader,
                         [&] { ears.reader.stop(QStringLiteral("puppet")); });
        onThreadOf(puppet, [&] {
            puppet->say(QStringLiteral("1"));
            puppet->take(QStringLiteral("1"));
            puppet->say(QStringLiteral("2"));
            puppet->take(QStringLiteral("2"));
        });
        QTRY_VERIFY(!ears.states.empty() && ears.states.back().phase == SourceState::Phase::Off);
        QCOMPARE(ears.heard.join(u' '), QStringLiteral("1 -1 -2"));
    }
    void oneSourceOfAName() {
        Ears ears;
        ears.begin();
        Puppet *const second = ears.begin();
        onThreadOf(second, [&] { second->say(QStringLiteral("second")); });
        QTRY_COMPARE(ears.heard.join(u' '), QStringLiteral("second"));
    }
    void theReaderMayGoAtAnyTime() {
        for (int i = 0; i < 20; ++i) {
            Ears ears;
            CrowdSettings settings;
            settings.perSecond = 5'000;
            ears.reader.start(QStringLiteral("crowd"), [settings] { return std::make_unique<CrowdSource>(settings); });
            if (i % 2 == 0)
                QTRY_VERIFY(!ears.heard.isEmpty());
        }
    }
    void aTextIsExplained() {
        Ears ears;
        QList<FilterStep> steps;
        ears.reader.explain(*message(QStringLiteral("x"), QStringLiteral("hello")), this,
                            [&](const QList<FilterStep> &all) { steps = all; });
        QTRY_VERIFY(!steps.isEmpty());
        auto gone = std::make_unique<QObject>();
        bool told = false;
        ears.reader.explain(*message(QStringLiteral("x"), QStringLiteral("hello")), gone.get(),
                            [&](const QList<FilterStep> &) { told = true; });
        gone.reset();
        steps.clear();
        ears.reader.explain(*message(QStringLiteral("x"), QStringLiteral("hello")), this,
                            [&](const QList<FilterStep> &all) { steps = all; });
        QTRY_VERIFY(!steps.isEmpty());
        QVERIFY(!told);
    }
    void whatIsSentAgainAfterALossComesOnce() {
        FakeTwitch server;
        Ears ears;
        const TwitchAddress address = server.address();
        ears.reader.start(QStringLiteral("twitch"), [address] {
            return std::make_unique<TwitchSource>(TwitchLogin{QStringLiteral("home"), {}, {}}, address);
        });
        QStringList wanted;
        for (int i = 0; i < 10; ++i) {
            QTRY_COMPARE(server.joined(), 1);
            for (int j = std::max(0, i - 5); j <= i; ++j) // five of them again
                server.say("ann", QString::number(j), QByteArray::number(j));
            wanted << QString::number(i);
            QTRY_VERIFY(ears.heard.contains(QString::number(i)));
            server.reset();
            QTRY_VERIFY(ears.states.back().phase != SourceState::Phase::Live);
            ears.reader.reconnectNow(QStringLiteral("twitch"));
        }
        QTRY_COMPARE(server.joined(), 1);
        QCOMPARE(ears.heard, wanted);
    }
    void idsAreRememberedForTenMinutes() {
        RecentMessages ids(1'000);
        const auto isNew = [&ids](const QString &id, qint64 now) { return ids.isNew(*message(id, {}), now); };
        QVERIFY(isNew(QStringLiteral("a"), 0));
        QVERIFY(!isNew(QStringLiteral("a"), 599'999));
        QVERIFY(isNew(QStringLiteral("a"), 600'000));
        for (int i = 0; i < 10'000; ++i)
            QVERIFY(isNew(QString::number(i), 600'001));
        QVERIFY(ids.size() <= 1'000);
        QVERIFY(!isNew(QStringLiteral("9999"), 600'002));
        ids.refuse(message({}, {})->source, QStringLiteral("9999"), 1'100'000); // ten minutes anew
        QVERIFY(!isNew(QStringLiteral("9999"), 1'699'999));
        QVERIFY(isNew(QStringLiteral("9999"), 1'700'000));
    }
    void whatIsForgottenIsAsIfItHadNotCome() {
        RecentMessages recent;
        auto plain = *message(QStringLiteral("1"), {});
        plain.bridged = true;
        const MessagePtr paid = message(QStringLiteral("1"), {}, Kind::Paid);
        QVERIFY(recent.isNew(plain, 0));
        QVERIFY(recent.isNew(*paid, 600'000));
        QVERIFY(!recent.isNew(*paid, 600'001));
        // Its bridge gives up waiting: it was deleted meanwhile, or a source had it with what was paid.
        plain.id = QStringLiteral("2");
        QVERIFY(recent.isNew(plain, 600'002));
        recent.refuse(plain.source, plain.id, 600'003);
        recent.forget(plain);
        QVERIFY(!recent.isNew(plain, 600'004));
        plain.id = QStringLiteral("1");
        recent.forget(plain);
        QVERIFY(!recent.isNew(plain, 600'005));
        plain.id = QStringLiteral("3");
        QVERIFY(recent.isNew(plain, 600'006));
        recent.forget(plain);
        QVERIFY(recent.isNew(plain, 600'007));
    }
    void whatIsPaidStays() { // however much comes, and however late it is taken in
        int calls = 0;
        Outbox outbox([&] { ++calls; });
        const quint64 run = outbox.open(QStringLiteral("s"));
        const auto put = [&](Kind kind) {
            Judgement judgement;
            judgement.message = message({}, {}, kind);
            outbox.put(QStringLiteral("s"), run, judgement);
        };
        for (int i = 0; i < 5'000; ++i) {
            put(Kind::Paid);
            for (int j = 0; j < 10; ++j)
                put(Kind::Chat);
        }
        QCOMPARE(calls, 1);
        int paid = 0, chat = 0, dropped = 0, lost = 0;
        for (auto entries = outbox.take(lost); !entries.empty(); entries = outbox.take(lost)) {
            dropped += lost;
            for (const Outbox::Entry &entry : entries)
                ++(std::get<Judgement>(entry.what).message->kind == Kind::Paid ? paid : chat);
        }
        QCOMPARE(paid, 5'000);
        QCOMPARE(chat + dropped, 50'000);
        QVERIFY(chat <= 1);
        put(Kind::Chat);
        QCOMPARE(calls, 2);
    }
};

QTEST_GUILESS_MAIN(TestChatReader)
#include "tst_chat_reader.moc"
