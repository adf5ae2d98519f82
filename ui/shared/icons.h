// Our own icons (resources/icons, 20 px grid, 1.75 px strokes), drawn as vectors at any scale and tinted at paint time:
// an icon follows the theme without being set again.
#pragma once

#include <QIcon>
#include <QStringView>

namespace ui::shared {

enum class Tone { Text, Quiet, Accent, OnAccent, Good, Attention, Alarm };

// `name` is a file name in resources/icons without ".svg". The checked state is drawn in the accent colour,
// but for attention and alarm.
QIcon icon(QStringView name, Tone tone = Tone::Text);

// The program's own, in its own colours.
QIcon programIcon();

} // namespace ui::shared
