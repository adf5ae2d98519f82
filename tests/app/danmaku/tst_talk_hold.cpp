// The queue held by a microphone at a real sound server, where what a sink plays is what the microphone hears: it is
// open only when it may be, a tone holds and silence frees, one that goes holds nobody, and what is held when the
// Studio is closed is not lost.
#include <QElapsedTimer>
#include <QProcess>
#include <QSemaphore>
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
using app::danmaku::Stage;
using app::danmaku::TalkHold;
using namespace Qt::StringLiterals;
using State = TalkHold::State;

namespace {

// However late the server is.
app::danmaku::TalkPatience longPatience() {
    app::danmaku::TalkPatience patience;
    patience.missing = patience.silent = 600'000;
    return patience;
}

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
    HeldQueue() {
        begin();
        settings().setValue(u"talkMicrophone"_qs, u"mic.monitor"_qs);
        settings().setValue(u"talkRelease"_qs, 10.0); // longer than a server without time gives no tone
    }

    void begin() {
        services = std::make_unique<app::Services>(app::Places{data.path(u"config/settings.json"_qs), data.roots()});
        QObject::connect(&stage(), &LiveStage::event, &stage(), [this](const DanmakuEvent &event) {
            if (event.by == u"microphone")
                story << event.state;
            else if (event.what == DanmakuEvent::What::Playing)
                story << u"playing"_qs;
        });
        services->start();
    }

    LiveStage &stage() { return services->danmaku(); }
    app::Settings &settings() { return services->settings(); }
    void setRules(int chatSeconds, app::danmaku::Review review = app::danmaku::Review::Off) {
        app::danmaku::Rules rules = stage().rules();
        rules.queue.chatSeconds = chatSeconds;
        rules.review = review;
        stage().setRules(rules);
    }
    void write(const char *text, qint64 euros = 0) {
        auto message = std::make_shared<app::chat::Message>();
        message->source = u"bridge"_qs;
        message->login = message->user = u"ann"_qs;
        message->text = QString::fromLatin1(text);
        if (euros > 0)
            message->paid = {euros * 1'000'000, u"EUR"_qs};
        stage().inject(message);
    }
    bool command(Command::What what, const QString &text = {}) {
        Command command;
        command.what = what;
        command.text = text;
        command.all = true;
        return stage().command(command);
    }
    bool has(Stage wanted) {
        const auto &waiting = stage().waiting();
        return std::any_of(waiting.begin(), waiting.end(), [&](const Item &item) { return item.stage == wanted; });
    }

