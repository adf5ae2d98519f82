// Recorded chats: written, read, replayed; and the damage that files have.
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <vector>

#include "app/chat/chat_recording.h"
#include "app/chat/crowd.h"
#include "app/chat/replay_source.h"
#include "app/storage/file_thread.h"
#include "tests/patience.h"

using namespace app::chat;
using Phase = SourceState::Phase;

namespace {

void write(const QString &name, const QByteArray &bytes) {
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("no room for a test's file");
}

Message full() {
    Message message;
    message.source = QStringLiteral("twitch");
    message.channel = QStringLiteral("home");
    message.id = QStringLiteral("aa-bb");
    message.userId = QStringLiteral("42");
    message.login = QStringLiteral("ann");
    message.user = QStringLiteral("Ann \"一\"");
    message.roles = Roles(Role::Moderator) | Role::FirstTime;
    message.kind = Kind::Paid;
    message.paid = {4'500'000'000'000'001, QStringLiteral("JPY")};
    message.gift = QStringLiteral("Tier 1");
    message.giftCount = 3;
    message.combo = QStringLiteral("c");
    message.viewers = 9;
    message.text = QStringLiteral("😀 Kappa\n\u202Etxet");
    message.said = QStringLiteral("it said");
    message.emotes = {{QStringLiteral("25"), QStringLiteral("Kappa"), 2, 7}};
    message.action = true;
    message.replyUserId = QStringLiteral("7");
    message.replyUser = QStringLiteral("Bob");
    message.fromChannel = QStringLiteral("88");
    message.sourceId = QStringLiteral("b-1");
    message.bridged = true;
    message.colour = QStringLiteral("#00ff00");
    message.sentAt = 1'763'999'999'999;
    message.receivedAt = 1'764'000'000'000;
    message.history = true;
    return message;
}

struct Listener {
    explicit Listener(const QString &file, double speed = 100) : source(file, speed) {
        QObject::connect(&source, &Source::received, &source,
                         [this](const MessagePtr &message) { messages.push_back(message); });
        QObject::connect(&source, &Source::removed, &source,
                         [this](const Removal &removal) { removals.push_back(removal); });
        QObject::connect(&source, &Source::stateChanged, &source,
                         [this](const SourceState &state) { states.push_back(state); });
        source.start();
    }
    bool isOver() const { return !states.empty() && states.back().phase == Phase::Off; }

    std::vector<MessagePtr> messages;
    std::vector<Removal> removals;
    std::vector<SourceState> states;
    ReplaySource source;
};

} // namespace

class TestRecordedChat : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath(QStringLiteral("chat.jsonl")); }

