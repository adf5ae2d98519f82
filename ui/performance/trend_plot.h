// How the RTF of this machine went: each record that was kept, oldest first, with its smallest and largest run, and the
// targets as lines. Its words are for who does not see it.
#pragma once

#include <vector>

#include "engine/performance/speed_record.h"
#include "ui/shared/plot_view.h"

namespace ui::performance {

class TrendPlot : public shared::PlotView {
    Q_OBJECT

public:
    explicit TrendPlot(QWidget *parent = nullptr);

    void present(std::vector<engine::performance::SpeedRecord> records); // as they lie in the history
    std::size_t shown() const { return m_records.size(); }

protected:
    void coloursChanged() override;

private:
    void draw();

    std::vector<engine::performance::SpeedRecord> m_records;
};

} // namespace ui::performance
