// Where in the sounds of a question one is: one outline over all of them, the same whichever is heard, with the
// playhead and the part that is repeated. Click seeks nothing: a sound is heard from where it is.
#pragma once

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace ui::listening {

class NeutralWave : public QWidget {
    Q_OBJECT

public:
    explicit NeutralWave(QWidget *parent = nullptr);

    void setOutline(const std::vector<float> &outline, double seconds);
    void setPosition(double seconds, const std::optional<std::pair<double, double>> &region,
                     const std::optional<double> &start); // `start`: of a region without an end yet
    QSize sizeHint() const override { return {600, 88}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<float> m_outline;
    double m_seconds = 0;
    double m_position = 0;
    std::optional<std::pair<double, double>> m_region;
    std::optional<double> m_start;
};

} // namespace ui::listening
