// The colours of loudness in a spectrogram, the same in light and dark: viridis, whose steps look equally far apart,
// also to most who are colour-blind and without colour. By Stéfan van der Walt, Nathaniel Smith and Eric Firing for
// matplotlib, released as CC0; ten of its colours, evenly spread, and straight lines between them.
#pragma once

#include <QRgb>

#include <array>

namespace ui {

// From the quietest to the loudest, opaque.
const std::array<QRgb, 256> &levelColours();

} // namespace ui
