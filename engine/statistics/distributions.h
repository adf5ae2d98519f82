// The distributions that the other files of this folder need, from Boost.Math (in one file, as its headers are slow to
// compile). Tails are computed as such, so that small ones keep their digits. Pure functions; any thread.
#pragma once

namespace engine::statistics {

double normalTail(double z);     // P(Z ≥ z) of the standard normal
double normalQuantile(double p); // z with P(Z ≤ z) = p; 0 → −infinity, 1 → infinity; Error(BadInput) outside [0, 1]

// Degrees of freedom need not be whole, but above 0; Error(BadInput) else.
double studentTail(double t, double freedom);                         // P(T ≥ t)
double studentQuantile(double p, double freedom);                     // t with P(T ≤ t) = p; 0 < p < 1
double noncentralStudentTail(double t, double freedom, double shift); // P(T ≥ t) when the normal part has mean `shift`
double chiSquareTail(double x, double freedom);                       // P(X ≥ x); 1 for x ≤ 0

double betaShare(double x, double a, double b);    // I_x(a, b), the share of the beta distribution below x in 0…1
double betaQuantile(double p, double a, double b); // x with I_x(a, b) = p, a and b above 0, 0 ≤ p ≤ 1
double logBeta(double a, double b);                // ln B(a, b), a and b above 0

} // namespace engine::statistics
