// Which strips the pane has, which series are in which, and in whose colour.
#pragma once

#include <QString>

#include <vector>

#include "app/performance/series.h"
#include "ui/shared/plot_view.h"

namespace ui::performance {

struct StripLine {
    app::performance::Series series;
    QString name = {}; // beside the strip; empty: its title is enough
    shared::Ink ink = shared::Ink::Accent;
    shared::PlotSeries::Form form = shared::PlotSeries::Form::Line;
    bool whereOff = false; // a flag that is marked where it is off
};

struct Strip {
    enum class Kind { Lines, Steps, Events, Flags }; // Steps: a value holds until the next one

    QString id; // never changes: settings know it
    QString title;
    QString unit;
    Kind kind = Kind::Lines;
    std::vector<StripLine> lines;
    double low = 0; // what is always to be seen
    double high = 1;
    double share = 1; // of the height, beside the others
};

const std::vector<Strip> &allStrips(); // in the language at the first call
std::vector<shared::PlotLevel> levelsOf(const std::vector<const StripLine *> &lines);

} // namespace ui::performance
