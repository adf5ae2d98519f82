// A control as a screen reader calls it.
#pragma once

#include <QString>
#include <QWidget>

template <typename Widget> Widget *named(const QWidget &in, const QString &name) {
    for (Widget *widget : in.findChildren<Widget *>())
        if (widget->accessibleName() == name)
            return widget;
    return nullptr;
}

template <typename Widget> Widget *named(const QWidget &in, const char *name) {
    return named<Widget>(in, QString::fromUtf8(name));
}
