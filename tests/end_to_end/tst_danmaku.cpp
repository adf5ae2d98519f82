// From a chat server to the loudspeaker of a stream: a message of a (made) Twitch channel is filtered, spoken by the
// demo voice, and heard at the program's own sound device, with captions for it; what a moderator removes falls silent.
#include <QDateTime>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/danmaku/audit.h"
#include "app/services.h"
#include "engine/data_folders.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::danmaku::DanmakuEvent;
using app::danmaku::LiveStage;
using namespace Qt::StringLiterals;
using What = DanmakuEvent::What;

namespace {

constexpr float kAudible = 0.003F;
const QString kOwnDevice = u"ishowtts_stream"_qs;

struct Cue {
    double from = 0, to = 0; // s
    QString text;
};

QList<Cue> cuesIn(const QString &file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression form(
        u"\\d+\n(\\d+):(\\d+):(\\d+),(\\d+) --> (\\d+):(\\d+):(\\d+),(\\d+)\n(.*)\n\n"_qs);
    QList<Cue> cues;
    auto each = form.globalMatch(QString::fromUtf8(in.readAll()));
    while (each.hasNext()) {
        const auto match = each.next();
        const auto time = [&](int first) {
            return match.captured(first).toInt() * 3600. + match.captured(first + 1).toInt() * 60. +
                   match.captured(first + 2).toInt() + match.captured(first + 3).toInt() / 1000.;
        };
        cues.append({time(1), time(5), match.captured(9)});
    }
    return cues;
}

// Stretches of sound with less than a second of silence in them, in s.
QList<Cue> soundsIn(const std::vector<float> &samples, double gap) {
    QList<Cue> sounds;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::abs(samples[i]) < kAudible)
            continue;
        const double at = double(i) / engine::kSampleRate;
        if (sounds.isEmpty() || at - sounds.last().to > gap)
            sounds.append({at, at, {}});
        sounds.last().to = at;
    }
    return sounds;
}

// A recording of which our clock knows when it began: what has come was played before, or is in the block of 50 ms that
// the device has just begun.
class ClockedRecording {
public:
    explicit ClockedRecording(const QString &sink) : m_recording(sink) {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { take(m_recording.more()); });
        m_timer.start(5);
    }

    bool runs() const { return m_recording.runs(); }
    const std::vector<float> &stop() {
        m_timer.stop();
        take(m_recording.stop());
        return m_samples;
    }
    double begunAt() const { return m_begunAt; } // s since 1970 UTC

private:
    void take(const std::vector<float> &more) {
        if (more.empty())
            return;
        m_samples.insert(m_samples.end(), more.begin(), more.end());
        const double now = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
        m_begunAt = std::min(m_begunAt, now - double(m_samples.size()) / engine::kSampleRate);
    }

    Recording m_recording;
    QTimer m_timer;
    std::vector<float> m_samples;
    double m_begunAt = std::numeric_limits<double>::max();
};

} // namespace

class TestDanmaku : public QObject {
    Q_OBJECT

    SoundServer m_sound;
    FakeTwitch m_twitch;
    QTemporaryDir m_home;
    std::unique_ptr<app::Services> m_services;
    std::map<What, int> m_seen;
    std::map<std::string, double> m_seconds;              // of sound, by the message's id; what is known of it
    std::map<std::string, quint64> m_items;               // by the message's id
    std::map<quint64, std::pair<double, double>> m_quiet; // s before an item's first sound, and after its last
    QString m_lastProblem;

