// The store against a plain list of everything that was ever added: whatever is asked, nothing that was measured is
// lost, no column shows more than there was, and a gap is a gap; however long it runs, it takes the same memory.
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <limits>
#include <vector>

#include "app/performance/performance_table.h"
#include "app/performance/probe_thread.h"
#include "app/performance/series_store.h"
#include "tests/patience.h"

using namespace app::performance;

namespace {

constexpr qint64 kBegin = 1'795'000'000'000; // ms; some day
constexpr qint64 kHour = 3'600'000;

struct Value {
    qint64 at;
    float value;
};

// So coarse it may be that far back.
qint64 coarsest(qint64 age) {
    return age < 6 * kHour - 60'000 ? 4'000 : age < 24 * kHour - 60'000 ? 16'000 : 128'000;
}

} // namespace

class TestSeriesStore : public QObject {
    Q_OBJECT

    // Temperatures that wander, with spikes of one sample, hours without any, at 2 Hz.
    static std::vector<Value> fill(SeriesStore &store, double hours, QRandomGenerator &random) {
        std::vector<Value> all;
        float wander = 50;
        for (qint64 at = kBegin; at < kBegin + qint64(hours * double(kHour)); at += 490 + random.bounded(20)) {
            if (random.bounded(20'000) == 0)
                at += 10'000 + random.bounded(400'000);
            wander += float(random.generateDouble() - 0.5);
            const float value = random.bounded(3'000) == 0 ? 95.0F : wander;
            all.push_back({at, value});
            store.add(Series::GpuTemperature, at, double(value));
        }
        return all;
    }

private Q_SLOTS:
    void nothingIsLost() {
        QRandomGenerator random(11);
        SeriesStore store;
        const std::vector<Value> all = fill(store, 30, random);
        const qint64 now = all.back().at;
        for (int question = 0; question < 400; ++question) {
            const qint64 length = qint64(std::pow(10.0, 3 + 5 * random.generateDouble())); // 1 s … 28 h
            const qint64 to = now - qint64(random.generateDouble() * double(24 * kHour - std::min(length, 23 * kHour)));
            const qint64 from = std::max(to - length, now - 24 * kHour);
            const int pixels = 1 + int(random.bounded(2000));
            const auto points = store.points(Series::GpuTemperature, from, to, pixels);
            QVERIFY(int(points.size()) <= pixels);
            const auto within = [&](qint64 low, qint64 high) {
                const auto begin = std::lower_bound(all.begin(), all.end(), low,
                                                    [](const Value &one, qint64 at) { return one.at < at; });
                const auto end =
                    std::upper_bound(begin, all.end(), high, [](qint64 at, const Value &one) { return at < one.at; });
                return std::vector<Value>(begin, end);
            };
            // Each point tells exactly what was measured in its time, and together they leave nothing out.
            qint64 told = std::numeric_limits<qint64>::min();
            for (const SeriesPoint &point : points) {
                QVERIFY(point.from > told && point.from <= point.to);
                QVERIFY(point.to >= from && point.from <= to);
                const auto its = within(point.from, point.to);
                QVERIFY(!its.empty() && its.front().at == point.from && its.back().at == point.to);
                float low = its.front().value, high = low;
                double sum = 0;
                for (const Value &one : its) {
                    low = std::min(low, one.value);
                    high = std::max(high, one.value);
                    sum += double(one.value);
                }
                QCOMPARE(point.low, low);
                QCOMPARE(point.high, high);
                QVERIFY(std::abs(double(point.mean) - sum / double(its.size())) < 0.01);
                const double column = double(to - from) / pixels;
                QVERIFY(double(point.to - point.from) <=
                        column + 2 * std::max(column, double(coarsest(now - point.from))));
                // A line is not drawn where nothing was measured for long.
                const auto before = std::lower_bound(all.begin(), all.end(), point.from,
                                                     [](const Value &one, qint64 at) { return one.at < at; });
                const bool gap = told != std::numeric_limits<qint64>::min() && point.from - told > 5000;
                QCOMPARE(point.gap, gap);
                if (told != std::numeric_limits<qint64>::min())
                    QCOMPARE(std::prev(before)->at, told);
                told = point.to;
            }
            const auto asked = within(from, to);
            if (!asked.empty()) {
                QVERIFY(!points.empty());
                QVERIFY(points.front().from <= asked.front().at && points.back().to >= asked.back().at);
            }
        }
    }

    // Who samples faster from now on finds no holes in what was measured slowly.
    void aGapIsOneByTheRateOfItsTime() {
        SeriesStore store;
        const auto gaps = [&] {
            int found = 0;
            for (const SeriesPoint &point : store.points(Series::CpuUtilisation, kBegin, kBegin + kHour, 3600))
                found += point.gap;
            return found;
        };
        store.setGap(30'000);
        for (int i = 0; i < 60; ++i)
            store.add(Series::CpuUtilisation, kBegin + i * 10'000, 40);
        store.setGap(5'000);
        for (int i = 0; i < 60; ++i)
            store.add(Series::CpuUtilisation, kBegin + 590'000 + 500 * i, 40);
        QCOMPARE(gaps(), 0);
        store.add(Series::CpuUtilisation, kBegin + 700'000, 40);
        QCOMPARE(gaps(), 1);
    }

    void whatWasAtAMoment() {
        QRandomGenerator random(12);
        SeriesStore store;
        const std::vector<Value> all = fill(store, 26, random);
        const qint64 now = all.back().at;
        for (int question = 0; question < 2000; ++question) {
            const Value &one = all[random.bounded(quint32(all.size()))];
            if (now - one.at > 24 * kHour)
                continue;
            const auto found = store.at(Series::GpuTemperature, one.at, 300);
            QVERIFY(found && found->from <= one.at && found->to >= one.at);
            QVERIFY(found->low <= one.value && one.value <= found->high);
            if (now - one.at < kHour - 120'000) // as it was measured
                QVERIFY(found->low == found->high && found->from == one.at);
        }
        QVERIFY(!store.at(Series::GpuTemperature, now + 60'000, 5000));
        QVERIFY(!store.at(Series::GpuPower, now, 5000)); // nobody measured it
        QCOMPARE(store.newest(Series::GpuTemperature)->from, now);
    }

    void twoDaysTakeNoMoreThanAMinute() {
        SeriesStore store;
        QVERIFY(store.bytes() < 10'000); // nothing is measured, nothing is taken
        const auto addAll = [&store](qint64 at) {
            for (const SeriesFacts &facts : allSeries())
                store.add(facts.series, at, double(at % 1000));
        };
        for (qint64 at = kBegin; at < kBegin + 60'000; at += 500)
            addAll(at);
        const std::size_t early = store.bytes();
        QVERIFY2(early < 14'000'000, qPrintable(QString::number(early)));
        for (qint64 at = kBegin + 60'000; at < kBegin + 48 * kHour; at += 500)
            addAll(at);
        QCOMPARE(store.bytes(), early);
        const qint64 reach = kBegin + 48 * kHour - store.points(Series::Rtf, kBegin, kBegin + 48 * kHour, 1000)[0].from;
        QVERIFY(reach >= 24 * kHour);
    }

    void whatIsNoValueIsNotThere() {
        SeriesStore store;
        store.add(Series::CpuTemperature, kBegin, std::nan(""));
        store.add(Series::CpuTemperature, kBegin, std::numeric_limits<double>::infinity());
        QVERIFY(store.points(Series::CpuTemperature, 0, kBegin * 2, 100).empty());
        QVERIFY(!store.oldest());
        store.add(Series::CpuTemperature, kBegin, 50);
        store.add(Series::CpuTemperature, kBegin - 1, 60); // a clock went back
        QCOMPARE(store.points(Series::CpuTemperature, kBegin - 1000, kBegin + 1000, 100).size(), std::size_t(1));
        QVERIFY(store.points(Series::CpuTemperature, kBegin + 1000, kBegin - 1000, 100).empty());
        QCOMPARE(store.points(Series::CpuTemperature, kBegin, kBegin, 0).size(), std::size_t(1));
    }

    void aTableOfARange() {
        SeriesStore store;
        for (qint64 at = kBegin; at < kBegin + 10'000; at += 500)
            store.add(Series::CpuTemperature, at, 40 + double(at - kBegin) / 1000);
        std::deque<Utterance> utterances(2);
        utterances[0].at = kBegin + 2'250;
        utterances[0].take = 7;
        utterances[0].model = QStringLiteral("a \"small\", odd name");
        utterances[0].timings.audioSeconds = 2;
        utterances[0].timings.synthesisSeconds = 0.5;
        utterances[1].at = kBegin + 20'000;
        utterances[1].failed = true;
        const QByteArray table = toCsv(tableOf(store, utterances, kBegin - 100'000, kBegin + 30'000));
        const QByteArrayList lines = table.split('\n');
        QVERIFY(lines[0].startsWith("time,cpu-temperature,utterance,take,rtf,"));
        QCOMPARE(lines.size(), 1 + 20 + 2 + 1);
        QVERIFY(lines[1].startsWith("2026-11-18T") && lines[1].contains("Z,40.00,"));
        const QByteArray spoken = lines[6];
        QVERIFY2(spoken.contains(",,studio,7,0.2500,0.0000,0.5000,2.0000,"), spoken.constData());
        QVERIFY2(spoken.contains("\"a \"\"small\"\", odd name\""), spoken.constData());
        QVERIFY2(lines[22].contains("failed"), lines[22].constData());
        const auto fields = lines[0].count(',');
        QCOMPARE(lines[1].count(','), fields);
        QCOMPARE(lines[22].count(','), fields);
    }

    // The thread that reads a probe: what it tells comes here, and nothing of it after its end, also when it hangs.
    void aThreadThatHangsIsLeftAlone() {
        using std::chrono::milliseconds;
        std::promise<void> letGo;
        std::atomic<int> begun = 0, done = 0;
        int told = 0;
        {
            ProbeThread thread("probe", this, [&, waits = letGo.get_future().share()](ProbeThread::Tell tell) {
                return [&, waits, tell] {
                    tell([&] { ++told; });
                    if (++begun == 3)
                        waits.get();
                    tell([&] { ++told; });
                    ++done;
                };
            });
            QCOMPARE(begun.load(), 0);
            thread.start(milliseconds(1));
            QTRY_COMPARE(told, 5); // of the third one half
            QTRY_VERIFY(thread.busyFor() > milliseconds(1));
            thread.pause();
            thread.end(milliseconds(5));
        }
        letGo.set_value();
        QTRY_COMPARE(done.load(), 3);
        QCoreApplication::processEvents();
        QCOMPARE(told, 5);
    }
};

QTEST_GUILESS_MAIN(TestSeriesStore)
#include "tst_series_store.moc"
