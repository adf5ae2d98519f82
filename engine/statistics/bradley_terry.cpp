#include "engine/statistics/bradley_terry.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"

namespace engine::statistics {

namespace {

using Matrix = std::vector<std::vector<double>>;

constexpr std::size_t kMostColumns = 100;

// Wins with half of the ties added; checked.
Matrix halfTies(const PairedWins &votes) {
    const std::size_t n = votes.wins.size();
    if (n < 2 || n > kMostColumns)
        throw badInput("Strengths of " + std::to_string(n) + " columns cannot be computed.",
                       "Compare 2 to " + std::to_string(kMostColumns) + " columns.");
    const auto square = [n](const Matrix &table) {
        return table.size() == n &&
               std::all_of(table.begin(), table.end(), [n](const auto &r) { return r.size() == n; });
    };
    if (!square(votes.wins) || (!votes.ties.empty() && !square(votes.ties)))
        throw badInput("The table of wins is not square.", "Give a row and a column for each setting.");
    Matrix wins(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j)
                continue;
            const double ties = votes.ties.empty() ? 0 : votes.ties[i][j];
            if (!std::isfinite(votes.wins[i][j]) || votes.wins[i][j] < 0 || !std::isfinite(ties) || ties < 0 ||
                (!votes.ties.empty() && ties != votes.ties[j][i]))
                throw badInput("The table of wins holds a number that is no count.",
                               "Counts are 0 or more, and ties the same both ways.");
            wins[i][j] = votes.wins[i][j] + ties / 2;
        }
    }
    return wins;
}

bool reachesAll(const Matrix &wins, bool backwards) {
    std::vector<bool> seen(wins.size(), false);
    std::vector<std::size_t> open{0};
    seen[0] = true;
    while (!open.empty()) {
        const std::size_t from = open.back();
        open.pop_back();
        for (std::size_t to = 0; to < wins.size(); ++to) {
            if (!seen[to] && (backwards ? wins[to][from] : wins[from][to]) > 0) {
                seen[to] = true;
                open.push_back(to);
            }
        }
    }
    return std::all_of(seen.begin(), seen.end(), [](bool each) { return each; });
}

bool isConnected(const Matrix &wins) {
    return reachesAll(wins, false) && reachesAll(wins, true);
}

double chance(double difference) { // of being preferred
    return 1 / (1 + std::exp(-difference));
}

double likelihood(const Matrix &wins, const std::vector<double> &strength) {
    double sum = 0;
    for (std::size_t i = 0; i < wins.size(); ++i) {
        for (std::size_t j = 0; j < wins.size(); ++j) {
            const double d = strength[i] - strength[j];
            sum -= wins[i][j] * (std::max(0.0, -d) + std::log1p(std::exp(-std::fabs(d)))); // ln(1 + e^−d)
        }
    }
    return sum;
}

// (information + 1/n in every place)^−1 − 1/n in every place is the pseudo-inverse of the information, whose rows sum
// to 0. Gauss–Jordan: the matrix is symmetric and positive, so no pivoting is needed.
Matrix pseudoInverse(Matrix information) {
    const std::size_t n = information.size();
    Matrix inverse(n, std::vector<double>(n, 0.0));
    double scale = 0; // of the added part, so that it neither drowns nor is drowned
    for (std::size_t i = 0; i < n; ++i)
        scale = std::max(scale, information[i][i]);
    for (std::size_t i = 0; i < n; ++i) {
        inverse[i][i] = 1;
        for (double &each : information[i])
            each += scale / double(n);
    }
    for (std::size_t column = 0; column < n; ++column) {
        const double pivot = information[column][column];
        for (std::size_t j = 0; j < n; ++j) {
            information[column][j] /= pivot;
            inverse[column][j] /= pivot;
        }
        for (std::size_t row = 0; row < n; ++row) {
            const double factor = information[row][column];
            for (std::size_t j = 0; row != column && j < n; ++j) {
                information[row][j] -= factor * information[column][j];
                inverse[row][j] -= factor * inverse[column][j];
            }
        }
    }
    for (auto &row : inverse) {
        for (double &each : row)
            each -= 1 / (scale * double(n));
    }
    return inverse;
}

// The slope of the likelihood, and minus its curvature.
Matrix derivatives(const Matrix &wins, const std::vector<double> &strength, std::vector<double> &slope) {
    const std::size_t n = wins.size();
    Matrix information(n, std::vector<double>(n, 0.0));
    slope.assign(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (i == j)
                continue;
            const double p = chance(strength[i] - strength[j]), votes = wins[i][j] + wins[j][i];
            slope[i] += wins[i][j] - votes * p;
            information[i][i] += votes * p * (1 - p);
            information[i][j] -= votes * p * (1 - p);
        }
    }
    return information;
}

} // namespace

bool connected(const PairedWins &votes) {
    return isConnected(halfTies(votes));
}

double Strengths::errorOfDifference(std::size_t i, std::size_t j) const {
    return std::sqrt(std::max(0.0, covariance.at(i).at(i) + covariance.at(j).at(j) - 2 * covariance.at(i).at(j)));
}

Strengths bradleyTerry(const PairedWins &votes) {
    const Matrix wins = halfTies(votes);
    if (!isConnected(wins))
        throw badInput("The votes do not connect the columns: some won all or none of their comparisons.",
                       "Collect more votes between the columns, or leave those columns out.");
    const std::size_t n = wins.size();
    Strengths result;
    result.strength.assign(n, 0.0);
    std::vector<double> slope;
    double before = likelihood(wins, result.strength);
    // Newton's steps, halved while they do not climb; the likelihood is concave.
    for (int round = 0; round < 200; ++round) {
        const Matrix inverse = pseudoInverse(derivatives(wins, result.strength, slope));
        std::vector<double> step(n, 0.0);
        double largest = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j)
                step[i] += inverse[i][j] * slope[j];
            largest = std::max(largest, std::fabs(step[i]));
        }
        if (largest < 1e-13)
            break;
        for (double length = std::min(1.0, 2 / largest); length > 1e-12; length /= 2) {
            std::vector<double> next(n);
            for (std::size_t i = 0; i < n; ++i)
                next[i] = result.strength[i] + length * step[i];
            const double after = likelihood(wins, next);
            if (after >= before || largest < 1e-7) { // so near the top, rounding hides the climb
                result.strength = next;
                before = after;
                break;
            }
        }
    }
    result.covariance = pseudoInverse(derivatives(wins, result.strength, slope));
    for (std::size_t i = 0; i < n; ++i)
        result.error.push_back(std::sqrt(std::max(0.0, result.covariance[i][i])));
    return result;
}

} // namespace engine::statistics
