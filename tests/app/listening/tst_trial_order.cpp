// The order of a session: balanced over thousands of them, checks where they belong, and sealed.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>

#include "app/listening/trial_order.h"
#include "engine/error.h"
#include "tests/app/listening/design_of_tests.h"

using namespace app::listening;
using Kind = Trial::Kind;

namespace {

std::vector<const Trial *> only(const TrialOrder &order, Kind kind) {
    std::vector<const Trial *> found;
    for (const Trial &trial : order.trials) {
        if (trial.kind == kind)
            found.push_back(&trial);
    }
    return found;
}

std::vector<Stimulus> soundsOf(const TestDesign &design) {
    std::vector<Stimulus> sounds;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        for (const Condition condition : soundsNeeded(design))
            sounds.push_back(
                {row, condition,
                 QStringLiteral("%1").arg(row * 100 + condition + 10, 64, 16, QLatin1Char('0')).toStdString(), 1500});
    }
    return sounds;
}

// What must hold of every order; empty when it does.
QString faultOf(const TestDesign &design, const TrialOrder &order) {
    const bool rowsEnough = design.rows.size() >= 8;
    std::map<std::pair<int, Condition>, int> asked; // row and candidate
    for (std::size_t place = 0; place < order.trials.size(); ++place) {
        const Trial &trial = order.trials[place];
        if (rowsEnough && place > 0 && order.trials[place - 1].row == trial.row)
            return QStringLiteral("the same row twice at %1").arg(place);
        if (trial.kind == Kind::Main) {
            for (const Condition condition : trial.shown)
                ++asked[{trial.row, condition}];
            if (isPairwise(design.mode) && !std::count(trial.shown.begin(), trial.shown.end(), design.baseline))
                return QStringLiteral("without the baseline");
        } else if (trial.kind == Kind::Null && trial.shown[0] != trial.shown[1]) {
            return QStringLiteral("no null pair");
        } else if (trial.kind == Kind::Gold && std::set<Condition>(trial.shown.begin(), trial.shown.end()) !=
                                                   std::set<Condition>{kReference, kAnchor}) {
            return QStringLiteral("no gold pair");
        } else if (trial.kind == Kind::Repeat) {
            const Trial &original = order.trials.at(std::size_t(trial.repeats));
            auto exchanged = original.shown;
            std::reverse(exchanged.begin(), exchanged.end());
            if (original.kind != Kind::Main || original.row != trial.row || exchanged != trial.shown)
                return QStringLiteral("the repeat at %1 repeats something else").arg(place);
            if (std::abs(int(place) - trial.repeats) < 2)
                return QStringLiteral("the repeat at %1 stands beside its original").arg(place);
        }
        if (trial.shown.size() != order.trials.front().shown.size())
            return QStringLiteral("question %1 has another number of sounds").arg(place);
        if ((trial.x >= 0) != (design.mode == Mode::Abx) || trial.x > 1)
            return QStringLiteral("x is %1").arg(trial.x);
    }
    for (int row = 0; row < int(design.rows.size()); ++row) {
        for (const Condition candidate : candidates(design)) {
            if (asked[{row, candidate}] != 1)
                return QStringLiteral("row %1, column %2: asked %3 times")
                    .arg(row)
                    .arg(candidate)
                    .arg(asked[{row, candidate}]);
        }
    }
    return {};
}

} // namespace

class TestTrialOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tenThousandSessionsAreBalanced() {
        const TestDesign design = nfe7Against6();
        const int sessions = 10'000;
        int left = 0;
        int all = 0;
        std::map<int, int> leftOfRow;
        std::map<int, int> leftAt;
        for (int session = 0; session < sessions; ++session) {
            const TrialOrder order = drawOrder(design, "test", quint64(session));
            const auto asked = only(order, Kind::Main);
            QCOMPARE(asked.size(), std::size_t(26));
            std::map<std::string, int> difference;
            for (std::size_t place = 0; place < asked.size(); ++place) {
                const bool isLeft = asked[place]->shown[0] == 0;
                left += isLeft;
                ++all;
                leftOfRow[asked[place]->row] += isLeft;
                leftAt[int(place)] += isLeft;
                const std::string category = design.rows[std::size_t(asked[place]->row)].category;
                for (const std::string &group :
                     {category, std::string(place < 13 ? "half 1" : "half 2"), std::string("all")})
                    difference[group] += isLeft ? 1 : -1;
            }
            for (const auto &[group, sum] : difference)
                QVERIFY2(std::abs(sum) <= 1, group.c_str());
            const QString fault = faultOf(design, order);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
        const auto share = [](int part, int whole) { return std::abs(double(part) / whole - 0.5); };
        QVERIFY(share(left, all) < 0.02);
        for (const auto &[row, count] : leftOfRow)
            QVERIFY(share(count, sessions) < 0.025); // five standard errors
        for (const auto &[place, count] : leftAt)
            QVERIFY(share(count, sessions) < 0.025);
        qInfo("P(left = A) = %.5f over %d sessions", double(left) / all, sessions);
    }

