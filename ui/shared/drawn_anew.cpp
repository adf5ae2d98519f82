#include "ui/shared/drawn_anew.h"

#include <QVariant>

namespace ui::shared {
namespace {

constexpr char kDrawnAnew[] = "drawnAnew";

}

bool isDrawnAnew(const QWidget &widget) {
    return widget.window()->property(kDrawnAnew).toBool();
}

DrawnAnew::DrawnAnew(QWidget &window) : m_window(&window) {
    window.setProperty(kDrawnAnew, true);
}

DrawnAnew::~DrawnAnew() {
    if (m_window)
        m_window->setProperty(kDrawnAnew, QVariant());
}

} // namespace ui::shared
