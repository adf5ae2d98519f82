// A line of the log, and how it is written:
//   2026-11-21T19:30:05.123Z warning subject: text
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include "app/log/scrubber.h"

namespace app::log {

enum class Level { Debug, Info, Warning, Error, Fatal };

struct Line {
    qint64 time = 0; // ms since 1970, UTC
    Level level = Level::Info;
    QString subject; // a word or two: "model", "qt.multimedia"
    QString text;
    qint64 repeats = 0;       // above 0: the line came so many times more
    qsizetype fullLength = 0; // of a text that was cut before; 0 = it is whole
};

constexpr qsizetype kLongestLine = 4096; // bytes, with the newline

// Scrubbed, control characters (and those that turn the direction of writing) as \n, \x1b, \u202e, at most kLongestLine
// bytes of UTF-8, with a newline.
QByteArray written(const Line &line, const Scrubber &scrubber);

} // namespace app::log