private Q_SLOTS:
    void nothingOfAMessageIsLost() {
        const Message message = full();
        const QByteArray line = recordedLine(message);
        QCOMPARE(line.count('\n'), 1);
        const RecordedLine read = parseRecordedLine(line);
        QVERIFY2(read.event, qPrintable(read.flaw));
        QCOMPARE(recordedLine(std::get<Message>(read.event->what)), line);
        const auto back = std::get<Message>(read.event->what);
        QCOMPARE(back.paid.micros, message.paid.micros);
        QCOMPARE(back.text, message.text);
        QCOMPARE(back.roles, message.roles);
        QCOMPARE(back.receivedAt, message.receivedAt);
        QCOMPARE(back.emotes.at(0).end, 7);

        Removal removal;
        removal.what = Removal::What::Person;
        removal.source = QStringLiteral("twitch");
        removal.login = QStringLiteral("ann");
        removal.seconds = 600;
        removal.at = 5;
        const RecordedLine again = parseRecordedLine(recordedLine(removal));
        QVERIFY(again.event && std::get<Removal>(again.event->what).what == Removal::What::Person);
        QCOMPARE(std::get<Removal>(again.event->what).seconds, 600);
    }
    void damagedLines_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("cut off") << QByteArray("{\"at\":1,\"message\":{\"text\":\"a\"}");
        QTest::newRow("list") << QByteArray("[1,2]");
        QTest::newRow("no time") << QByteArray("{\"message\":{\"text\":\"a\"}}");
        QTest::newRow("negative time") << QByteArray("{\"at\":-1,\"message\":{\"text\":\"a\"}}");
        QTest::newRow("half a millisecond") << QByteArray("{\"at\":1.5,\"message\":{\"text\":\"a\"}}");
        QTest::newRow("far time") << QByteArray("{\"at\":1e30,\"message\":{\"text\":\"a\"}}");
        QTest::newRow("kind") << QByteArray("{\"at\":1,\"message\":{\"kind\":\"loud\"}}");
        QTest::newRow("text") << QByteArray("{\"at\":1,\"message\":{\"text\":7}}");
        QTest::newRow("emote outside") << QByteArray(
            "{\"at\":1,\"message\":{\"text\":\"a\",\"emotes\":[{\"id\":\"1\",\"begin\":0,\"end\":2}]}}");
        QTest::newRow("emotes over each other") << QByteArray(
            "{\"at\":1,\"message\":{\"text\":\"abc\",\"emotes\":[{\"begin\":0,\"end\":2},{\"begin\":1,\"end\":3}]}}");
        QTest::newRow("no currency") << QByteArray("{\"at\":1,\"message\":{\"micros\":5}}");
        QTest::newRow("gifts") << QByteArray("{\"at\":1,\"message\":{\"giftCount\":99999999999}}");
        QTest::newRow("removal") << QByteArray("{\"at\":1,\"removal\":{\"what\":\"all of it\"}}");
        QTest::newRow("removal of nobody") << QByteArray("{\"at\":1,\"removal\":{\"what\":\"person\"}}");
        QTest::newRow("raw") << QByteArray("{\"at\":1,\"raw\":\"@only=tags\"}");
        QTest::newRow("nothing") << QByteArray("{\"at\":1}");
        QTest::newRow("deep") << QByteArray("[").repeated(5000);
    }
    void damagedLines() {
        QFETCH(const QByteArray, line);
        const RecordedLine read = parseRecordedLine(line);
        QVERIFY(!read.event);
        QVERIFY(!read.flaw.isEmpty());
    }
    void rawLinesAreUnderstood() {
        const RecordedLine said =
            parseRecordedLine("{\"at\":9,\"raw\":\"@id=1;user-id=2 :ann!a@b PRIVMSG #home :hi you\"}");
        QCOMPARE(std::get<Message>(said.event->what).text, QStringLiteral("hi you"));
        QCOMPARE(said.event->at, 9);
        const RecordedLine ping = parseRecordedLine("{\"at\":9,\"raw\":\"PING :x\"}");
        QVERIFY(!ping.event && ping.flaw.isEmpty());
    }
    void aFileIsReadWithItsDamage() {
        write(file(), recordedLine(full()) + "\r\nbroken\n" + recordedLine(full()) + QByteArray("x").repeated(300'000) +
                          "\n{\"at\":3,\"removal\":{\"what\":\"everything\"}}");
        const Recording recording = readRecording(file());
        QVERIFY(recording.problem.what.isEmpty());
        QCOMPARE(recording.messages.size(), 2U);
        QCOMPARE(recording.removals.size(), 1U);
        QCOMPARE(recording.damaged, 2);
        QCOMPARE(recording.firstDamaged, 3);
        QVERIFY(!readRecording(m_folder.path()).problem.what.isEmpty());
        QVERIFY(!readRecording(file() + u'x').problem.remedy.isEmpty());
    }
    void whatIsRecordedIsReplayed() {
        {
            app::storage::FileThread files;
            ChatRecorder recorder(file() + u'1', files, this, [](const app::Problem &) { QFAIL("not written"); });
            Crowd crowd({.perSecond = 200});
            for (int i = 0; i < 100; ++i) {
                recorder.add(crowd.next());
                if (i == 50) {
                    Removal removal;
                    removal.what = Removal::What::Message;
                    removal.messageId = QStringLiteral("50");
                    removal.at = 250;
                    recorder.add(removal);
                }
            }
        }
        const auto permissions = QFileInfo(file() + u'1').permissions();
        QVERIFY(!(permissions & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
        Listener listener(file() + u'1');
        QTRY_VERIFY(listener.isOver());
        QCOMPARE(listener.messages.size(), 100U);
        QCOMPARE(listener.removals.size(), 1U);
        Crowd crowd({.perSecond = 200});
        for (const MessagePtr &message : listener.messages) {
            const Message made = crowd.next();
            QCOMPARE(message->text, made.text);
            QCOMPARE(message->source, QStringLiteral("replay"));
            QVERIFY(message->id.endsWith(u':' + made.id));
            QVERIFY(message->receivedAt > 1'600'000'000'000);
        }
        QCOMPARE(listener.removals[0].messageId, listener.messages[50]->id);
        QCOMPARE(listener.states.front().phase, Phase::Live);
        QCOMPARE(listener.states.back().done, 1.);
        const QString id = listener.messages[0]->id;
        listener.messages.clear();
        QTest::qWait(2);
        listener.source.start(); // again: not the same ids
        QTRY_COMPARE(listener.messages.size(), 100U);
        QVERIFY(listener.messages[0]->id != id);
    }
    // Of a shared chat: deleted where it was written, by its id there, or in a third channel.
    void aReplayedDeletionFindsTheCopyOfAnotherChannel() {
        Removal removal;
        removal.what = Removal::What::Message;
        removal.source = QStringLiteral("twitch");
        removal.channel = QStringLiteral("bob");
        removal.room = full().fromChannel;
        removal.messageId = full().sourceId;
        Removal third = removal;
        third.channel = QStringLiteral("cas");
        third.room = QStringLiteral("99");
        third.messageId = QStringLiteral("c-1");
        third.originId = full().sourceId;
        write(file() + u'4', recordedLine(full()) + recordedLine(removal) + recordedLine(third));
        Listener listener(file() + u'4');
        QTRY_VERIFY(listener.isOver());
        QCOMPARE(listener.removals.size(), 2U);
        for (const Removal &each : listener.removals)
            QVERIFY(each.names(*listener.messages[0]));
        QCOMPARE(listener.removals[1].channel, QStringLiteral("cas"));
    }
    void damageIsToldWhileItPlays() {
        write(file() + u'2', "\n\nbroken\n" + recordedLine(full()) + "broken too\n");
        Listener listener(file() + u'2');
        QTRY_VERIFY(listener.isOver());
        QCOMPARE(listener.messages.size(), 1U);
        QVERIFY2(listener.states.back().detail.contains(QStringLiteral("2 damaged lines")) &&
                     listener.states.back().detail.contains(QStringLiteral("line 3")),
                 qPrintable(listener.states.back().detail));
        QVERIFY(listener.messages[0]->history); // shown, not spoken, as it was
    }
    void withoutAFileItFails() {
        Listener listener(file() + QStringLiteral("-none"));
        QVERIFY(listener.states.back().phase == Phase::Failed);
        QVERIFY(!listener.states.back().problem.remedy.isEmpty());
    }
    void stoppedItIsSilent() {
        QByteArray lines;
        for (int i = 0; i < 100; ++i) {
            Message message = full();
            message.receivedAt += i * 1'000;
            lines += recordedLine(message);
        }
        write(file() + u'3', lines);
        Listener listener(file() + u'3', 0.1);
        QTRY_COMPARE(listener.messages.size(), 1U);
        listener.source.stop();
        QVERIFY(listener.isOver());
        QVERIFY(listener.states.back().done <= 1);
    }
    void aFullDiskIsToldOnce() {
        if (!QFile::exists(QStringLiteral("/dev/full")))
            QSKIP("there is no /dev/full here");
        int told = 0;
        app::storage::FileThread files;
        ChatRecorder recorder(QStringLiteral("/dev/full"), files, this, [&](const app::Problem &) { ++told; });
        for (int i = 0; i < 10; ++i) {
            recorder.add(full());
            files.flush();
        }
        QTRY_COMPARE(told, 1);
    }
};

QTEST_GUILESS_MAIN(TestRecordedChat)
#include "tst_recorded_chat.moc"
