// Which line is which after somebody typed: a text editor knows only paragraphs, while takes, voices and seeds belong
// to lines. Pure function, so that it can be tested without a window.
#pragma once

#include <QList>
#include <QStringList>

#include "app/script/script.h"

namespace ui::studio {

// The lines that `texts` are, given the lines before. Lines that were not touched, and the one that was typed in, keep
// their id and settings; the two halves of a split line share the settings, and the half with text keeps the id; of two
// joined lines the one that had text keeps it; new lines take voice, speed and seed of the line above them.
// `changed`: index of the first paragraph that the edit touched: among equal lines it tells which one it was.
QList<app::script::Line> matchLines(const QList<app::script::Line> &before, const QStringList &texts,
                                    qsizetype changed);

} // namespace ui::studio
