// What is drawn in a part of a widget.
#pragma once

#include <QImage>
#include <QList>
#include <QWidget>

#include <algorithm>

#include "ui/theme.h"

// By column from the left, of what stands out from the ground.
inline QList<int> inkOf(QWidget &widget, const QRect &where) {
    const QImage image = widget.grab(where).toImage();
    const QColor ground = image.pixelColor(image.width() - 2, 4);
    QList<int> ink;
    for (int x = 0; x < image.width(); ++x) {
        ink << 0;
        for (int y = 0; y < image.height() - 2; ++y) // a line lies under the headings
            ink.last() += ui::contrast(ground, image.pixelColor(x, y)) >= 3 ? 1 : 0;
    }
    return ink;
}

inline int firstInk(QWidget &widget, const QRect &where) {
    const QList<int> ink = inkOf(widget, where);
    return int(std::find_if(ink.begin(), ink.end(), [](int pixels) { return pixels > 0; }) - ink.begin());
}

inline int highestInk(QWidget &widget, const QRect &where) {
    const QList<int> ink = inkOf(widget, where);
    return *std::max_element(ink.begin(), ink.end());
}