    TinyData data;
    std::unique_ptr<app::Services> services;
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
        studio.setRules(0); // however busy the machine is
        TalkHold talk(studio.stage(), studio.settings(), nullptr, longPatience());
        QCOMPARE(int(talk.state()), int(State::Off)); // until somebody wants it
        studio.settings().setValue(u"talkListens"_qs, true);
        QCOMPARE(int(talk.state()), int(State::Resting)); // nothing is read
        studio.write("the first one of today");
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        QCOMPARE(openMicrophones(), 1);
        {
            const Talker talker;
            QTRY_VERIFY(studio.stage().talking());
            QVERIFY(talk.talks());
            QVERIFY(studio.command(Command::What::Resume));
            QTRY_VERIFY(studio.has(Stage::Ready)); // made meanwhile, and not read
            QVERIFY(!studio.stage().onAir());
        }
        studio.settings().setValue(u"talkRelease"_qs, 0.2);
        QTRY_VERIFY2(studio.story.endsWith(u"playing"_qs), qPrintable(studio.story.join(u' ')));
        QCOMPARE(studio.story.first(), u"talking"_qs);
        QCOMPARE(studio.story.count(u"playing"_qs), 1);
        QCOMPARE(studio.story[studio.story.size() - 2], u"quiet"_qs);
        QVERIFY(!studio.stage().talking());
        int open = 0; // once it is read; bridges may send more
        connect(&studio.stage(), &LiveStage::changed, &talk, [&] {
            if (!studio.stage().onAir())
                open += talk.state() == State::Listening ? 1 : -1000;
        });
        QTRY_VERIFY2(open > 0, qPrintable(QString::number(open)));
        studio.settings().setValue(u"talkListens"_qs, false);
        QCOMPARE(int(talk.state()), int(State::Off));
        QTRY_COMPARE(openMicrophones(), 0);
    }

    void theMicrophoneIsClosedWhenNothingIsRead() {
        HeldQueue studio;
        QVERIFY(studio.command(Command::What::Pause));
        QTRY_VERIFY(studio.stage().paused());
        studio.settings().setValue(u"talkListens"_qs, true);
        app::danmaku::TalkPatience patience = longPatience();
        patience.bridges = 1;
        TalkHold talk(studio.stage(), studio.settings(), nullptr, patience);
        const auto rests = [&] { return talk.state() == State::Resting; };
        const auto restsWhenCleared = [&] {
            studio.command(Command::What::Clear);
            return rests();
        };
        app::danmaku::TwitchChoice none;
        none.channel = u"is none!"_qs;
        studio.stage().connectTwitch(none);
        const QList<app::chat::SourceState> &sources = studio.stage().sources();
        QTRY_VERIFY(sources.size() == 1 && sources[0].phase == app::chat::SourceState::Phase::Failed);
        QVERIFY(rests());
        studio.stage().startCrowd({20, 1});
        QTRY_COMPARE(int(talk.state()), int(State::Listening));
        QCOMPARE(openMicrophones(), 1);
        studio.stage().stopAll();
        QTRY_VERIFY(restsWhenCleared()); // also of what it had sent by then
        QTRY_COMPARE(openMicrophones(), 0);
        QVERIFY(studio.command(Command::What::Say, u"hello all"_qs));
        QTRY_VERIFY(!rests());
        QTRY_VERIFY(restsWhenCleared());
        studio.setRules(0, app::danmaku::Review::All);
        studio.write("may I be read"); // what waits for that may lie there for days
        QTRY_VERIFY(studio.has(Stage::Review));
        QTRY_VERIFY(rests());
    }

    void whatIsPaidAndHeldWhenTheStudioClosesIsOfferedAgain() {
        HeldQueue studio;
        studio.settings().setValue(u"talkListens"_qs, true);
        auto talk = std::make_unique<TalkHold>(studio.stage(), studio.settings(), nullptr, longPatience());
        talk->setSeen(true);
        QTRY_COMPARE(int(talk->state()), int(State::Listening));
        const Talker talker;
        QTRY_VERIFY(studio.stage().talking());
        studio.write("this is for the stream", 5);
        QTRY_VERIFY(studio.has(Stage::Ready));
        talk.reset();
        studio.services.reset();
        studio.begin();
        QTRY_VERIFY(studio.has(Stage::Offered));
        QVERIFY2(!studio.story.contains(u"playing"_qs), qPrintable(studio.story.join(u' ')));
    }

    // The line while something is read is for what is in the room.
    void whatStandsStillIsNotRead() {
        HeldQueue studio;
        studio.setRules(0);
        studio.settings().setValue(u"talkListens"_qs, true);
        studio.settings().setValue(u"talkLouder"_qs, 15.0);
        TalkHold talk(studio.stage(), studio.settings(), nullptr, longPatience());
        int plain = 0; // times in a row, standing
        connect(&talk, &TalkHold::levelChanged, &talk, [&](double, double line) {
            plain = line == -40 && studio.stage().onAir() && studio.stage().airStops() ? plain + 1 : 0;
        });
        connect(
            &studio.stage(), &LiveStage::event, &studio.stage(),
            [&](const DanmakuEvent &event) {
                if (event.what == DanmakuEvent::What::Playing)
                    studio.command(Command::What::Pause);
            },
            Qt::QueuedConnection);
        studio.write("this one begins and then it stands where it is, in the middle of what it says");
        QTRY_VERIFY(plain >= 20);
    }

    void whoIsLoudForLongIsToldSoWhereSomethingWaits() {
        HeldQueue studio;
        studio.setRules(0);
        studio.settings().setValue(u"talkListens"_qs, true);
        app::danmaku::TalkPatience patience = longPatience();
        patience.loud = 20;
        TalkHold talk(studio.stage(), studio.settings(), nullptr, patience);
        QStringList said;
        int levels = 0;
        connect(&talk, &TalkHold::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        connect(&talk, &TalkHold::levelChanged, this, [&] { ++levels; });
        talk.setSeen(true);
        const Talker talker;
        QTRY_VERIFY(studio.stage().talking());
        levels = 0;
        QTRY_VERIFY(levels > 10);
        QVERIFY2(said.isEmpty(), qPrintable(said.join(u' '))); // nothing waits
        studio.write("what is it that you say");
        QTRY_VERIFY2(said.size() == 1 && said[0].contains(u"loud for a minute"_qs), qPrintable(said.join(u' ')));
    }

    // What a sound server does that is stopped, where this is built without PulseAudio.
    void theStudioClosesThoughTheSoundServerNeverAnswers() {
        struct Server {
            QSemaphore asked, answers, gone;
        };
        const auto server = std::make_shared<Server>();
        const auto listenerWith = [&server](int ending) {
            app::danmaku::TalkPatience patience;
            patience.ending = ending;
            auto made = std::make_unique<app::danmaku::TalkListener>(patience, nullptr, [server]() {
                server->asked.release();
                server->answers.acquire();
                server->gone.release();
                return std::unique_ptr<app::voices::Microphone>();
            });
            made->look(true);
            return made;
        };
        auto listener = listenerWith(50), next = listenerWith(kLongEnough);
        QVERIFY(server->asked.tryAcquire(2, kLongEnough));
        listener.reset(); // waits for it no longer than it may
        QElapsedTimer waited;
        waited.start();
        next.reset(); // what hangs with it does not make that longer
        QVERIFY(waited.elapsed() < kLongEnough);
        QVERIFY(!server->gone.tryAcquire());
        server->answers.release(1'000);
        QVERIFY(server->gone.tryAcquire(2, kLongEnough)); // nor does an answer that comes late harm
    }

    void aMicrophoneThatGoesFreesTheQueueAndIsHeardAgainWhenItIsBack() {
        HeldQueue studio;
        QVERIFY(studio.command(Command::What::Pause));
        QTRY_VERIFY(studio.stage().paused());
        studio.settings().setValue(u"talkListens"_qs, true);
        TalkHold talk(studio.stage(), studio.settings(), nullptr, longPatience());
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
