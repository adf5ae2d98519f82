// By how much Qt draws every window larger than the system has it, changed while the windows are open. Qt offers that
// for the start alone (QT_SCALE_FACTOR); while a program runs it can do the same, by a function that only its own
// plugins call. It is looked up by name, so that another Qt without it costs no more than a restart.
#pragma once

namespace ui {

bool canChangeWindowFactor();

// Windows that are seen vanish for a moment and come back at their places with what was in them, the keyboard where it
// was; maximised and minimised ones stay so. They keep their size on the screen where what is in them has room. What
// hides with a window asks isDrawnAnew() (ui/shared/drawn_anew.h). Not while a menu, a list or a sheet is open,
// or a button of the mouse is down (isWindowFactorFree()). GUI thread; `from` and `to` are above 0.
void changeWindowFactor(double from, double to);
bool isWindowFactorFree();

} // namespace ui
