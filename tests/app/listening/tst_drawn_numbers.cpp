// Numbers by lot, sides that balance, and Williams squares. The expected numbers were computed by ten lines of Python
// (hashlib) from the words in app/listening/drawn_numbers.h.
#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "app/listening/balanced_sides.h"
#include "app/listening/drawn_numbers.h"

using namespace app::listening;

class TestDrawnNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyAreWhatTheWordsSay() {
        DrawnNumbers lot("abc:7");
        for (const quint64 expected : {0x604ae0ccbfaa4e29U, 0xd464dcda674e6641U, 0x82319b5d4d862a4bU,
                                       0x665cd42245b273c8U, 0x592bf9550218624bU, 0x8a0c5c138a809eb3U})
            QCOMPARE(lot.next(), expected);
        DrawnNumbers of26("abc:7");
        for (const quint64 expected : {15, 9, 21, 20, 7, 15, 5, 19, 9, 9, 2, 25})
            QCOMPARE(of26.below(26), expected);
        DrawnNumbers ofMany("abc:7"); // about every second number is too large
        for (const quint64 expected :
             {6938605345911229993U, 7376003533389329352U, 6425503436876833355U, 5087758449434483139U})
            QCOMPARE(ofMany.below((1ULL << 63) + 1), expected);
        DrawnNumbers shuffled("abc:7");
        std::vector<int> things{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        shuffled.shuffle(things);
        QCOMPARE(things, (std::vector<int>{8, 2, 1, 6, 4, 5, 7, 9, 0, 3}));
    }

    void sidesBalanceInGroupsAndHalves() {
        std::minstd_rand random(7);
        std::vector<int> firstIsTrue(40);
        for (int round = 0; round < 3000; ++round) {
            std::vector<BalancedItem> items;
            const int count = int(random() % 40);
            const int groups = 1 + int(random() % 7);
            for (int i = 0; i < count; ++i)
                items.push_back({int(random()) % groups, int(random() % 2)});
            DrawnNumbers lot("sides:" + std::to_string(round));
            const auto sides = balancedSides(items, lot);
            QCOMPARE(sides.size(), items.size());
            std::map<int, int> difference; // groups from 0, halves from 100, all at 200
            for (std::size_t i = 0; i < items.size(); ++i) {
                for (const int at : {items[i].group, 100 + items[i].half, 200})
                    difference[at] += sides[i] ? 1 : -1;
            }
            for (const auto &[at, sum] : difference)
                QVERIFY2(std::abs(sum) <= 1, qPrintable(QStringLiteral("%1 at %2").arg(sum).arg(at)));
        }
    }

    void eachSideIsAsLikely() {
        std::vector<BalancedItem> items;
        for (int i = 0; i < 13; ++i)
            items.push_back({i % 3, i < 7 ? 0 : 1});
        std::vector<int> count(items.size());
        const int rounds = 4000;
        for (int round = 0; round < rounds; ++round) {
            DrawnNumbers lot("likely:" + std::to_string(round));
            const auto sides = balancedSides(items, lot);
            for (std::size_t i = 0; i < sides.size(); ++i)
                count[i] += sides[i];
        }
        for (const int each : count)
            QVERIFY(std::abs(double(each) / rounds - 0.5) < 0.04); // five standard errors
    }

    void eachThingStandsEverywhereAndFollowsEachOther() {
        QCOMPARE(williamsSquare(1), (std::vector<std::vector<int>>{{0}}));
        for (int count = 2; count <= 12; ++count) {
            const auto orders = williamsSquare(count);
            const int times = count % 2 == 0 ? 1 : 2;
            QCOMPARE(int(orders.size()), count * times);
            std::map<std::pair<int, int>, int> at;
            std::map<std::pair<int, int>, int> after;
            for (const auto &order : orders) {
                QVERIFY(std::is_permutation(order.begin(), order.end(), orders[0].begin(), orders[0].end()));
                for (int place = 0; place < count; ++place) {
                    ++at[{place, order[std::size_t(place)]}];
                    if (place > 0)
                        ++after[{order[std::size_t(place) - 1], order[std::size_t(place)]}];
                }
            }
            QCOMPARE(int(at.size()), count * count);
            QCOMPARE(int(after.size()), count * (count - 1));
            for (const auto &[key, each] : at)
                QCOMPARE(each, times);
            for (const auto &[key, each] : after)
                QCOMPARE(each, times);
        }
    }
};

QTEST_APPLESS_MAIN(TestDrawnNumbers)
#include "tst_drawn_numbers.moc"
