// The queue held by a microphone at a real sound server, where what a sink plays is what the microphone hears: it is
// open only when it may be, a tone holds and silence frees, and one that goes holds nobody.
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/danmaku/live_stage.h"
#include "app/danmaku/talk_hold.h"
#include "app/services.h"
#include "app/settings/settings.h"
#include "tests/app/speech/sound_server.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using app::danmaku::Command;
using app::danmaku::DanmakuEvent;
using app::danmaku::Item;
using app::danmaku::LiveStage;
using app::danmaku::TalkHold;
using namespace Qt::StringLiterals;
using State = TalkHold::State;

namespace {

// A tone at -23 dBFS in a sink for as long as it lives.
class Talker {
public:
    Talker() {
        std::vector<float> samples(std::size_t(engine::kSampleRate) * 100);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = 0.1F * std::sin(float(i % 24000) * 0.1309F);
        m_process.start(u"pacat"_qs, {u"--playback"_qs, u"--raw"_qs, u"--device=mic"_qs, u"--format=float32le"_qs,
                                      u"--rate=24000"_qs, u"--channels=1"_qs, u"--latency-msec=100"_qs});
        m_process.waitForStarted(kLongEnough);
        m_process.write(reinterpret_cast<const char *>(samples.data()), qint64(samples.size() * sizeof(float)));
    }
    ~Talker() {
        m_process.kill();
        m_process.waitForFinished(kLongEnough);
    }
    Talker(const Talker &) = delete;
    Talker &operator=(const Talker &) = delete;

private:
    QProcess m_process;
};

int openMicrophones() { // of all programs, as the server has it
    QProcess pactl;
    pactl.start(u"pactl"_qs, {u"list"_qs, u"short"_qs, u"source-outputs"_qs});
    pactl.waitForFinished(kLongEnough);
    return int(pactl.readAllStandardOutput().count('\n'));
}

// The queue with a microphone, paused.
struct HeldQueue {
    HeldQueue() : services(app::Places{data.path(u"config/settings.json"_qs), data.roots()}) {
        settings().setValue(u"talkMicrophone"_qs, u"mic.monitor"_qs);
        settings().setValue(u"talkRelease"_qs, 1.0);
        QObject::connect(&stage(), &LiveStage::event, &stage(), [this](const DanmakuEvent &event) {
            if (event.by == u"microphone")
                story << event.state;
            else if (event.what == DanmakuEvent::What::Playing)
                story << u"playing"_qs;
        });
        services.start();
    }

    LiveStage &stage() { return services.danmaku(); }
    app::Settings &settings() { return services.settings(); }
    void write(const char *text) {
        auto message = std::make_shared<app::chat::Message>();
        message->source = u"bridge"_qs;
        message->login = message->user = u"ann"_qs;
        message->text = QString::fromLatin1(text);
        stage().inject(message);
    }
    bool command(Command::What what) {
        Command command;
        command.what = what;
        return stage().command(command);
    }
    bool isReady() {
        const auto &waiting = stage().waiting();
        return std::any_of(waiting.begin(), waiting.end(),
                           [](const Item &item) { return item.stage == app::danmaku::Stage::Ready; });
    }

    TinyData data;
    app::Services services;
    QStringList story;
};

} // namespace

class TestTalkHold : public QObject {
    Q_OBJECT

    SoundServer m_sound;

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_sound.startForTests({u"speakers"_qs, u"mic"_qs}), QString()); }

    // Open only when it may be.
    void aToneHoldsTheQueueAndSilenceFreesIt() {
        HeldQueue studio;
        QVERIFY(studio.command(Command::What::Pause));
        QTRY_VERIFY(studio.stage().paused());
        app::danmaku::Rules rules = studio.stage().rules();
        rules.queue.chatSeconds = 0; // however busy the machine is
        studio.stage().setRules(rules);
        TalkHold talk(studio.stage(), studio.settings());
        QCOMPARE(int(talk.state()), int(State::Off)); // until somebody wants it
        studio.settings().setValue(u"talkListens"_qs, true);
        QCOMPARE(int(talk.state()), int(State::Resting));
        talk.setSeen(false);
        QCOMPARE(openMicrophones(), 0); // nothing is read
        studio.write("the first one of today");
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        QCOMPARE(openMicrophones(), 1);
        {
            const Talker talker;
            QTRY_VERIFY(studio.stage().talking());
            QVERIFY(talk.talks());
            QVERIFY(studio.command(Command::What::Resume));
            QTRY_VERIFY(studio.isReady()); // made meanwhile, and not read
            QVERIFY(!studio.stage().onAir());
        }
        QTRY_VERIFY2(studio.story.endsWith(u"playing"_qs), qPrintable(studio.story.join(u' ')));
        QCOMPARE(studio.story.first(), u"talking"_qs);
        QCOMPARE(studio.story.count(u"playing"_qs), 1);
        QCOMPARE(studio.story[studio.story.size() - 2], u"quiet"_qs);
        QVERIFY(!studio.stage().talking());
        studio.settings().setValue(u"talkListens"_qs, false);
        QCOMPARE(int(talk.state()), int(State::Off));
        QTRY_COMPARE(openMicrophones(), 0);
    }

    void aMicrophoneThatGoesFreesTheQueueAndIsHeardAgainWhenItIsBack() {
        HeldQueue studio;
        QVERIFY(studio.command(Command::What::Pause));
        QTRY_VERIFY(studio.stage().paused());
        studio.settings().setValue(u"talkListens"_qs, true);
        TalkHold talk(studio.stage(), studio.settings());
        QStringList said;
        int solved = 0;
        double loudest = -120;
        connect(&talk, &TalkHold::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        connect(&talk, &TalkHold::solved, this, [&] { ++solved; });
        connect(&talk, &TalkHold::levelChanged, this, [&](double level) { loudest = std::max(loudest, level); });
        talk.setSeen(true); // the page is open
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        QTRY_VERIFY(std::any_of(talk.devices().begin(), talk.devices().end(),
                                [](const auto &device) { return device.id == "speakers.monitor"; }));
        auto talker = std::make_unique<Talker>();
        QTRY_VERIFY(studio.stage().talking());
        QTRY_VERIFY2(std::abs(loudest + 23) < 1, qPrintable(QString::number(loudest)));
        m_sound.removeSink(u"mic"_qs);
        QTRY_VERIFY(!studio.stage().talking());
        QTRY_COMPARE(int(talk.state()), int(State::Missing));
        QVERIFY2(said.size() == 1 && said[0].contains(u"“Monitor of mic” is gone"_qs), qPrintable(said.join(u' ')));
        talker.reset();
        QCOMPARE(solved, 0);
        m_sound.addSink(u"mic"_qs);
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        QCOMPARE(solved, 1);
        const Talker again;
        QTRY_VERIFY(studio.stage().talking());
        studio.settings().setValue(u"talkMicrophone"_qs, u"speakers.monitor"_qs); // another one, where nobody talks
        QTRY_VERIFY(!studio.stage().talking());
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        talk.setSeen(false); // nothing is read
        QCOMPARE(int(talk.state()), int(State::Resting));
        QTRY_COMPARE(openMicrophones(), 0);
        QCOMPARE(said.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTalkHold)
#include "tst_talk_hold.moc"
