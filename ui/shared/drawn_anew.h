// A window that vanishes for a moment because everything is drawn at another size (ui/window_factor.h). Nobody leaves
// it by that: what a hideEvent() does for somebody who leaves is left out while isDrawnAnew().
#pragma once

#include <QPointer>
#include <QWidget>

namespace ui::shared {

bool isDrawnAnew(const QWidget &widget); // or the window that it is in

class DrawnAnew { // as long as this lives
public:
    explicit DrawnAnew(QWidget &window);
    ~DrawnAnew();
    DrawnAnew(const DrawnAnew &) = delete;
    DrawnAnew &operator=(const DrawnAnew &) = delete;

private:
    QPointer<QWidget> m_window;
};

} // namespace ui::shared
