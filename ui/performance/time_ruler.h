// Where the marks of a clock stand along time, and what they are called: local time, as many as there is room for.
#pragma once

#include <QString>
#include <QVector>

namespace ui::performance {

struct TimeMarks {
    QVector<double> at; // s since 1970 UTC
    QVector<QString> names;
};

TimeMarks timeMarks(qint64 from, qint64 to, int most); // ms since 1970 UTC
QString clockOf(qint64 at, bool tenths);               // "21:03:12"
QString spanInWords(qint64 milliseconds);              // "5 min", "1.5 h"

} // namespace ui::performance
