// A second of the room, a count of three, a minute: by the number of samples, however they are cut into pieces.
#include <QTest>

#include <random>

#include "app/voices/recording_session.h"

using app::voices::RecordingSession;
using engine::quality::Verdict;
using Part = RecordingSession::Part;

namespace {

std::vector<float> noise(double seconds, double decibel) {
    std::mt19937 random(7);
    std::normal_distribution<double> level(0, std::pow(10, decibel / 20));
    std::vector<float> samples(std::size_t(std::lround(seconds * engine::kSampleRate)));
    for (float &sample : samples)
        sample = float(level(random));
    return samples;
}

std::vector<float> ramp(std::size_t from, std::size_t count) {
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = float(from + i);
    return samples;
}

} // namespace

class TestRecordingSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPartHasItsTime_data() {
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 479, 480, 24000, 33333, 200000})
            QTest::addRow("%d samples at a time", piece) << piece;
    }
    void eachPartHasItsTime() {
        QFETCH(int, piece);
        RecordingSession session;
        session.feed(ramp(0, 5000)); // before it is asked for, nothing counts
        QCOMPARE(session.part(), Part::Idle);
        session.start();
        QList<int> counts;
        int rooms = 0;
        std::size_t fed = 0;
        while (fed < 24000 * 5) {
            const auto news = session.feed(ramp(fed, std::size_t(piece)));
            fed += std::size_t(piece);
            rooms += news.room.has_value();
            if (news.countedIn)
                counts << *news.countedIn;
            if (fed < 24000)
                QCOMPARE(session.part(), Part::Room);
            else if (fed < 24000 * 4)
                QCOMPARE(session.part(), Part::CountIn);
            else
                QCOMPARE(session.part(), Part::Recording);
        }
        QCOMPARE(rooms, 1);
        if (piece <= 24000)
            QCOMPARE(counts, (QList<int>{3, 2, 1}));
        // What comes after the count is recorded, from its first sample on.
        const engine::Clip clip = session.recording();
        QCOMPARE(clip.samples.size(), fed - 24000 * 4);
        QCOMPARE(clip.samples.front(), 96000.0f);
        QCOMPARE(clip.samples.back(), float(fed - 1));
    }

    void aMinuteIsTheMost() {
        RecordingSession session;
        session.start();
        bool advanced = false;
        for (int second = 0; second < 70; ++second)
            advanced = session.feed(std::vector<float>(24000, 0.1f)).advanced || advanced;
        QCOMPARE(session.part(), Part::Full);
        QCOMPARE(session.seconds(), 60.0);
        session.start();
        QCOMPARE(session.part(), Part::Room);
        QCOMPARE(session.seconds(), 0.0);
    }

    void theRoomIsJudged_data() {
        QTest::addColumn<double>("level");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("word");
        QTest::newRow("quiet") << -65.0 << int(Verdict::Good) << QStringLiteral("quiet");
        QTest::newRow("a room") << -50.0 << int(Verdict::Attention) << QStringLiteral("can be heard");
        QTest::newRow("a fan") << -38.0 << int(Verdict::Alarm) << QStringLiteral("loud");
        QTest::newRow("muted") << -160.0 << int(Verdict::Attention) << QStringLiteral("muted");
    }
    void theRoomIsJudged() {
        QFETCH(double, level);
        QFETCH(int, verdict);
        QFETCH(QString, word);
        RecordingSession session;
        session.start();
        const auto news = session.feed(noise(1, level));
        QVERIFY(news.room);
        QVERIFY(std::abs(news.room->dbfs - std::max(level, -120.0)) < 0.5);
        QCOMPARE(int(news.room->verdict), verdict);
        QVERIFY2(news.room->sentence.contains(word), qPrintable(news.room->sentence));
        QVERIFY(news.room->sentence.endsWith(u'.'));
        QVERIFY(!news.room->sentence.contains(u'-'));
        QCOMPARE(news.room->sentence.contains(u" dBFS"), news.room->sentence.contains(QChar(0x2212)));
    }

    void aClickIsNotTheRoom() { // on Record, and a key later
        std::vector<float> samples = noise(1, -65);
        for (const std::size_t at : {std::size_t(1000), std::size_t(15000)}) {
            for (std::size_t i = 0; i < 150; ++i)
                samples[at + i] += i % 2 ? 0.3f : -0.3f;
        }
        RecordingSession session;
        session.start();
        const auto news = session.feed(samples);
        QVERIFY2(std::abs(news.room->dbfs + 65) < 1, qPrintable(QString::number(news.room->dbfs)));
        QCOMPARE(news.room->verdict, Verdict::Good);
    }

    void stoppingForgetsNothingYet() { // who stops may still want what is there
        RecordingSession session;
        session.start();
        session.feed(std::vector<float>(24000 * 6, 0.1f));
        session.stop();
        session.feed(std::vector<float>(24000, 0.1f));
        QCOMPARE(session.part(), Part::Idle);
        QCOMPARE(session.seconds(), 2.0);
    }
};

QTEST_APPLESS_MAIN(TestRecordingSession)
#include "tst_recording_session.moc"
