// `ishowtts danmaku` as at a shell: rehearsals in fake time with the pace of the demo voice, a replay with its sound, a
// channel as text, and the audit.
#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "app/chat/chat_recording.h"
#include "app/danmaku/audit.h"
#include "app/danmaku/audit_files.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/speech/sound_server.h"
#include "tests/end_to_end/program.h"
#include "tests/patience.h"

using end_to_end::Program;
using end_to_end::Run;
using namespace Qt::StringLiterals;

class TestDanmakuVerb : public QObject {
    Q_OBJECT

    SoundServer m_sound; // before the program, which gets its environment
    FakeTwitch m_twitch;
    Program m_program;

    QString recordedChat(int messages, int every) const {
        const QString name = m_program.path(u"evening.jsonl"_qs);
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        for (int i = 0; i < messages; ++i)
            file.write(
                u"{\"at\":%1,\"message\":{\"source\":\"twitch\",\"channel\":\"c\",\"id\":\"%2\",\"userId\":\"%2\","
                "\"login\":\"ann%2\",\"user\":\"Ann%2\",\"kind\":\"chat\",\"text\":\"hello number %2\"}}\n"_qs
                    .arg(1000 + every * i)
                    .arg(i)
                    .toUtf8());
        file.write("this is no JSON\n");
        return name;
    }

private Q_SLOTS:
    void aMadeChatIsReadAsItShouldBe() {
        const Run run = m_program.run({u"danmaku"_qs, u"crowd"_qs, u"--json"_qs});
        QCOMPARE(run.status, 0);
        const QJsonObject chat = run.object().value(u"chat"_qs).toObject();
        QCOMPARE(chat.value(u"messages"_qs).toInt(), 798);
        QVERIFY(std::abs(chat.value(u"repeats"_qs).toInt() - 432) < 20);
        const QJsonObject ours = run.object().value(u"ours"_qs).toObject();
        QVERIFY(ours.value(u"read_share"_qs).toDouble() >= 0.3);
        QVERIFY(ours.value(u"wait_p95"_qs).toDouble() <= 25);
        QVERIFY(ours.value(u"wait_max"_qs).toDouble() <= 30);
        QCOMPARE(ours.value(u"lost_non_duplicates"_qs).toInt(), 0);
        const QJsonObject original = run.object().value(u"original"_qs).toObject();
        QVERIFY(original.value(u"wait_max"_qs).toDouble() > 600);
        const Run again = m_program.run({u"danmaku"_qs, u"crowd"_qs, u"--json"_qs});
        QCOMPARE(again.output, run.output);
    }

