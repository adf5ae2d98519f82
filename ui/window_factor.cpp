#include "ui/window_factor.h"

#include <QApplication>
#include <QLineEdit>
#include <QPointer>
#include <QScreen>
#include <QWidget>

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <vector>

#include "ui/shared/drawn_anew.h"

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

// Where somebody writes, or what is marked there: a dialog that comes up marks all of it.
struct Written {
    QPointer<QLineEdit> field;
    int from, length, cursor;
};

struct Seen {
    QPointer<QWidget> window;
    QPointer<QWidget> focus;
    Written written;
    QScreen *screen;
    QRect place;    // when it is neither maximised nor full-screen
    QMargins frame; // of the desktop, around that
    Qt::WindowStates state;
    QSizeF wanted; // in pixels of the system; it had to become larger where its content has no room in that
};

constexpr char kWanted[] = "wantedPixels";
constexpr char kGiven[] = "givenSize"; // nobody has changed it since

QSizeF wantedOf(const QWidget &window, const QSize &size, double factor) {
    const QSize off = window.property(kGiven).toSize() - size;
    const bool given = window.property(kWanted).isValid() && std::abs(off.width()) < 3 && std::abs(off.height()) < 3;
    return given ? window.property(kWanted).toSizeF() : QSizeF(size) * factor;
}

Written writtenIn(QWidget *focus) {
    auto *field = qobject_cast<QLineEdit *>(focus);
    if (!field && focus)
        field = focus->findChild<QLineEdit *>();
    return field ? Written{field, field->selectionStart(), int(field->selectedText().size()), field->cursorPosition()}
                 : Written{};
}

void showAgain(const Seen &seen, double from, double to) {
    if (!seen.window)
        return;
    const double by = from / to;
    const QPoint origin = seen.screen->geometry().topLeft();
    const QRect room = seen.screen->availableGeometry() - seen.frame * by;
    QRect place((QPointF(seen.place.topLeft() - origin) * by + origin).toPoint(), (seen.wanted / to).toSize());
    place.setSize(place.size()
                      .expandedTo(seen.window->minimumSizeHint())
                      .expandedTo(seen.window->minimumSize())
                      .boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() - place.width() + 1));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() - place.height() + 1));
    seen.window->setScreen(seen.screen);
    if (seen.state & (Qt::WindowMinimized | Qt::WindowMaximized | Qt::WindowFullScreen))
        seen.window->setWindowState(Qt::WindowNoState); // Qt tells the system only of what changes
    seen.window->setGeometry(place);
    seen.window->setWindowState(seen.state & ~Qt::WindowMinimized);
    seen.window->show();
    seen.window->setWindowState(seen.state); // a desktop takes what it has not seen for a new window, and shows it
    seen.window->setProperty(kWanted, seen.wanted);
    seen.window->setProperty(kGiven, place.size());
    if (seen.focus)
        seen.focus->setFocus(Qt::OtherFocusReason);
    if (QLineEdit *field = seen.written.field) {
        if (seen.written.length > 0)
            field->setSelection(seen.written.from, seen.written.length);
        else
            field->setCursorPosition(seen.written.cursor);
    }
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
            const QRect place = own ? in : window->normalGeometry();
            all.push_back(
                {window,
                 window->focusWidget(),
                 writtenIn(window->focusWidget()),
                 window->screen(),
                 place,
                 {in.left() - out.left(), in.top() - out.top(), out.right() - in.right(), out.bottom() - in.bottom()},
                 state,
                 wantedOf(*window, place.size(), from)});
        }
    }
    std::deque<shared::DrawnAnew> drawnAnew;
    for (auto seen = all.rbegin(); seen != all.rend(); ++seen) {
        if (seen->window) {
            drawnAnew.emplace_back(*seen->window);
            seen->window->hide();
        }
    }
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->testAttribute(Qt::WA_WState_Created) || window->windowHandle())
            Open::leaveScreen(*window);
    }
    setFactor()(to);
    for (const Seen &seen : all)
        showAgain(seen, from, to);
    if (active) {
        active->raise();
        active->activateWindow();
    }
}

} // namespace ui
