// Bradley–Terry: one scale of strength for several columns from votes between two of them at a time. The chance that i
// is preferred to j is 1 / (1 + e^(strength j − strength i)); a tie is half a win for each. Sources: R. Bradley and M.
// Terry, Biometrika 39 (1952); L. Ford, American Mathematical Monthly 64 (1957), for when there is an answer. Equal to
// choix and to a logistic regression. Pure; any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace engine::statistics {

// wins[i][j]: how often i was preferred to j; ties[i][j] = ties[j][i]: how often neither was. What is on the diagonal
// is ignored.
struct PairedWins {
    std::vector<std::vector<double>> wins;
    std::vector<std::vector<double>> ties; // or empty
};

// Whether strengths exist: however the columns are split in two groups, somebody of each group was once preferred to
// (or tied with) somebody of the other. Without that some strength would be infinite.
bool connected(const PairedWins &votes);

struct Strengths {
    std::vector<double> strength; // they add up to 0
    std::vector<double> error;    // standard error of each
    // Standard error of strength[i] − strength[j].
    double errorOfDifference(std::size_t i, std::size_t j) const;

    std::vector<std::vector<double>> covariance;
};

// Error(BadInput) with fewer than two columns, more than 100, tables that are not square or of another size, counts
// that are negative or not finite, ties that are not symmetric, and when the votes are not connected.
Strengths bradleyTerry(const PairedWins &votes);

} // namespace engine::statistics
