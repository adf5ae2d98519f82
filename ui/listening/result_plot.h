// One plot of results, in the colours of the palette: points with their intervals over names or over numbers, lines
// with names, and the front of those that nothing beats. The same numbers stand in a table beside it, for screen
// readers and for copying.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "ui/shared/plot_view.h"

namespace ui::listening {

struct PlotPoint {
    QString name;
    double x = 0; // without names along x
    double y = 0;
    std::optional<std::pair<double, double>> interval = {}; // of y
    bool strong = false;                                    // on the front, or the one that is chosen
};

struct PlotLine {
    double y = 0;
    QString name;
};

struct PlotData {
    QString title;
    QString xTitle; // empty: the points' names stand along x
    QString yTitle;
    std::vector<PlotPoint> points;
    std::vector<PlotLine> lines;
    bool joinsStrong = false;
};

class ResultPlot : public shared::PlotView {
    Q_OBJECT

public:
    explicit ResultPlot(QWidget *parent = nullptr);

    void show(const PlotData &data);
    QSize sizeHint() const override { return {420, 260}; }

protected:
    void coloursChanged() override;

private:
    void draw();

    PlotData m_data;
};

} // namespace ui::listening
