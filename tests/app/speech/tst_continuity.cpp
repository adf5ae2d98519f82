// The ear of the soaks hears every kind of break, and none where there is none.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "tests/app/speech/continuity.h"

class TestContinuity : public QObject {
    Q_OBJECT

    const engine::ClipPtr m_period = noise(1);

    // What a recorder hears of the endless sound between two samples.
    std::vector<float> stretch(std::size_t from, std::size_t to) const {
        std::vector<float> sound;
        for (std::size_t i = from; i < to; ++i)
            sound.push_back(m_period->samples[i % m_period->samples.size()]);
        return sound;
    }

    Continuity hear(const std::vector<std::vector<float>> &parts) const {
        std::vector<float> all(1000); // silence comes first
        for (const auto &part : parts)
            all.insert(all.end(), part.begin(), part.end());
        Continuity ear(m_period);
        for (std::size_t at = 0; at < all.size(); at += 777)
            ear.hear(std::span(all).subspan(at, std::min<std::size_t>(777, all.size() - at)));
        ear.finish();
        return ear;
    }

private Q_SLOTS:
    void unbrokenSoundHasNoBreak() {
        const Continuity ear = hear({stretch(5000, 80000)});
        QVERIFY(ear.breaks().empty());
        QCOMPARE(ear.secondsHeard(), 75000.0 / 24000);
    }

    void breaks_data() {
        QTest::addColumn<int>("silence");
        QTest::addColumn<int>("skipped");
        QTest::newRow("a gap") << 1440 << 0;
        QTest::newRow("a gap of a sample") << 1 << 0;
        QTest::newRow("a jump") << 0 << 480;
        QTest::newRow("a jump over one sample") << 0 << 1;
        QTest::newRow("a repeat") << 0 << -480;
        QTest::newRow("a gap and a repeat") << 500 << -240;
    }

    void breaks() {
        QFETCH(int, silence);
        QFETCH(int, skipped);
        const Continuity ear = hear({stretch(5000, 30000), std::vector<float>(std::size_t(silence)),
                                     stretch(std::size_t(30000 + skipped), 80000)});
        QCOMPARE(int(ear.breaks().size()), 1);
        const Continuity::Break found = ear.breaks().front();
        QCOMPARE(std::lround(found.at * 24000), 26000L);
        QCOMPARE(std::lround(found.foreign * 24000), long(silence));
        QCOMPARE(std::lround(found.skipped * 24000), long(skipped));
    }

    void soundThatNeverComesBackIsABreak() {
        const Continuity ear = hear({stretch(5000, 30000), std::vector<float>(2400)});
        QCOMPARE(int(ear.breaks().size()), 1);
        QCOMPARE(ear.breaks().front().foreign, 0.1);
    }
};

QTEST_GUILESS_MAIN(TestContinuity)
#include "tst_continuity.moc"
