// What was measured at a moment, in words, for the line under the plot, for screen readers and for tables.
#pragma once

#include <QString>

#include "app/performance/performance_watch.h"

namespace ui::performance {

QString number(double value, app::performance::Series series); // as exact as it is measured
QString valueInWords(const app::performance::Moment &moment, app::performance::Series series); // "71 °C"; empty: none
QString inWords(const app::performance::Utterance &utterance);
QString inWords(const app::performance::Moment &moment); // all of it

} // namespace ui::performance
