// Several tests at once: each p-value made larger, so that the chance of even one false alarm (Holm), or the share of
// false ones among all alarms (Benjamini–Hochberg), stays at the level. Use Holm over the columns of a test;
// Benjamini–Hochberg is a view for many metrics. Sources: S. Holm, Scandinavian Journal of Statistics 6 (1979); Y.
// Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995). Equal to statsmodels' multipletests
// and R's p.adjust. Pure; any thread.
#pragma once

#include <span>
#include <vector>

namespace engine::statistics {

// In the order of `p`; empty for none. Error(BadInput) for values outside 0…1.
std::vector<double> holm(std::span<const double> p);
std::vector<double> benjaminiHochberg(std::span<const double> p);

} // namespace engine::statistics