    LiveStage &stage() { return m_services->danmaku(); }
    int seen(What what) const {
        const auto found = m_seen.find(what);
        return found == m_seen.end() ? 0 : found->second;
    }

private Q_SLOTS:
    void initTestCase() {
        QCOMPARE(m_sound.startForTests({u"speakers"_qs}), QString());
        m_sound.setDefaultSink(u"speakers"_qs);
        const app::chat::TwitchAddress address = m_twitch.address();
        qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        const std::filesystem::path home = m_home.path().toStdString();
        m_services = std::make_unique<app::Services>(
            app::Places{m_home.filePath(u"config/settings.json"_qs), {home, engine::shippedDataFolder()}, home});
        connect(&stage(), &LiveStage::event, this, [this](const DanmakuEvent &event) {
            ++m_seen[event.what];
            if (event.item.message && event.item.seconds > 0)
                m_seconds[event.item.message->id.toStdString()] = event.item.seconds;
            if (event.item.message)
                m_items[event.item.message->id.toStdString()] = event.item.id;
        });
        connect(&stage(), &LiveStage::soundMade, this, [this](quint64 item) {
            std::vector<float> samples;
            for (const engine::ClipPtr &clip : stage().soundOf(item))
                samples.insert(samples.end(), clip->samples.begin(), clip->samples.end());
            if (const QList<Cue> sounds = soundsIn(samples, 1000); !sounds.isEmpty())
                m_quiet[item] = {sounds[0].from, double(samples.size()) / engine::kSampleRate - sounds[0].to};
        });
        connect(&stage(), &LiveStage::problem, this, [this](const app::Problem &problem) {
            m_lastProblem = problem.what + u' ' + problem.detail;
            qWarning("%s", qPrintable(m_lastProblem));
        });
        QSignalSpy loaded(&m_services->worker(), &app::speech::SpeechWorker::loaded);
        m_services->start();
        QTRY_COMPARE(loaded.count(), 1);
        QTRY_VERIFY(m_services->voices().isRead());
    }

    void theOwnDeviceIsMadeAndChosen() {
        stage().makeOwnDevice(true);
        QTRY_VERIFY(stage().hasOwnDevice());
        QCOMPARE(QString::fromUtf8(m_services->settings().programDevice()), kOwnDevice);
    }

    void aMessageIsHeardWithItsCaptions() {
        stage().connectTwitch({u"https://twitch.tv/Some_Channel"_qs, {}, false});
        QTRY_VERIFY(!stage().sources().isEmpty() &&
                    stage().sources().first().phase == app::chat::SourceState::Phase::Live);
        QTRY_VERIFY(stage().sound().program().onAir);
        QTRY_VERIFY(stage().sound().program().present);
        ClockedRecording recording(kOwnDevice);
        QVERIFY(recording.runs());
        m_twitch.say("ann", u"hello there <b>friends</b>, what a nice evening"_qs, "m-1");
        QTRY_COMPARE(seen(What::Playing), 1);
        QFile caption(m_home.filePath(u"captions/captions.txt"_qs));
        QTRY_VERIFY(caption.exists());
        QTRY_COMPARE(seen(What::Played), 1);
        QTest::qWait(1500); // so that what is heard next stands apart
        m_twitch.say("bob", u"the second message is another one"_qs, "m-2");
        QTRY_COMPARE(seen(What::Played), 2);
        const std::vector<float> &heard = recording.stop();

        const QList<Cue> sounds = soundsIn(heard, 0.9);
        const QList<Cue> cues = cuesIn(m_home.filePath(u"captions/captions.srt"_qs));
        QCOMPARE(sounds.size(), 2);
        QTRY_COMPARE(cuesIn(m_home.filePath(u"captions/captions.srt"_qs)).size(), 2);
        QVERIFY(sounds[0].to - sounds[0].from > 0.5);
        const QList<Cue> now = cuesIn(m_home.filePath(u"captions/captions.srt"_qs));
        QVERIFY2(now[0].text.contains(u"nice evening"), qPrintable(now[0].text));
        QVERIFY2(now[0].text.contains(u"‹b›friends"), qPrintable(now[0].text)); // plain text, which no player reads
        QVERIFY2(now[1].text.contains(u"second message"), qPrintable(now[1].text));
        // Both clocks run alike, so that the time between two beginnings tells how well captions are timed.
        const double apart = (now[1].from - now[0].from) - (sounds[1].from - sounds[0].from);
        qInfo("captions: the second begins %.0f ms off, by the sound of the device; %.2f s and %.2f s of sound, "
              "captions of %.2f s and %.2f s",
              apart * 1000, sounds[0].to - sounds[0].from, sounds[1].to - sounds[1].from, now[0].to - now[0].from,
              now[1].to - now[1].from);
        // And by the clock of this machine: each caption stands while its message is heard. A voice is silent for some
        // hundredths of a second before its first sound and after its last.
        const double shift = double(stage().captionsBegunAt()) / 1000 - recording.begunAt();
        for (int i = 0; i < 2; ++i) {
            const double from = now[i].from + shift, to = now[i].to + shift;
            const auto quiet = m_quiet[m_items[i == 0 ? "m-1" : "m-2"]];
            qInfo(
                "caption %d: begins %.0f ms before its message (%.0f ms before what can be heard of it), ends %.0f ms "
                "after it (%.0f ms after what can be heard)",
                i + 1, (sounds[i].from - quiet.first - from) * 1000, (sounds[i].from - from) * 1000,
                (to - sounds[i].to - quiet.second) * 1000, (to - sounds[i].to) * 1000);
            QVERIFY(from < sounds[i].to && to > sounds[i].from);
        }
        const app::danmaku::Latencies latencies = stage().latencies();
        qInfo("socket to row %.0f ms (p95), socket to first sound %.0f ms (p95)", latencies.rowP95, latencies.soundP95);
        QVERIFY(latencies.rowP95 >= 0 && latencies.soundP95 > 0);
    }

