#include "engine/statistics/krippendorff.h"

#include <algorithm>
#include <vector>

#include "engine/error.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostValues = 1000;

class Coincidences {
public:
    explicit Coincidences(const VoteGrid &votes) {
        std::vector<std::vector<double>> units;
        for (std::size_t sentence = 0; sentence < votes.sentences(); ++sentence) {
            std::vector<double> unit = votes.ofSentence(sentence);
            if (unit.size() < 2)
                continue;
            m_values.insert(m_values.end(), unit.begin(), unit.end());
            units.push_back(std::move(unit));
        }
        std::sort(m_values.begin(), m_values.end());
        m_values.erase(std::unique(m_values.begin(), m_values.end()), m_values.end());
        if (m_values.size() > kMostValues)
            throw badInput("There are too many different values for a figure of agreement.",
                           "Round the values to a scale first.");
        m_pairs.assign(m_values.size() * m_values.size(), 0.0);
        m_counts.assign(m_values.size(), 0.0);
        for (const std::vector<double> &unit : units)
            add(unit);
    }

    const std::vector<double> &values() const { return m_values; }
    const std::vector<double> &counts() const { return m_counts; } // how often each value stands in a pair
    double pairs(std::size_t a, std::size_t b) const { return m_pairs[a * m_values.size() + b]; }

private:
    void add(const std::vector<double> &unit) {
        std::vector<double> here(m_values.size(), 0.0);
        for (const double value : unit)
            here[std::size_t(std::lower_bound(m_values.begin(), m_values.end(), value) - m_values.begin())] += 1;
        for (std::size_t a = 0; a < here.size(); ++a) {
            m_counts[a] += here[a];
            for (std::size_t b = 0; here[a] > 0 && b < here.size(); ++b)
                m_pairs[a * here.size() + b] += here[a] * (here[b] - (a == b ? 1 : 0)) / double(unit.size() - 1);
        }
    }

    std::vector<double> m_values;
    std::vector<double> m_pairs;
    std::vector<double> m_counts;
};

double squaredDistance(const Coincidences &seen, std::size_t a, std::size_t b, Scale scale) {
    if (a == b)
        return 0;
    double distance = 1;
    if (scale == Scale::Interval)
        distance = seen.values()[a] - seen.values()[b];
    if (scale == Scale::Ordinal) {
        const std::vector<double> &counts = seen.counts();
        distance = -(counts[a] + counts[b]) / 2;
        for (std::size_t i = std::min(a, b); i <= std::max(a, b); ++i)
            distance += counts[i];
    }
    return distance * distance;
}

} // namespace

std::optional<double> krippendorffAlpha(const VoteGrid &votes, Scale scale) {
    const Coincidences seen(votes);
    const std::vector<double> &counts = seen.counts();
    double total = 0, observed = 0, expected = 0;
    for (const double count : counts)
        total += count;
    for (std::size_t a = 0; a < counts.size(); ++a) {
        for (std::size_t b = 0; b < counts.size(); ++b) {
            const double distance = squaredDistance(seen, a, b, scale);
            observed += seen.pairs(a, b) * distance;
            expected += counts[a] * counts[b] * distance / (total - 1);
        }
    }
    if (expected <= 0)
        return std::nullopt;
    return 1 - observed / expected;
}

} // namespace engine::statistics
