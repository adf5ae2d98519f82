#include "ui/window_factor.h"

#include <QApplication>
#include <QPointer>
#include <QScreen>
#include <QWidget>

#include <dlfcn.h>

#include <algorithm>
#include <vector>

namespace ui {
namespace {

using SetFactor = void (*)(double);

// QHighDpiScaling::setGlobalFactor(double), in Qt 6.0 and later.
SetFactor setFactor() {
    static const auto function =
        reinterpret_cast<SetFactor>(::dlsym(RTLD_DEFAULT, "_ZN15QHighDpiScaling15setGlobalFactorEd"));
    return function;
}

struct Open : QWidget {
    static void leaveScreen(QWidget &window) { (window.*&Open::destroy)(true, true); }
};

struct Seen {
    QPointer<QWidget> window;
    QPointer<QWidget> focus;
    QScreen *screen;
    QRect place;    // when it is neither maximised nor full-screen
    QMargins frame; // of the desktop, around that
    Qt::WindowStates state;
};

QRect scaled(const QRect &place, const QPoint &origin, double by) {
    const QPointF corner = QPointF(place.topLeft() - origin) * by + origin;
    return {corner.toPoint(), (QSizeF(place.size()) * by).toSize()};
}

void showAgain(const Seen &seen, double by) {
    if (!seen.window)
        return;
    const QRect room = seen.screen->availableGeometry() - seen.frame * by;
    QRect place = scaled(seen.place, seen.screen->geometry().topLeft(), by);
    place.setSize(place.size().expandedTo(seen.window->minimumSizeHint()).boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() - place.width() + 1));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() - place.height() + 1));
    seen.window->setScreen(seen.screen);
    seen.window->setGeometry(place);
    seen.window->setWindowState(seen.state);
    seen.window->show();
    if (seen.focus)
        seen.focus->setFocus(Qt::OtherFocusReason);
}

} // namespace

bool canChangeWindowFactor() {
    return setFactor() != nullptr;
}

bool isWindowFactorFree() {
    return !QApplication::activePopupWidget() && !QApplication::activeModalWidget() &&
           QApplication::mouseButtons() == Qt::NoButton;
}

void changeWindowFactor(double from, double to) {
    const QPointer<QWidget> active = QApplication::activeWindow();
    std::vector<Seen> all;
    QWidgetList windows = QApplication::topLevelWidgets();
    std::stable_partition(windows.begin(), windows.end(),
                          [](const QWidget *window) { return !window->parentWidget(); });
    for (QWidget *window : windows) {
        if (window->isVisible() && window->windowType() != Qt::ToolTip) {
            const Qt::WindowStates state = window->windowState();
            const bool own = !(state & (Qt::WindowMaximized | Qt::WindowFullScreen));
            const QRect in = window->geometry(), out = window->frameGeometry();
            all.push_back(
                {window,
                 window->focusWidget(),
                 window->screen(),
                 own ? in : window->normalGeometry(),
                 {in.left() - out.left(), in.top() - out.top(), out.right() - in.right(), out.bottom() - in.bottom()},
                 state});
        }
    }
    for (auto seen = all.rbegin(); seen != all.rend(); ++seen) {
        if (seen->window)
            seen->window->hide();
    }
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->testAttribute(Qt::WA_WState_Created) || window->windowHandle())
            Open::leaveScreen(*window);
    }
    setFactor()(to);
    for (const Seen &seen : all)
        showAgain(seen, from / to);
    if (active) {
        active->raise();
        active->activateWindow();
    }
}

} // namespace ui