    void whatIsRemovedFallsSilent() {
        ClockedRecording recording(kOwnDevice);
        QVERIFY(recording.runs());
        m_twitch.say(
            "eve",
            u"this is a very long message that nobody should have to hear to its end because a moderator takes "
            "it away while it is being read"_qs,
            "m-3");
        QTRY_COMPARE(seen(What::Playing), 3);
        QTest::qWait(400); // in the middle of it
        const double sentAt = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
        m_twitch.send("@room-id=1 :tmi.twitch.tv CLEARCHAT #some_channel :eve\r\n");
        QTRY_VERIFY(seen(What::Purged) >= 1);
        QTRY_VERIFY(!stage().onAir());
        QTest::qWait(1000);
        const std::vector<float> &heard = recording.stop();
        const QList<Cue> sounds = soundsIn(heard, 0.9);
        QCOMPARE(sounds.size(), 1);
        // Both by the clock of this machine, so that it does not count how long a recorder keeps back what it has.
        qInfo("silent %.0f ms after the line was sent", (recording.begunAt() + sounds[0].to - sentAt) * 1000);
        QVERIFY(double(heard.size()) / engine::kSampleRate > sounds[0].to + 0.5); // and nothing comes any more
        // Most of it was never heard: it would have gone on for seconds.
        const double heardInAll = sounds[0].to - sounds[0].from;
        QVERIFY2(heardInAll < 0.7 * m_seconds["m-3"], qPrintable(QString::number(heardInAll)));
        QCOMPARE(seen(What::Played), 2);
    }

    void whatWasReadStandsInTheAudit() {
        m_twitch.say("ann", u"!command nobody hears"_qs, "m-4");
        QTRY_VERIFY(seen(What::Filtered) >= 1);
        m_services.reset(); // writes what is left
        const QString folder = m_home.filePath(u"danmaku-audit"_qs);
        const auto report = app::danmaku::verifyAudit(folder);
        QVERIFY2(report.findings.isEmpty(), qPrintable(report.findings.value(0).what));
        QStringList lines;
        app::danmaku::readAudit(folder, [&](const QJsonObject &line) {
            lines << line.value(u"what"_qs).toString() + u' ' + line.value(u"rule"_qs).toString();
            return true;
        });
        QCOMPARE(lines.count(u"spoken "_qs), 3);
        QVERIFY(lines.contains(u"decision commands"_qs));
    }
};

QTEST_GUILESS_MAIN(TestDanmaku)
#include "tst_danmaku.moc"
