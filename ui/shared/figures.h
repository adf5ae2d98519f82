// Numbers as people read them: units always, two significant digits where they glance.
#pragma once

#include <QString>

namespace ui::shared {

QString clockTime(double seconds, int decimals); // "0:03.4", "1:02:03.4"
QString rulerTime(double seconds, double step);  // as many decimals as the step needs
QString glance(double value);                    // two significant digits: "0.28", "3.4", "12", "140"
QString seconds(double value);                   // "0.62 s", "3.4 s"
QString lufs(double value);                      // "−16 LUFS", "−17.3 LUFS"
QString decibel(double value);                   // with its sign: "+5.2 dB", "−0.3 dB"

} // namespace ui::shared
