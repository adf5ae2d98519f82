// Hands on the keyboard and the mouse of a Desk.
#pragma once

#include <initializer_list>

#include "tests/end_to_end/desk.h"

namespace end_to_end {

// Each is false when xdotool could not do it (said on stderr).
class Hands {
public:
    explicit Hands(Desk &desk) : m_desk(desk) {}

    bool xdotool(const QStringList &action);
    bool keys(std::initializer_list<const char *> names); // one after the other, at a person's pace
    bool type(const QString &line);
    bool focusWindow(const QString &title); // waits until there is one

private:
    Desk &m_desk;
};

} // namespace end_to_end
