#include "engine/model/product_tiles.h"

#include <algorithm>
#include <cstring>

namespace engine::model {
namespace {

// Rows from `row`, one strip of `columns` ≤ 16 outputs.
template <int Rows>
__attribute__((always_inline)) inline void productTile(const Product &p, std::int64_t row, const float *strip,
                                                       const float *bias, std::int64_t column, std::int64_t columns) {
    Vector8 sums[Rows][2];
    for (int r = 0; r < Rows; ++r)
        std::memcpy(sums[r], bias, sizeof sums[r]);
    multiplyTile<Rows>(p.x + row * p.in, p.in, 1, strip, kTileColumns, p.in, sums);
    for (int r = 0; r < Rows; ++r) {
        float *to = p.y + (row + r) * p.out + column;
        if (columns == kTileColumns)
            std::memcpy(to, sums[r], sizeof sums[r]);
        else
            std::memcpy(to, sums[r], std::size_t(columns) * sizeof(float));
    }
}

// The last rows, fewer than a whole tile.
template <int Rows>
__attribute__((always_inline)) inline void productRest(const Product &p, std::int64_t row, std::int64_t rows,
                                                       const float *strip, const float *bias, std::int64_t column,
                                                       std::int64_t columns) {
    if constexpr (Rows > 0) {
        if (rows == Rows)
            productTile<Rows>(p, row, strip, bias, column, columns);
        else
            productRest<Rows - 1>(p, row, rows, strip, bias, column, columns);
    }
}

} // namespace

ISHOWTTS_VECTOR_CLONES
void productStrip(const Product &p, std::int64_t begin, std::int64_t end, const float *strip, const float *bias,
                  std::int64_t column) {
    const std::int64_t columns = std::min<std::int64_t>(kTileColumns, p.out - column);
    std::int64_t row = begin;
    for (; row + kTileRows <= end; row += kTileRows)
        productTile<kTileRows>(p, row, strip, bias, column, columns);
    productRest<kTileRows - 1>(p, row, end - row, strip, bias, column, columns);
}

} // namespace engine::model
