// The recorder on a real sound server, whose null sink's monitor is the microphone.
#include <QTest>

#include <QProcess>
#include <QSignalSpy>

#include <cmath>
#include <complex>
#include <numbers>

#include "app/voices/qt_input.h"
#include "app/voices/recorder.h"
#include "tests/app/speech/sound_server.h"

using namespace app::voices;
using namespace Qt::StringLiterals;
using Stage = Recorder::Stage;

namespace {

constexpr int kPatience = 30000;

// Plays a tone, or silence, into a sink for as long as it lives.
class Voice {
public:
    Voice(const QString &sink, double decibel) {
        std::vector<float> samples(24000 * 100);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = float(std::pow(10, decibel / 20) * std::sin(2 * std::numbers::pi * 500 * double(i) / 24000));
        m_process.start(u"pacat"_qs, {u"--playback"_qs, u"--raw"_qs, u"--device="_qs + sink, u"--format=float32le"_qs,
                                      u"--rate=24000"_qs, u"--channels=1"_qs, u"--latency-msec=100"_qs});
        m_process.waitForStarted(kPatience);
        m_process.write(reinterpret_cast<const char *>(samples.data()), qint64(samples.size() * sizeof(float)));
    }
    ~Voice() {
        m_process.kill();
        m_process.waitForFinished(kPatience);
    }
    Voice(const Voice &) = delete;
    Voice &operator=(const Voice &) = delete;

private:
    QProcess m_process;
};

double rms(const std::vector<float> &samples) {
    double sum = 0;
    for (const float sample : samples)
        sum += double(sample) * double(sample);
    return std::sqrt(sum / double(samples.size()));
}

// What is left of a sound without its 500 Hz, against all of it, dB: a sample that is missing or doubled turns the
// phase.
double restDb(const std::vector<float> &samples) {
    std::complex<double> tone = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        tone += double(samples[i]) * std::polar(1.0, -2 * std::numbers::pi * 500 * double(i) / 24000);
    const double amplitude = 2 * std::abs(tone) / double(samples.size()), all = rms(samples);
    return 10 * std::log10(std::max(1e-9, all * all - amplitude * amplitude / 2) / (all * all));
}

} // namespace

class TestRecorder : public QObject {
    Q_OBJECT

    SoundServer m_server;

    static bool waitFor(Recorder &recorder, Stage stage) {
        return QTest::qWaitFor([&] { return recorder.stage() == stage; }, kPatience);
    }

private Q_SLOTS:
    void initTestCase() {
        const QString trouble = m_server.startForTests({u"mic"_qs, u"other"_qs});
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        // What a sound card's microphone is to programs, with the sink's sound: Qt does not list monitors.
        QCOMPARE(QProcess::execute(u"pactl"_qs, {u"load-module"_qs, u"module-remap-source"_qs,
                                                 u"master=other.monitor"_qs, u"source_name=desk"_qs, u"rate=24000"_qs,
                                                 u"channels=1"_qs, u"source_properties=device.description=Desk"_qs}),
                 0);
    }

    void aVoiceIsRecorded() {
        const Voice voice(u"mic"_qs, -20);
        Recorder recorder;
        QSignalSpy devices(&recorder, &Recorder::devicesChanged), stages(&recorder, &Recorder::stageChanged),
            levels(&recorder, &Recorder::levelChanged), room(&recorder, &Recorder::roomMeasured),
            counts(&recorder, &Recorder::countedIn), recorded(&recorder, &Recorder::recorded),
            elapsed(&recorder, &Recorder::elapsed), problems(&recorder, &Recorder::problem);
        recorder.open("mic.monitor");
        QCOMPARE(recorder.stage(), Stage::Opening);
        QVERIFY(waitFor(recorder, Stage::Ready));
        QVERIFY(QTest::qWaitFor([&] { return !levels.isEmpty() && levels.last()[1].toDouble() > -30; }, kPatience));
        const double peak = levels.last()[0].toDouble(), level = levels.last()[1].toDouble();
        QVERIFY2(std::abs(peak + 20) < 1 && std::abs(level + 23) < 1, qPrintable(u"%1 %2"_qs.arg(peak).arg(level)));

        QVERIFY(!devices.isEmpty());
        QStringList names;
        const QList<InputDevice> known = recorder.devices();
        for (const InputDevice &device : known) {
            names << QString::fromUtf8(device.id);
            QVERIFY(device.isMonitor == device.id.endsWith(".monitor") && !device.name.isEmpty());
        }
        QVERIFY(names.contains(u"mic.monitor"_qs) && names.contains(u"other.monitor"_qs));
        QCOMPARE(names.first(), u"desk"_qs); // microphones come before monitors
        QCOMPARE(known.first().name, u"Desk"_qs);

        levels.clear();
        recorder.start();
        QCOMPARE(recorder.stage(), Stage::Room);
        QVERIFY(waitFor(recorder, Stage::Recording));
        QVERIFY2(levels.size() >= 4 * 20, qPrintable(QString::number(levels.size()))); // of four seconds
        QCOMPARE(room.size(), 1);
        QVERIFY(std::abs(room.first().first().value<RoomNoise>().dbfs + 23) < 1);
        QList<int> counted;
        for (const auto &count : counts)
            counted << count.first().toInt();
        QCOMPARE(counted, (QList<int>{3, 2, 1}));

        QVERIFY(QTest::qWaitFor([&] { return !elapsed.isEmpty() && elapsed.last()[0].toDouble() > 2; }, kPatience));
        recorder.finish();
        QCOMPARE(recorder.stage(), Stage::Ready);
        QCOMPARE(recorded.size(), 1);
        QVERIFY(recorded.first()[1].toBool());
        const auto clip = recorded.first().first().value<engine::ClipPtr>();
        QCOMPARE(clip->sampleRate, engine::kSampleRate);
        QVERIFY(clip->seconds() > 2 && clip->seconds() < 60);
        QVERIFY(std::abs(20 * std::log10(rms(clip->samples)) + 23) < 0.2);
        QVERIFY2(restDb(clip->samples) < -40, qPrintable(QString::number(restDb(clip->samples))));
        QVERIFY(problems.isEmpty());
        recorder.close();
        QCOMPARE(recorder.stage(), Stage::Closed);
    }

