#include "ui/theme_levels.h"

#include <algorithm>
#include <cmath>

namespace ui {

const std::array<QRgb, 256> &levelColours() {
    static const auto all = [] {
        constexpr std::array<QRgb, 10> viridis{0xff440154, 0xff482878, 0xff3e4a89, 0xff31688e, 0xff26828e,
                                               0xff1f9e89, 0xff35b779, 0xff6dcd59, 0xffb4de2c, 0xfffde725};
        std::array<QRgb, 256> colours{};
        for (std::size_t level = 0; level < colours.size(); ++level) {
            const double at = double(level) / double(colours.size() - 1) * double(viridis.size() - 1);
            const std::size_t below = std::min(std::size_t(at), viridis.size() - 2);
            const double share = at - double(below);
            const auto between = [share](int from, int to) { return int(std::lround(from + (to - from) * share)); };
            const QRgb low = viridis[below];
            const QRgb high = viridis[below + 1];
            colours[level] = qRgb(between(qRed(low), qRed(high)), between(qGreen(low), qGreen(high)),
                                  between(qBlue(low), qBlue(high)));
        }
        return colours;
    }();
    return all;
}

} // namespace ui
