// The inner loop of our own CPU products: rows of scalars times a 16-wide strip, all sums held in registers. Used where
// LibTorch has no fast form for the shapes of this model: grouped convolution, attention over short heads.
#pragma once

#include <cstddef>
#include <cstring>

// One machine code per instruction set, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define ISHOWTTS_VECTOR_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ISHOWTTS_VECTOR_CLONES
#endif

namespace engine::model {

typedef float Vector8 __attribute__((vector_size(32)));

inline constexpr int kTileColumns = 16; // two vectors
inline constexpr int kTileRows = 6;     // 12 sums: as many as AVX2's 16 registers allow

template <int Rows> __attribute__((always_inline)) inline void clearTile(Vector8 (&sums)[Rows][2]) {
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r)
        sums[r][0] = sums[r][1] = Vector8{};
}

// sums[r] += Σ_i a[r · aRow + i · aStep] · b[i · bStep … +15], i < count.
template <int Rows>
__attribute__((always_inline)) inline void multiplyTile(const float *a, std::ptrdiff_t aRow, std::ptrdiff_t aStep,
                                                        const float *b, std::ptrdiff_t bStep, std::ptrdiff_t count,
                                                        Vector8 (&sums)[Rows][2]) {
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        Vector8 b0, b1;
        std::memcpy(&b0, b + i * bStep, sizeof b0);
        std::memcpy(&b1, b + i * bStep + 8, sizeof b1);
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            const float s = a[r * aRow + i * aStep];
            const Vector8 splat = {s, s, s, s, s, s, s, s};
            sums[r][0] += splat * b0;
            sums[r][1] += splat * b1;
        }
    }
}

} // namespace engine::model