    void aRecordedChatIsReplayed() {
        const QString file = recordedChat(5, 4000);
        const Run run = m_program.run({u"danmaku"_qs, u"replay"_qs, file, u"--json"_qs});
        QCOMPARE(run.status, 0);
        QVERIFY(run.messages.contains(u"1 lines cannot be read"));
        QCOMPARE(run.object().value(u"ours"_qs).toObject().value(u"read"_qs).toInt(), 5);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"replay"_qs, m_program.path(u"none.jsonl"_qs)}).status, 3);
    }

    void aRecordedChatIsHeard() {
        QCOMPARE(m_sound.start(), QString());
        m_sound.addSink(u"speakers"_qs);
        const QString file = recordedChat(2, 1000);
        Recording recording(u"speakers"_qs);
        QVERIFY(recording.runs());
        QProcess replay;
        m_program.start(replay, {u"danmaku"_qs, u"replay"_qs, file, u"--live"_qs, u"--json"_qs});
        QTRY_VERIFY(replay.state() == QProcess::Running);
        QTRY_VERIFY(replay.state() == QProcess::NotRunning); // the recording is taken meanwhile
        const Run run{replay.exitCode(), replay.readAllStandardOutput(),
                      QString::fromUtf8(replay.readAllStandardError())};
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const QJsonObject live = run.object().value(u"live"_qs).toObject();
        QCOMPARE(live.value(u"received"_qs).toInt(), 2);
        QCOMPARE(live.value(u"read"_qs).toInt(), 2);
        QVERIFY(live.value(u"wait_max"_qs).toDouble() > 0);
        const std::vector<float> heard = recording.stop();
        const auto sounds =
            std::count_if(heard.begin(), heard.end(), [](float sample) { return std::abs(sample) > 0.003F; });
        QVERIFY(sounds > 12'000); // half a second and more
        QVERIFY(!QFile::exists(m_program.path(u"captions"_qs)));
    }

    void whatHasNothingToDoWithALiveReplayIsRefused() {
        const QString file = recordedChat(1, 1000);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"replay"_qs, file, u"--speed"_qs, u"2"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"replay"_qs, file, u"--live"_qs, u"--making"_qs, u"1"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"replay"_qs, m_program.path(u"none"_qs), u"--live"_qs}).status, 3);
    }

    void aChannelIsListenedTo() {
        const app::chat::TwitchAddress address = m_twitch.address();
        m_program.setVariable(u"ISHOWTTS_TWITCH_HOST"_qs, address.host);
        m_program.setVariable(u"ISHOWTTS_TWITCH_PORT"_qs, QString::number(address.port));
        m_program.setVariable(u"ISHOWTTS_TWITCH_TLS"_qs, u"0"_qs);
        const QString file = m_program.path(u"listened.jsonl"_qs);
        QProcess listening;
        m_program.start(listening, {u"danmaku"_qs, u"listen"_qs, u"Some_Channel"_qs, u"--record"_qs, file});
        QTRY_COMPARE(m_twitch.joined(), 1);
        for (int again = 0; again < 2; ++again) // a server may send one again
            m_twitch.say("ann", u"hello \033[31mred \u202egnorts 你好"_qs, "m-1");
        m_twitch.send("@room-id=1 :tmi.twitch.tv CLEARCHAT #some_channel :ann\r\n");
        QTRY_VERIFY(listening.bytesAvailable() > 0);
        QByteArray output;
        QTRY_VERIFY((output += listening.readAllStandardOutput()).count('\n') == 2);
        QVERIFY2(output.contains("] ann: hello \\u{1b}[31mred \\u{202e}gnorts 你好\n"), output.constData());
        QVERIFY2(output.endsWith("- a moderator took out what ann wrote\n"), output.constData());
        ::kill(pid_t(listening.processId()), SIGINT);
        QVERIFY(listening.waitForFinished(kLongEnough));
        QCOMPARE(listening.exitStatus(), QProcess::NormalExit);
        QCOMPARE(listening.exitCode(), 0);
        const app::chat::Recording recorded = app::chat::readRecording(file);
        QCOMPARE(recorded.messages.size(), 1U);
        QCOMPARE(recorded.messages.front()->text, u"hello \033[31mred \u202egnorts 你好"_qs);
        QCOMPARE(recorded.removals.size(), 1U);
    }

    void twoChannelsAreListenedToAtOnce() {
        QProcess listening;
        m_program.start(listening, {u"danmaku"_qs, u"listen"_qs, u"one"_qs, u"https://twitch.tv/Other"_qs, u"#One"_qs});
        QTRY_VERIFY(m_twitch.joinedIn("one") == 1 && m_twitch.joinedIn("other") == 1);
        m_twitch.sayIn("other", "ann", u"hello there"_qs, "m-2");
        QByteArray output;
        QTRY_VERIFY((output += listening.readAllStandardOutput()).count('\n') == 1);
        m_twitch.sayIn("one", "ann", u"hello here"_qs, "m-3");
        QTRY_VERIFY((output += listening.readAllStandardOutput()).count('\n') == 2);
        QVERIFY2(output.contains("] #other ann: hello there\n"), output.constData());
        QVERIFY2(output.endsWith("] #one ann: hello here\n"), output.constData());
        QCOMPARE(m_twitch.joinedIn("one"), 1); // named twice
        ::kill(pid_t(listening.processId()), SIGINT);
        QVERIFY(listening.waitForFinished(kLongEnough));
        QCOMPARE(listening.exitCode(), 0);
    }

    void whatIsNoChannelIsSaid() {
        const Run run = m_program.run({u"danmaku"_qs, u"listen"_qs, u"my-channel"_qs});
        QVERIFY(run.status > 0);
        QVERIFY2(run.messages.contains(u"my-channel"_qs), qPrintable(run.messages));
    }

    void theAuditIsVerified() {
        const QString folder = m_program.path(u"audit"_qs);
        {
            app::danmaku::Audit audit(folder);
            for (int i = 0; i < 5; ++i)
                audit.add(u"spoken"_qs, {{u"spoken"_qs, QString::number(i)}}, 1'795'348'800'000 + i);
        }
        const Run whole = m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--verify"_qs, u"--json"_qs});
        QCOMPARE(whole.status, 0);
        QCOMPARE(whole.object().value(u"lines"_qs).toInt(), 5);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--json"_qs}).object().value(u"spoken"_qs).toInt(),
                 5);
        QFile file(app::danmaku::auditFiles(folder).first());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll().replace("\"spoken\":\"2\"", "\"spoken\":\"9\"");
        file.resize(0);
        file.write(text);
        file.close();
        const Run changed = m_program.run({u"danmaku"_qs, u"audit"_qs, folder, u"--verify"_qs});
        QCOMPARE(changed.status, 1);
        QVERIFY2(changed.output.contains("jsonl:3: This line was changed"), changed.output.constData());
    }

    void wrongUsageIsSaid() {
        QCOMPARE(m_program.run({u"danmaku"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"sing"_qs}).status, 2);
        QCOMPARE(m_program.run({u"danmaku"_qs, u"audit"_qs, u"--rate"_qs, u"3"_qs}).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestDanmakuVerb)
#include "tst_danmaku_verb.moc"
