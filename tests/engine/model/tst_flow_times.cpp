// The points in time that the flow visits. Expected values: f5_tts 1.1.22, get_epss_timesteps and the sway formula of
// CFM.sample, printed with nine digits.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "engine/model/flow_times.h"

using engine::Schedule;
using engine::model::flowTimes;

namespace {

QByteArray difference(const std::vector<float> &got, const std::vector<double> &expected, double tolerance) {
    if (got.size() != expected.size())
        return "there are " + QByteArray::number(qulonglong(got.size())) + " times";
    for (std::size_t i = 0; i < got.size(); ++i)
        if (!(std::abs(double(got[i]) - expected[i]) <= tolerance))
            return "time " + QByteArray::number(qulonglong(i)) + " is " + QByteArray::number(double(got[i]), 'g', 9);
    return {};
}

#define COMPARE_TIMES(got, expected, tolerance)                                                                        \
    do {                                                                                                               \
        const QByteArray problem = difference(got, expected, tolerance);                                               \
        QVERIFY2(problem.isEmpty(), problem.constData());                                                              \
    } while (false)

using List = std::vector<double>;

} // namespace

class TestFlowTimes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void epssTables_data() {
        QTest::addColumn<int>("nfe");
        QTest::addColumn<List>("thirtySeconds");
        QTest::addRow("5") << 5 << List{0, 2, 4, 8, 16, 32};
        QTest::addRow("6") << 6 << List{0, 2, 4, 6, 8, 16, 32};
        QTest::addRow("7") << 7 << List{0, 2, 4, 6, 8, 16, 24, 32};
        QTest::addRow("10") << 10 << List{0, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32};
        QTest::addRow("12") << 12 << List{0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32};
        QTest::addRow("16") << 16 << List{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32};
    }
    void epssTables() {
        QFETCH(int, nfe);
        QFETCH(List, thirtySeconds);
        List swayed;
        for (double &t : thirtySeconds) {
            t /= 32;
            swayed.push_back(1 - std::cos(M_PI / 2 * t)); // what sway -1 amounts to
        }
        COMPARE_TIMES(flowTimes(nfe, Schedule::Epss, 0), thirtySeconds, 0);
        COMPARE_TIMES(flowTimes(nfe, Schedule::Epss, -1), swayed, 2e-7);
    }

    void upstreamsOwnNumbers() {
        COMPARE_TIMES(flowTimes(7, Schedule::Epss, -1),
                      (List{0, 0.00481528044, 0.0192146897, 0.0430596471, 0.0761204958, 0.292893231, 0.617316604, 1}),
                      6e-8);
        COMPARE_TIMES(flowTimes(7, Schedule::Epss, -0.5),
                      (List{0, 0.0336576402, 0.0721073449, 0.115279824, 0.163060248, 0.396446615, 0.683658302, 1}),
                      6e-8);
        COMPARE_TIMES(flowTimes(7, Schedule::Epss, 1),
                      (List{0, 0.12018472, 0.23078531, 0.331940353, 0.423879504, 0.707106769, 0.882683396, 1}), 1.2e-7);
        COMPARE_TIMES(
            flowTimes(8, Schedule::Epss, -1),
            (List{0, 0.0192146897, 0.0761204958, 0.168530405, 0.292893231, 0.444429815, 0.617316604, 0.804909766, 1}),
            6e-8);
    }

    void countsWithoutTableAreUniform_data() {
        QTest::addColumn<int>("nfe");
        for (const int nfe : {1, 2, 4, 8, 9, 11, 15, 17, 32, 128})
            QTest::addRow("%d", nfe) << nfe;
    }
    void countsWithoutTableAreUniform() {
        QFETCH(int, nfe);
        List uniform;
        for (int i = 0; i <= nfe; ++i)
            uniform.push_back(double(i) / nfe);
        COMPARE_TIMES(flowTimes(nfe, Schedule::Epss, 0), uniform, 6e-8);
    }

    void uniformIsUniformWhereATableExists() {
        COMPARE_TIMES(flowTimes(7, Schedule::Uniform, 0), (List{0, 1. / 7, 2. / 7, 3. / 7, 4. / 7, 5. / 7, 6. / 7, 1}),
                      6e-8);
    }

    void timesRiseFromZeroToOne() {
        for (int nfe = 1; nfe <= 128; ++nfe)
            for (const Schedule schedule : {Schedule::Epss, Schedule::Uniform})
                for (const double sway : {-1.0, -0.3, 0.0, 0.7, 1.0}) {
                    const std::vector<float> times = flowTimes(nfe, schedule, sway);
                    QCOMPARE(times.size(), std::size_t(nfe) + 1);
                    QCOMPARE(times.front(), 0.0F);
                    QVERIFY(std::abs(times.back() - 1) < 1e-6F);
                    QVERIFY(std::is_sorted(times.begin(), times.end(), std::less_equal<>())); // strictly
                }
    }
};

QTEST_APPLESS_MAIN(TestFlowTimes)
#include "tst_flow_times.moc"
