// Where values lie and how far apart.
#pragma once

#include <vector>

namespace engine::performance {

struct Spread {
    double minimum = 0;
    double median = 0; // mean of the middle two for an even count
    double maximum = 0;
    double mean = 0;
    double deviation = 0; // sample standard deviation; 0 for a single value
    double cv = 0;        // coefficient of variation: deviation ÷ mean; 0 for a single value
    double p95 = 0;       // the smallest value that 95 % do not exceed (nearest rank)
};

// All zero for no values.
Spread spread(std::vector<double> values);

} // namespace engine::performance