    void whatIsCancelledIsGone() {
        const Voice voice(u"mic"_qs, -20);
        Recorder recorder;
        QSignalSpy recorded(&recorder, &Recorder::recorded);
        recorder.start(); // nothing is open
        QCOMPARE(recorder.stage(), Stage::Closed);
        recorder.open("mic.monitor");
        QVERIFY(waitFor(recorder, Stage::Ready));
        recorder.start();
        QVERIFY(waitFor(recorder, Stage::CountIn));
        recorder.finish(); // nothing has been recorded yet
        QCOMPARE(recorder.stage(), Stage::Ready);
        recorder.start();
        QVERIFY(waitFor(recorder, Stage::Recording));
        recorder.cancel();
        QCOMPARE(recorder.stage(), Stage::Ready);
        QCOMPARE(recorded.size(), 0);
    }

    void aMicrophoneThatGoesLeavesWhatItGave() {
        const Voice voice(u"mic"_qs, -20);
        Recorder recorder;
        QSignalSpy recorded(&recorder, &Recorder::recorded), problems(&recorder, &Recorder::problem),
            elapsed(&recorder, &Recorder::elapsed);
        recorder.open("mic.monitor");
        QVERIFY(waitFor(recorder, Stage::Ready));
        recorder.start();
        QVERIFY(QTest::qWaitFor([&] { return !elapsed.isEmpty() && elapsed.last()[0].toDouble() > 1; }, kPatience));
        m_server.removeSink(u"mic"_qs);
        QVERIFY(problems.wait(kPatience));
        QCOMPARE(recorded.size(), 1);
        QVERIFY(!recorded.first()[1].toBool());
        const auto clip = recorded.first().first().value<engine::ClipPtr>();
        QVERIFY(clip->seconds() >= elapsed.last()[0].toDouble() && clip->seconds() < 60);
        const auto problem = problems.first().first().value<app::Problem>();
        QVERIFY2(problem.what.contains(u"mic"_qs) && problem.what.contains(u"is gone"_qs), qPrintable(problem.what));
        QVERIFY(problem.remedy.contains(u"kept"_qs));
        QCOMPARE(recorder.stage(), Stage::Closed);
        m_server.addSink(u"mic"_qs);
        recorder.open("mic.monitor"); // it is there again
        QVERIFY(waitFor(recorder, Stage::Ready));
    }

    void aMicrophoneThatIsNotThereSaysSo() {
        Recorder recorder;
        QSignalSpy problems(&recorder, &Recorder::problem);
        recorder.open("nobody");
        QVERIFY(problems.wait(kPatience));
        QVERIFY(problems.first().first().value<app::Problem>().what.contains(u"cannot be opened"_qs));
        QCOMPARE(recorder.stage(), Stage::Closed);
    }

    void whatALoudspeakerPlaysIsNotTheSystemsMicrophone() {
        QCOMPARE(QProcess::execute(u"pactl"_qs, {u"set-default-source"_qs, u"mic.monitor"_qs}), 0);
        const Voice voice(u"other"_qs, -20); // what the desk's microphone hears
        Recorder recorder;
        QSignalSpy levels(&recorder, &Recorder::levelChanged);
        recorder.open();
        QVERIFY(QTest::qWaitFor([&] { return !levels.isEmpty() && levels.last()[1].toDouble() > -30; }, kPatience));
        const QList<InputDevice> known = recorder.devices();
        for (const InputDevice &device : known)
            QCOMPARE(device.isDefault, device.id == "desk");
    }

    void devicesComeAndGo() {
        Recorder recorder;
        QSignalSpy devices(&recorder, &Recorder::devicesChanged);
        recorder.open("mic.monitor");
        const auto has = [&](const QByteArray &id) {
            const QList<InputDevice> known = recorder.devices();
            return std::any_of(known.begin(), known.end(), [&](const InputDevice &device) { return device.id == id; });
        };
        QVERIFY(QTest::qWaitFor([&] { return has("other.monitor"); }, kPatience));
        m_server.addSink(u"third"_qs);
        QVERIFY(QTest::qWaitFor([&] { return has("third.monitor"); }, kPatience));
        m_server.removeSink(u"third"_qs);
        QVERIFY(QTest::qWaitFor([&] { return !has("third.monitor"); }, kPatience));
    }

    void throughQt() { // as builds without PulseAudio do
        const Voice voice(u"other"_qs, -20);
        Recorder recorder(nullptr, [](const QByteArray &id) { return std::make_unique<QtInput>(id); });
        QSignalSpy recorded(&recorder, &Recorder::recorded), elapsed(&recorder, &Recorder::elapsed);
        recorder.open("desk");
        QVERIFY(waitFor(recorder, Stage::Ready));
        QVERIFY(!recorder.devices().isEmpty());
        recorder.start();
        QVERIFY(QTest::qWaitFor([&] { return !elapsed.isEmpty() && elapsed.last()[0].toDouble() > 1; }, kPatience));
        recorder.finish();
        QCOMPARE(recorded.size(), 1);
        const auto clip = recorded.first().first().value<engine::ClipPtr>();
        QVERIFY(std::abs(20 * std::log10(rms(clip->samples)) + 23) < 0.2);
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
