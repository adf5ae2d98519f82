// Element-wise work on one row of d floats, without LibTorch: compiled for several instruction sets and for finite
// numbers only. Rows do not overlap.
#pragma once

#include <cstdint>

namespace engine::model {

inline constexpr float kNormEpsilon = 1e-6F;

// y = norm(x) · (1 + scale) + shift
void normRow(const float *x, float *y, const float *shift, const float *scale, std::int64_t d);

// x += gate · y
void gatedRow(float *x, const float *gate, const float *y, std::int64_t d);

// Pair i of a head, (even[i], odd[i]), turned by the angle with cosine c[i] and sine s[i].
void rotateRow(float *even, float *odd, const float *c, const float *s, std::int64_t half);

// tanh form of GELU, in place.
void geluRow(float *x, std::int64_t d);

} // namespace engine::model
