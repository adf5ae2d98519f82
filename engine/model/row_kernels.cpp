#include "engine/model/row_kernels.h"

#include <cmath>

#include "engine/model/fast_exp.h"
#include "engine/model/vector_tile.h"

namespace engine::model {

ISHOWTTS_VECTOR_CLONES
void normRow(const float *__restrict x, float *__restrict y, const float *__restrict shift,
             const float *__restrict scale, std::int64_t d) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < d; ++i)
        sum += x[i];
    const float mean = sum / float(d);
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < d; ++i)
        squares += (x[i] - mean) * (x[i] - mean);
    const float inverse = 1.0F / std::sqrt(squares / float(d) + kNormEpsilon);
    for (std::int64_t i = 0; i < d; ++i)
        y[i] = (x[i] - mean) * inverse * (1.0F + scale[i]) + shift[i];
}

ISHOWTTS_VECTOR_CLONES
void gatedRow(float *__restrict x, const float *__restrict gate, const float *__restrict y, std::int64_t d) {
    for (std::int64_t i = 0; i < d; ++i)
        x[i] += gate[i] * y[i];
}

ISHOWTTS_VECTOR_CLONES
void rotateRow(float *__restrict even, float *__restrict odd, const float *__restrict c, const float *__restrict s,
               std::int64_t half) {
    for (std::int64_t i = 0; i < half; ++i) {
        const float a = even[i];
        const float b = odd[i];
        even[i] = a * c[i] - b * s[i];
        odd[i] = b * c[i] + a * s[i];
    }
}

ISHOWTTS_VECTOR_CLONES
void geluRow(float *__restrict x, std::int64_t d) {
    // x · ½(1 + tanh u) = x · sigmoid(2u)
#pragma omp simd
    for (std::int64_t i = 0; i < d; ++i) {
        const float v = x[i];
        const float u = 1.59576912F * (v + 0.044715F * v * v * v);
        x[i] = v / (1.0F + fastExp(-u));
    }
}

} // namespace engine::model
