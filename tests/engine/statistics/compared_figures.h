// What the tests of engine/statistics read and compare.
#pragma once

#include <QTest>
#include <cmath>

#include "engine/json.h"
#include "engine/statistics/interval.h"
#include "engine/statistics/vote_grid.h"

// Equal to 1e-6 of the figure itself, so that small p-values count too.
inline bool near(double ours, double theirs) {
    return std::fabs(ours - theirs) <= 1e-6 * std::fabs(theirs) + 1e-12;
}

#define SAME(ours, theirs)                                                                                             \
    do {                                                                                                               \
        const double our_ = (ours), their_ = (theirs);                                                                 \
        QVERIFY2(near(our_, their_),                                                                                   \
                 qPrintable(QStringLiteral("%1, and %2 is right").arg(our_, 0, 'g', 12).arg(their_, 0, 'g', 12)));     \
    } while (false)

#define SAME_INTERVAL(ours, theirs)                                                                                    \
    do {                                                                                                               \
        const engine::statistics::Interval interval_ = (ours);                                                         \
        const std::vector<double> ends_ = numbers(theirs);                                                             \
        SAME(interval_.low, ends_.at(0));                                                                              \
        SAME(interval_.high, ends_.at(1));                                                                             \
    } while (false)

inline std::vector<double> numbers(const engine::Json &list) {
    std::vector<double> result;
    for (const engine::Json &each : list.array())
        result.push_back(each.number());
    return result;
}

inline std::vector<std::int64_t> integers(const engine::Json &list) {
    std::vector<std::int64_t> result;
    for (const engine::Json &each : list.array())
        result.push_back(each.integer());
    return result;
}

inline std::vector<std::vector<double>> table(const engine::Json &rows) {
    std::vector<std::vector<double>> result;
    for (const engine::Json &row : rows.array())
        result.push_back(numbers(row));
    return result;
}

// [listener][sentence], null is missing.
inline engine::statistics::VoteGrid votes(const engine::Json &rows) {
    engine::statistics::VoteGrid grid(rows.array().size(), rows.array().at(0).array().size());
    for (std::size_t listener = 0; listener < grid.listeners(); ++listener) {
        for (std::size_t sentence = 0; sentence < grid.sentences(); ++sentence) {
            const engine::Json &cell = rows.array()[listener].array().at(sentence);
            if (!cell.isNull())
                grid.set(listener, sentence, cell.number());
        }
    }
    return grid;
}

inline engine::statistics::Alternative alternative(const std::string &name) {
    using engine::statistics::Alternative;
    return name == "greater" ? Alternative::Greater : name == "less" ? Alternative::Less : Alternative::TwoSided;
}
