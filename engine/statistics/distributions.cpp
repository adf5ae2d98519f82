#include "engine/statistics/distributions.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "engine/error.h"

namespace engine::statistics {

namespace {

void require(bool condition, const char *what) {
    if (!condition)
        throw badInput(std::string(what) + " is outside of what the distribution is defined for.",
                       "This is a mistake in the program: please report it.");
}

} // namespace

double normalTail(double z) {
    return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

double normalQuantile(double p) {
    require(p >= 0 && p <= 1, "A probability");
    if (p == 0 || p == 1)
        return (p == 0 ? -1 : 1) * std::numeric_limits<double>::infinity();
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p);
}

double studentTail(double t, double freedom) {
    require(freedom > 0 && !std::isnan(t), "A value of Student's t");
    if (std::isinf(t))
        return t > 0 ? 0 : 1;
    return boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}

double studentQuantile(double p, double freedom) {
    require(freedom > 0 && p > 0 && p < 1, "A quantile of Student's t");
    return boost::math::quantile(boost::math::students_t(freedom), p);
}

double noncentralStudentTail(double t, double freedom, double shift) {
    require(freedom > 0 && std::isfinite(t) && std::isfinite(shift), "A value of the noncentral t");
    if (std::fabs(shift) > 35) // Boost's series ends; what is left is below 1e-100 or above 1 − 1e-100 for sane t
        return t < shift ? 1 : 0;
    return boost::math::cdf(boost::math::complement(boost::math::non_central_t(freedom, shift), t));
}

double chiSquareTail(double x, double freedom) {
    require(freedom > 0 && !std::isnan(x), "A value of chi-square");
    return x <= 0 ? 1 : std::isinf(x) ? 0 : boost::math::gamma_q(freedom / 2, x / 2);
}

double betaShare(double x, double a, double b) {
    require(a > 0 && b > 0 && x >= 0 && x <= 1, "A value of the beta distribution");
    return boost::math::ibeta(a, b, x);
}

double betaQuantile(double p, double a, double b) {
    require(a > 0 && b > 0 && p >= 0 && p <= 1, "A quantile of the beta distribution");
    return boost::math::ibeta_inv(a, b, p);
}

double logBeta(double a, double b) {
    require(a > 0 && b > 0, "An argument of the beta function");
    return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
}

} // namespace engine::statistics