    void everyOtherShapeHolds_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        for (const Mode mode : {Mode::AbPreference, Mode::Cmos, Mode::Abx, Mode::Mushra, Mode::OriginalForm}) {
            for (const int columns : {2, 3, 4, 6}) {
                for (const int rows : {1, 2, 3, 9, 25, 26})
                    QTest::addRow("%s %dx%d", wordFor(mode).c_str(), columns, rows) << int(mode) << columns << rows;
            }
        }
    }

    void everyOtherShapeHolds() {
        QFETCH(int, mode);
        QFETCH(int, columns);
        QFETCH(int, rows);
        TestDesign design = nfe7Against6(Mode(mode));
        design.columns.clear();
        for (int column = 0; column < columns; ++column)
            design.columns.push_back(TestColumn{5 + column});
        design.baseline = columns - 1;
        design.rows.resize(std::size_t(rows));
        validate(design);
        const int perRow = isPairwise(design.mode) ? columns - 1 : 1;
        for (int session = 0; session < 40; ++session) {
            const TrialOrder order = drawOrder(design, "shape", quint64(session));
            if (rows * perRow > 2) { // else there is nothing that could stand between
                const QString fault = faultOf(design, order);
                QVERIFY2(fault.isEmpty(), qPrintable(fault));
            }
            const auto asked = only(order, Kind::Main);
            QCOMPARE(int(asked.size()), rows * perRow);
            QCOMPARE(int(only(order, Kind::Repeat).size()), std::min(4, rows * perRow));
            const bool checks = design.mode != Mode::Mushra;
            QCOMPARE(int(only(order, Kind::Null).size()), checks ? 2 : 0);
            QCOMPARE(int(only(order, Kind::Gold).size()), checks ? 1 : 0);
            if (!isPairwise(design.mode))
                continue;
            std::map<std::string, int> difference;
            for (std::size_t place = 0; place < asked.size(); ++place) {
                const Trial &trial = *asked[place];
                const bool isLeft = trial.shown[0] == design.baseline;
                const Condition candidate = trial.shown[isLeft ? 1 : 0];
                difference[(place < (asked.size() + 1) / 2 ? "half 1" : "half 2")] += isLeft ? 1 : -1;
                difference[design.rows[std::size_t(trial.row)].category + std::to_string(candidate)] += isLeft ? 1 : -1;
                if (design.mode == Mode::Abx)
                    difference[(place < (asked.size() + 1) / 2 ? "x 1" : "x 2")] += trial.x == 0 ? 1 : -1;
            }
            for (const auto &[group, sum] : difference)
                QVERIFY2(std::abs(sum) <= 1, group.c_str());
            int repeatsLeft = 0;
            for (const Trial *repeat : only(order, Kind::Repeat))
                repeatsLeft += repeat->shown[0] == design.baseline ? 1 : -1;
            if (rows * perRow >= 8)
                QVERIFY(std::abs(repeatsLeft) <= 1);
        }
    }

    void placesAreThoseOfWilliamsSquares() {
        TestDesign design = nfe7Against6(Mode::OriginalForm);
        design.columns = {TestColumn{5}, TestColumn{6}, TestColumn{7}, TestColumn{16}};
        design.rows.resize(24); // six squares of four
        for (int session = 0; session < 50; ++session) {
            std::map<std::pair<int, Condition>, int> at;
            std::map<std::pair<Condition, Condition>, int> after;
            const TrialOrder order = drawOrder(design, "williams", quint64(session));
            for (const Trial *trial : only(order, Kind::Main)) {
                for (int place = 0; place < 4; ++place) {
                    ++at[{place, trial->shown[std::size_t(place)]}];
                    if (place > 0)
                        ++after[{trial->shown[std::size_t(place) - 1], trial->shown[std::size_t(place)]}];
                }
            }
            QCOMPARE(at.size(), std::size_t(16));
            QCOMPARE(after.size(), std::size_t(12));
            for (const auto &[key, count] : at)
                QCOMPARE(count, 6);
            for (const auto &[key, count] : after)
                QCOMPARE(count, 6);
        }
    }

    void theSameSeedIsTheSameSession() {
        const TestDesign design = nfe7Against6();
        const TrialOrder order = drawOrder(design, "test", 5);
        QVERIFY(order == drawOrder(design, "test", 5));
        QVERIFY(!(order == drawOrder(design, "test", 6)));
        QVERIFY(!(order == drawOrder(design, "tesu", 5)));
    }

    void theOrderIsSealed() {
        SealedWords words{"t", "s", false, {{{Kind::Main, 3, {0, 1}}, {Kind::Repeat, 3, {1, 0}, 0}}}};
        QCOMPARE(sealedText(words),
                 std::string(R"({"session":"s","simulated":false,"test":"t","trials":[{"kind":"main","row":3,)"
                             R"("shown":["0","1"]},{"kind":"repeat","repeats":0,"row":3,"shown":["1","0"]}]})"));
        std::string salt;
        for (int i = 0; i < 32; ++i)
            salt += "ab";
        const std::string commitment = commitmentTo(words, salt);
        QCOMPARE(commitment, std::string("9a909a2be947923c48094841eb0c59bd5728d5eabd4bfb551e8d636e26dbc883"));
        QVERIFY(verify(words, salt, commitment));
        QVERIFY(!verify(words, std::string(64, 'a'), commitment));
        QVERIFY(!verify(words, "", commitmentTo(words, "")));
        for (int change = 0; change < 4; ++change) {
            SealedWords other = words;
            if (change == 0)
                std::swap(other.order.trials[0].shown[0], other.order.trials[0].shown[1]);
            else if (change == 1)
                other.simulated = true;
            else if (change == 2)
                other.session = "another";
            else
                other.test = "another";
            QVERIFY(!verify(other, salt, commitment));
        }
    }

    void aTestIsItsDesignAndItsSounds() {
        const TestDesign design = nfe7Against6();
        auto sounds = soundsOf(design);
        const std::string id = testId(design, sounds);
        QCOMPARE(id.size(), std::size_t(64));
        std::reverse(sounds.begin(), sounds.end());
        QCOMPARE(testId(design, sounds), id);
        auto others = sounds;
        others[5].hash[0] = others[5].hash[0] == '1' ? '2' : '1';
        QVERIFY(testId(design, others) != id);
        TestDesign another = design;
        another.minimumHeardMs = 2000;
        QVERIFY(testId(another, sounds) != id);
        const auto refused = [&](const std::function<void(std::vector<Stimulus> &)> &change) {
            auto changed = sounds;
            change(changed);
            try {
                (void)testId(design, changed);
                return false;
            } catch (const engine::Error &) {
                return true;
            }
        };
        QVERIFY(refused([](auto &all) { all.pop_back(); }));
        QVERIFY(refused([](auto &all) { all.push_back(all[0]); }));
        QVERIFY(refused([](auto &all) { all[0].hash = "00"; }));
        QVERIFY(refused([](auto &all) { all[0].hash[3] = 'G'; }));
        QVERIFY(refused([](auto &all) { all[0].row = 26; }));
        QVERIFY(refused([](auto &all) { all[0].row = -1; }));
        QVERIFY(refused([](auto &all) { all[0].lengthMs = 0; }));
        QVERIFY(refused([](auto &all) { all.push_back({0, kLowPass, all[0].hash, 1000}); }));
    }
};

QTEST_APPLESS_MAIN(TestTrialOrder)
#include "tst_trial_order.moc"
