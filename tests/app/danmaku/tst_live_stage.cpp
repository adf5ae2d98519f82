// The queue live, where something is missing or odd: no sound device, or one that goes; rules that are not read yet; a
// clock that is set; a keychain that does not answer.
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "app/danmaku/air_player.h"
#include "app/danmaku/rules_file.h"
#include "app/services.h"
#include "app/settings/settings.h"
#include "app/speech/speech_queue.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_library.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/server/served_studio.h"
#include "tests/app/speech/sound_server.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using app::danmaku::AirPlayer;
using app::danmaku::Item;
using app::danmaku::LiveStage;
using app::danmaku::Stage;
using namespace Qt::StringLiterals;

namespace {

std::atomic<qint64> clockSetBy = 0; // s, by somebody who sets the machine's clock

}

// Everything of this program asks this one. Only the time of day is another one.
extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept {
    const auto result = int(::syscall(SYS_clock_gettime, clock, time));
    if (clock == CLOCK_REALTIME)
        time->tv_sec += clockSetBy;
    return result;
}

extern "C" int gettimeofday(timeval *time, void *) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

class TestLiveStage : public QObject {
    Q_OBJECT

    static std::unique_ptr<app::Services> servicesIn(const TinyData &data) {
        return std::make_unique<app::Services>(app::Places{data.path(u"config/settings.json"_qs), data.roots()});
    }

    static int waitingIn(const LiveStage &stage, Stage wanted) {
        const std::vector<Item> &waiting = stage.waiting();
        return int(
            std::count_if(waiting.begin(), waiting.end(), [&](const Item &item) { return item.stage == wanted; }));
    }

    static void useServer(const FakeTwitch &server) {
        const app::chat::TwitchAddress address = server.address();
        qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
    }

