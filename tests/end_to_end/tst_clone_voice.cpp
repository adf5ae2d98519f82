// From a raw recording to a sentence in the new voice, in the real Studio, with the keys and clicks that the guide
// (resources/guide/studio.md, "A voice of your own") tells: + or Ctrl+Shift+A, the file, the window, the words, Save
// and speak; and what comes out of the loudspeaker.
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <cmath>
#include <numbers>
#include <random>

#include "engine/audio/file.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"

using end_to_end::Desk;

namespace {

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QString kSaid = QStringLiteral("The garden is full of flowers. The garden is full of flowers.");
constexpr int kPatience = 120'000; // ms

} // namespace

class CloneVoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(m_desk.writeSettings(R"({"speech": {"nfe": 5}})"));
        // What somebody said six times, with pauses, as a recorder leaves it: stereo at 44.1 kHz or whatever it has.
        const auto said =
            engine::audio::readSound(std::filesystem::path(SOURCE_FOLDER) / "voices/slt/reference.wav", 60);
        engine::Clip raw{said.sampleRate, {}};
        for (int i = 0; i < 6; ++i) {
            raw.samples.insert(raw.samples.end(), said.interleaved.begin(), said.interleaved.end());
            raw.samples.insert(raw.samples.end(), std::size_t(said.sampleRate), 0.0F);
        }
        // A room: noise 40 dB under full scale, hum, and everything quieter than it could be.
        std::minstd_rand random(5);
        std::normal_distribution<float> noise(0, 0.006F);
        for (std::size_t i = 0; i < raw.samples.size(); ++i) {
            const double hum = 0.004 * std::sin(2 * std::numbers::pi * 50 * double(i) / raw.sampleRate);
            raw.samples[i] = 0.3F * raw.samples[i] + noise(random) + float(hum);
        }
        m_length = raw.seconds();
        engine::audio::writeWav(m_raw.toStdString(), raw);
    }

    void fromTheFileToASentence() {
        QProcess *window = m_desk.start(studio, {});
        QVERIFY(window && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QVERIFY(m_ears.listen(m_desk));
        QElapsedTimer taken;
        taken.start();
        QVERIFY(m_hands.keys({"ctrl+shift+a"}));
        QVERIFY(m_hands.focusWindow(QStringLiteral("A recording for a new voice")));
        QVERIFY(m_hands.keys({"ctrl+a"}) && m_hands.type(m_raw) && m_hands.keys({"Return"}));
        QVERIFY(m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QTest::qWait(1000); // as somebody looks at it; what is typed goes to the words
        QVERIFY(Desk::rests(*window));
        QVERIFY(drag(0.20, 0.60));
        QVERIFY(m_hands.keys({"alt+i", "ctrl+a"}));
        QVERIFY(m_hands.type(kSaid));
        QVERIFY(m_ears.hearNothing(0.5));
        QVERIFY(m_hands.keys({"alt+b"})); // Before: the window as it was recorded
        QVERIFY(m_ears.hear());
        QVERIFY(m_ears.hearNothing(1.5)); // it has ended
        QVERIFY(m_hands.keys({"alt+a"})); // After: as the model will hear it
        QVERIFY(m_ears.hear());
        QVERIFY(m_ears.hearNothing(1.5));
        QVERIFY(m_hands.keys({"ctrl+Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takenVoices(), QStringList{QStringLiteral("raw")}, kPatience);
        QVERIFY(m_ears.hear());
        // A minute is enough where the machine is not busy with other things.
        qInfo("%.1f s from the file to the sound", double(taken.elapsed()) / 1000);

        const QString folder = m_desk.folder(QStringLiteral("data/ishowtts-studio/voices/raw"));
        QFile file(folder + QStringLiteral("/voice.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject voice = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(voice[u"name"].toString(), QStringLiteral("raw"));
        QCOMPARE(voice[u"transcript"].toString(), kSaid);
        const QJsonObject origin = voice[u"origin"].toObject();
        QCOMPARE(origin[u"file"].toString(), QStringLiteral("raw.wav"));
        const double length = origin[u"to"].toDouble() - origin[u"from"].toDouble();
        // The best part begins near the beginning; the mouse took it along.
        QVERIFY2(length >= 3 && length <= 12 && origin[u"from"].toDouble() > 0.2 * m_length,
                 qPrintable(QStringLiteral("%1 s from %2").arg(length).arg(origin[u"from"].toDouble())));
        const auto kept = engine::audio::readSound((folder + QStringLiteral("/reference.wav")).toStdString(), 60);
        QVERIFY(std::abs(kept.seconds() - length) < 0.05);

        QVERIFY(m_hands.keys({"ctrl+q"}));
        QVERIFY(QTest::qWaitFor([&] { return window->state() == QProcess::NotRunning; }, 30'000));
        QCOMPARE(window->exitCode(), 0);
    }

private:
    // Over the recording, which lies along the top of the window.
    bool drag(double from, double to) {
        const auto said =
            m_desk.run(QStringLiteral("xdotool"), {QStringLiteral("getactivewindow"),
                                                   QStringLiteral("getwindowgeometry"), QStringLiteral("--shell")});
        if (!said)
            return false;
        QHash<QByteArray, int> geometry;
        for (const QByteArray &line : said->split('\n'))
            geometry.insert(line.split('=').first(), line.split('=').last().toInt());
        const double left = geometry["X"] + 12;
        const double wide = geometry["WIDTH"] - 24;
        const auto place = [&](double share) {
            return QStringList{QStringLiteral("mousemove"), QString::number(int(left + share * wide)),
                               QString::number(geometry["Y"] + 140), QStringLiteral("sleep"), QStringLiteral("0.1")};
        };
        QStringList hand = place(from) + QStringList{QStringLiteral("mousedown"), QStringLiteral("1")};
        for (int step = 1; step <= 10; ++step)
            hand += place(from + (to - from) * step / 10);
        return m_hands.xdotool(hand + QStringList{QStringLiteral("mouseup"), QStringLiteral("1")});
    }

    // Of the takes that the library holds.
    QStringList takenVoices() {
        QStringList found;
        {
            QSqlDatabase library = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("clone test"));
            library.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
            library.setDatabaseName(m_desk.folder(QStringLiteral("data/ishowtts-studio/library.sqlite")));
            if (library.open()) {
                QSqlQuery query(library);
                query.exec(QStringLiteral("SELECT voice FROM take WHERE removed IS NULL ORDER BY id"));
                while (query.next())
                    found << query.value(0).toString();
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("clone test"));
        return found;
    }

    Desk m_desk;
    QString m_raw = m_desk.folder(QStringLiteral("raw.wav"));
    double m_length = 0;
    end_to_end::Hands m_hands{m_desk};
    end_to_end::Ears m_ears;
};

QTEST_GUILESS_MAIN(CloneVoiceTest)
#include "tst_clone_voice.moc"