    static bool command(LiveStage &stage, app::danmaku::Command::What what, quint64 item = 0) {
        app::danmaku::Command command;
        command.what = what;
        command.item = item;
        return stage.command(command);
    }

private Q_SLOTS:
    void withoutASoundDeviceNothingThatWasPaidIsLost() {
        FakeTwitch server;
        useServer(server);
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        QStringList said;
        connect(&stage, &LiveStage::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        services->start();
        stage.connectTwitch({u"channel"_qs, {}, false});
        QTRY_COMPARE(server.joined(), 1);
        for (int i = 0; i < 4; ++i)
            server.say("ann" + QByteArray::number(i), u"here is number %1 for you"_qs.arg(i),
                       "m-" + QByteArray::number(i), "bits=500");
        QTRY_VERIFY(said.filter(u"could not be heard"_qs).size() == 1);
        QTRY_COMPARE(waitingIn(stage, Stage::Offered), 1);
        QCOMPARE(int(stage.waiting().size()), 4); // the others wait until there is one
        QVERIFY(!stage.onAir());
        QCOMPARE(stage.figures().failed, 0);
        QCOMPARE(int(stage.halt().cause), int(app::danmaku::Halt::Cause::NoSound));
        QVERIFY(!stage.halt().problem.remedy.isEmpty());
        for (const Item &item : stage.waiting())
            QCOMPARE(item.expectedWait, -1.0); // nobody knows, and nobody promises
        QVERIFY(command(stage, app::danmaku::Command::What::Resume));
        QCOMPARE(int(stage.halt().cause), int(app::danmaku::Halt::Cause::None));
        QTRY_COMPARE(waitingIn(stage, Stage::Offered), 2); // the next one was tried
    }

    // Each is started, read, removed from and stopped for itself.
    void severalChannelsAreReadAtOnce() {
        FakeTwitch server;
        useServer(server);
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        stage.setSilent(true);
        QStringList spoken; // voice: text
        connect(&services->queue(), &app::speech::SpeechQueue::finished, this, [&](const app::speech::Take &take) {
            spoken << QString::fromStdString(take.request.voice.id + ": " + take.request.text);
        });
        services->start();
        QTRY_VERIFY(services->voices().find(u"rms"_qs) && services->voices().find(u"slt"_qs));
        services->settings().setVoiceId(u"slt"_qs);
        stage.connectTwitch({u"https://twitch.tv/Ann"_qs, {}, false, u"rms"_qs});
        QCOMPARE(stage.channels(), QStringList{u"ann"_qs}); // at once
        stage.connectTwitch({u"bob"_qs, {}, false});
        QTRY_VERIFY(server.joinedIn("ann") == 1 && server.joinedIn("bob") == 1);
        QCOMPARE(stage.channels(), (QStringList{u"ann"_qs, u"bob"_qs}));
        QVERIFY(command(stage, app::danmaku::Command::What::Pause));
        app::danmaku::Rules rules = stage.rules();
        rules.queue.chatSeconds = 600; // however busy the machine is
        stage.setRules(rules);
        server.sayIn("ann", "dee", u"written in one"_qs, "m-1");
        server.sayIn("bob", "fay", u"written in the other"_qs, "m-2");
        server.sayIn("bob", "eve", u"not to be read"_qs, "m-3");
        QTRY_COMPARE(int(stage.waiting().size()), 3);
        server.sendIn("bob", ":tmi.twitch.tv CLEARCHAT #bob :eve\r\n");
        QTRY_COMPARE(int(stage.waiting().size()), 2);
        server.sendIn("ann", ":tmi.twitch.tv CLEARCHAT #ann :nobody\r\n");
        QVERIFY(command(stage, app::danmaku::Command::What::Resume));
        QTRY_COMPARE_WITH_TIMEOUT(stage.figures().played, 2, kLongEnough);
        spoken.sort();
        QVERIFY2(spoken.size() == 2 && spoken[0].startsWith(u"rms: "_qs) && spoken[0].contains(u"in one"_qs) &&
                     spoken[1].startsWith(u"slt: "_qs) && spoken[1].contains(u"in the other"_qs),
                 qPrintable(spoken.join(u'\n')));
        const auto phaseOf = [&](const QString &name) {
            for (const app::chat::SourceState &state : stage.sources())
                if (state.name == name)
                    return state.phase;
            return app::chat::SourceState::Phase::Off;
        };
        using Phase = app::chat::SourceState::Phase;
        QCOMPARE(int(phaseOf(u"twitch/ann"_qs)), int(Phase::Live));
        server.setOpen(false); // so that it stays away
        server.dropIn("bob");  // the other one goes on
        QTRY_COMPARE(int(phaseOf(u"twitch/bob"_qs)), int(Phase::Waiting));
        QCOMPARE(int(phaseOf(u"twitch/ann"_qs)), int(Phase::Live));
        server.setOpen(true);
        stage.reconnectNow(u"twitch/bob"_qs);
        QTRY_COMPARE(int(phaseOf(u"twitch/bob"_qs)), int(Phase::Live));
        QVERIFY(command(stage, app::danmaku::Command::What::Pause));
        server.sayIn("ann", "gus", u"this one waits"_qs, "m-4");
        server.sayIn("bob", "hal", u"and this one too"_qs, "m-5");
        QTRY_COMPARE(int(stage.waiting().size()), 2);
        QVERIFY(stage.leaveChannel(u"ann"_qs));
        QCOMPARE(stage.channels(), QStringList{u"bob"_qs});
        QVERIFY(!stage.leaveChannel(u"ann"_qs));
        QTRY_COMPARE(server.joinedIn("ann"), 0);
        QCOMPARE(int(stage.waiting().size()), 1);
        QCOMPARE(stage.waiting()[0].message->channel, u"bob"_qs);
        stage.connectTwitch({u"ann"_qs, {}, false}); // again
        QTRY_COMPARE(server.joinedIn("ann"), 1);
        QCOMPARE(server.joinedIn("bob"), 1);
        stage.stopAll();
        QVERIFY(stage.channels().isEmpty() && stage.sources().isEmpty());
        QTRY_COMPARE(server.joined(), 0);
        QVERIFY(stage.sources().isEmpty()); // nothing comes late
        // No more than Twitch allows, of which not all are tried at once.
        QStringList said;
        connect(&stage, &LiveStage::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        for (int i = 0; i <= LiveStage::kMostChannels; ++i)
            stage.connectTwitch({u"channel_%1"_qs.arg(i), {}, false});
        QCOMPARE(stage.channels().size(), LiveStage::kMostChannels);
        QVERIFY2(said.size() == 1 && said[0].contains(u"channel_100"_qs), qPrintable(said.join(u' ')));
        QTRY_COMPARE(int(stage.sources().size()), LiveStage::kMostChannels);
        const auto waits = [](const auto &state) { return state.phase == Phase::Waiting && state.nextTry > 0; };
        QTRY_VERIFY(std::count_if(stage.sources().begin(), stage.sources().end(), waits) > 0);
        stage.stopAll();
        // What failed and is started again is read at once; of many that failed the last stay to be seen.
        const QString bad = u"no-channel-0"_qs;
        stage.connectTwitch({bad, {}, false});
        QTRY_COMPARE(int(phaseOf(u"twitch/"_qs + bad)), int(Phase::Failed));
        QVERIFY(stage.channels().isEmpty());
        stage.connectTwitch({bad, {}, false});
        QCOMPARE(stage.channels(), QStringList{bad});
        for (int i = 1; i < 40; ++i)
            stage.connectTwitch({u"no-channel-%1"_qs.arg(i), {}, false});
        QTRY_VERIFY(stage.sources().size() == 40 && stage.channels().isEmpty());
        stage.connectTwitch({u"no-channel-40"_qs, {}, false});
        QTRY_VERIFY(stage.sources().size() == 21 && stage.channels().isEmpty());
        QCOMPARE(stage.sources().last().channel, u"no-channel-40"_qs);
        stage.stopAll();
    }

    // As after a suspend, when the time of day is set by NTP, or by hand.
    void aClockThatIsSetMakesNothingLateAndNothingEternal() {
        FakeTwitch server;
        useServer(server);
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        services->start();
        stage.connectTwitch({u"channel"_qs, {}, false});
        QTRY_COMPARE(server.joined(), 1);
        QVERIFY(command(stage, app::danmaku::Command::What::Pause));
        app::danmaku::Rules rules = stage.rules();
        rules.queue.chatSeconds = 600; // however busy the machine is
        stage.setRules(rules);
        int said = 0;
        for (const qint64 hours : {0, 1, -1}) {
            clockSetBy = hours * 3600;
            ++said;
            QVERIFY(std::abs(QDateTime::currentMSecsSinceEpoch() - stage.now() - hours * 3'600'000) < 600'000);
            server.say("ann", u"this is number %1"_qs.arg(said), "m-" + QByteArray::number(said));
            QTRY_COMPARE(int(stage.waiting().size()), said);
            for (const Item &item : stage.waiting()) {
                QVERIFY(item.receivedAt <= stage.now() && item.receivedAt > stage.now() - 600'000);
                QVERIFY(item.deadline > stage.now() && item.deadline <= stage.now() + 600'000);
            }
        }
        clockSetBy = 0;
        QSignalSpy told(&stage, &LiveStage::changed); // with it the last of them is measured
        QVERIFY(command(stage, app::danmaku::Command::What::Mute));
        QTRY_VERIFY(!told.isEmpty());
        QVERIFY(stage.latencies().rowP95 >= 0);
        QVERIFY(stage.latencies().rowP95 < 600'000);
        // Nor does what was put back count: it came long ago.
        const double before = stage.latencies().rowP95;
        QVERIFY(command(stage, app::danmaku::Command::What::Remove, stage.waiting().front().id));
        QTest::qWait(int(before) + 100);
        QVERIFY(stage.undo());
        QTRY_COMPARE(int(stage.waiting().size()), 3);
        QCOMPARE(stage.latencies().rowP95, before);
        // Nor a copy of a shared chat, which waited for its own channel.
        auto copy = std::make_shared<app::chat::Message>();
        copy->source = u"twitch"_qs;
        copy->channel = u"channel"_qs;
        copy->user = copy->login = u"late"_qs;
        copy->text = u"written elsewhere"_qs;
        copy->fromChannel = u"99"_qs;
        copy->late = true;
        copy->receivedAt = stage.now() - 20'000;
        stage.inject(copy);
        QTRY_COMPARE(int(stage.waiting().size()), 4);
        told.clear();
        QVERIFY(command(stage, app::danmaku::Command::What::HoldAll));
        QTRY_VERIFY(!told.isEmpty());
        QCOMPARE(stage.latencies().rowP95, before);
        QCOMPARE(stage.figures().dropped, 0);
    }

    void aKeychainThatDoesNotAnswerSilencesNobody() {
        QLocalServer keychain; // takes the connection, and says nothing
        const TinyData data;
        QVERIFY(keychain.listen(data.path(u"bus"_qs)));
        const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + keychain.fullServerName().toUtf8());
        FakeTwitch server;
        useServer(server);
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        QStringList said;
        connect(&stage, &LiveStage::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        services->start();
        services->tokens().setPatience(std::chrono::milliseconds(50));
        stage.connectTwitch({u"channel"_qs, u"somebody"_qs, true});
        QTRY_COMPARE(server.joined(), 1);
        const QByteArray lines = server.lines().join('\n');
        QVERIFY2(lines.contains("NICK justinfan"), lines); // without signing in
        QVERIFY2(said.size() == 1 && said[0].contains(u"keychain does not answer"_qs), qPrintable(said.join(u' ')));
        QVERIFY(keychain.hasPendingConnections()); // it was asked
        // A server that has no token for that reason says what helps, and comes up when the keychain answers after all.
        using State = app::server::SpeechServer::State;
        app::server::SpeechServer &speech = services->server();
        speech.turnOn({.port = 0, .tokenOnLoopback = true});
        QTRY_COMPARE(int(speech.state()), int(State::Failed));
        QVERIFY2(speech.problem().remedy.contains(u"Unlock it"_qs), qPrintable(speech.problem().remedy));
        // Another one goes on with the token that an earlier keychain did not take. A new one takes its place in the
        // file, as this keychain does not take it either: what is asked for is what is kept, now and later.
        ServedStudio other;
        const QString old(64, u'a');
        QVERIFY(QDir(other.own.path()).mkpath(u"secrets"_qs));
        QFile file(other.own.filePath(u"secrets/server"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(old.toLatin1()) == old.size() &&
                file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.close();
        app::chat::TokenStore tokens(other.own.path(), other.files);
        tokens.setPatience(std::chrono::milliseconds(50));
        app::server::SpeechServer second(
            {other.settings, other.voices, other.editor, other.worker, other.queue, other.files, {}}, &tokens);
        QSignalSpy notRenewed(&second, &app::server::SpeechServer::tokenNotRenewed);
        second.turnOn({.port = 0, .tokenOnLoopback = true});
        QTRY_COMPARE(int(second.state()), int(State::On));
        QCOMPARE(second.token(), old);
        second.renewToken();
        QTRY_VERIFY(second.token() != old);
        const QString renewed = second.token();
        QCOMPARE(renewed.size(), 64);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromLatin1(file.readAll()).trimmed(), renewed);
        second.turnOn({.port = 0, .tokenOnLoopback = true, .origins = {"http://localhost:8080"}});
        QTRY_COMPARE(int(second.state()), int(State::On));
        QCOMPARE(second.token(), renewed);
        while (auto *asker = keychain.nextPendingConnection())
            asker->abort();
        keychain.close();
        QTRY_COMPARE(int(speech.state()), int(State::On));
        const QString token = speech.token();
        QCOMPARE(token.size(), 64);
        speech.turnOff();
        speech.turnOn({.port = 0, .tokenOnLoopback = true}); // it is the one that was kept
        QTRY_COMPARE(int(speech.state()), int(State::On));
        QCOMPARE(speech.token(), token);
        second.turnOff();
        second.turnOn({.port = 0, .tokenOnLoopback = true});
        QTRY_COMPARE(int(second.state()), int(State::On));
        QCOMPARE(second.token(), renewed);
        QCOMPARE(notRenewed.size(), 0);
        qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
    }

    void aDeviceThatGoesInTheMiddleIsWaitedForButNotForEver() {
        SoundServer sound;
        QCOMPARE(sound.startForTests({u"speakers"_qs}), QString());
        const TinyData data;
        app::storage::FileThread files;
        app::Settings settings(data.path(u"config/settings.json"_qs), files);
        const app::danmaku::StageClock clock;
        AirPlayer air(settings, clock, {int(kLongEnough), 300});
        QList<std::pair<quint64, AirPlayer::End>> ended;
        bool began = false;
        connect(&air, &AirPlayer::began, this, [&] { began = true; });
        connect(&air, &AirPlayer::over, this, [&](quint64 item, qint64, AirPlayer::End end) {
            ended.append({item, end});
        });
        auto clip = std::make_shared<engine::Clip>();
        for (int i = 0; i < 60 * engine::kSampleRate; ++i)
            clip->samples.push_back(0.1F * std::sin(float(i) * 0.1F));
        air.begin(7);
        air.append(7, clip);
        air.end(7);
        QTRY_VERIFY(began);
        sound.die();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(ended.first().first, quint64(7));
        QCOMPARE(int(ended.first().second), int(AirPlayer::End::Interrupted));
    }

    // One item after another on the monitor: the end of the first is not that of the second.
    void whatIsHeardAfterAnotherIsHeardToItsEnd() {
        SoundServer sound;
        QCOMPARE(sound.startForTests({u"speakers"_qs}), QString());
        FakeTwitch server;
        useServer(server);
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        QList<quint64> ended;
        QElapsedTimer second;
        double heard = 0;
        quint64 of = 0;
        connect(&stage, &LiveStage::previewEnded, this, [&](quint64 item) {
            ended << item;
            if (item == of)
                heard = double(second.elapsed()) / 1000;
        });
        services->start();
        stage.connectTwitch({u"channel"_qs, {}, false});
        QTRY_COMPARE(server.joined(), 1);
        QVERIFY(command(stage, app::danmaku::Command::What::Pause));
        app::danmaku::Rules rules = stage.rules();
        rules.queue.chatSeconds = 600; // however busy the machine is
        rules.queue.lookAhead = 2;
        rules.queue.lookAheadSeconds = 600;
        stage.setRules(rules);
        for (const char *who : {"ann", "bob"})
            server.say(who, u"this is what %1 wrote"_qs.arg(QLatin1String(who)), QByteArray("m-") + who);
        QTRY_COMPARE_WITH_TIMEOUT(waitingIn(stage, Stage::Ready), 2, kLongEnough);
        const std::vector<Item> items = stage.waiting();
        const double seconds = items[1].seconds;
        QVERIFY2(seconds > 0.5, qPrintable(QString::number(seconds)));
        stage.preview(items[0].id);
        QTest::qWait(300); // it sounds, where the machine is not too busy
        of = items[1].id;
        second.start();
        stage.preview(of);
        QTRY_COMPARE_WITH_TIMEOUT(ended, QList<quint64>({items[0].id, of}), kLongEnough);
        QVERIFY2(heard > 0.8 * seconds, qPrintable(u"%1 s of %2"_qs.arg(heard).arg(seconds)));
        stage.preview(items[0].id); // at once, before the player said that anything began
        stage.preview(of);
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 4, kLongEnough);
        QCOMPARE(ended.last(), of);
        QVERIFY2(heard > 0.8 * seconds, qPrintable(u"%1 s of %2"_qs.arg(heard).arg(seconds)));
    }

    void aTextIsTriedByTheRulesOfTheFile() {
        const TinyData data;
        app::danmaku::Rules rules;
        rules.filter.bannedPhrases = {u"quagmire"_qs};
        QDir(data.path({})).mkpath(u"config"_qs);
        QVERIFY(app::danmaku::writeRules(data.path(u"config/danmaku.json"_qs), rules).error.isEmpty());
        const auto services = servicesIn(data);
        bool answered = false, refused = false;
        services->danmaku().tryText(u"into the quagmire"_qs, this, [&](const QList<app::chat::FilterStep> &steps) {
            answered = true;
            refused = std::any_of(steps.begin(), steps.end(), [](const auto &step) { return step.refused; });
        });
        QTRY_VERIFY(answered);
        QVERIFY(refused);
    }

    // The phrase is compiled on the chat's thread; what came in before is looked through then.
    void aPhraseThatIsBannedInTheRulesTakesWhatWaits() {
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        services->start();
        QVERIFY(command(stage, app::danmaku::Command::What::Pause));
        QTRY_VERIFY(stage.paused()); // the rules were read
        app::danmaku::Rules rules = stage.rules();
        rules.queue.chatSeconds = 0; // however busy the machine is
        stage.setRules(rules);
        for (const char *text : {"into the quagmire", "out of the swamp"}) {
            auto message = std::make_shared<app::chat::Message>();
            message->source = u"bridge"_qs;
            message->login = message->user = u"ann"_qs;
            message->text = QString::fromLatin1(text);
            stage.inject(message);
        }
        QTRY_COMPARE(int(stage.waiting().size()), 2);
        rules.filter.bannedPhrases = {u"/qu[ao]gmire/"_qs, u"/[/"_qs};
        stage.setRules(rules);
        QTRY_VERIFY(stage.figures().removed == 1);
        QCOMPARE(stage.recent(1).front().rule, u"banned_phrase"_qs);
        QCOMPARE(int(stage.phraseObjections().size()), 1);
        QCOMPARE(stage.phraseObjections()[0].phrase, u"/[/"_qs);
    }
};

QTEST_GUILESS_MAIN(TestLiveStage)
#include "tst_live_stage.moc"
