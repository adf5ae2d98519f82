#include "ui/performance/time_ruler.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <cmath>

#include "ui/shared/figures.h"

namespace ui::performance {

namespace {

struct RulerWords {
    Q_DECLARE_TR_FUNCTIONS(ui::performance::TimeRuler)
};

} // namespace

TimeMarks timeMarks(qint64 from, qint64 to, int most) {
    TimeMarks marks;
    qint64 step = 86'400'000;
    for (const qint64 seconds : {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200}) {
        if ((to - from) / (1000 * seconds) <= std::max(1, most)) {
            step = 1000 * seconds;
            break;
        }
    }
    const qint64 ahead = 1000 * qint64(QDateTime::fromMSecsSinceEpoch(from).offsetFromUtc());
    for (qint64 at = (from + ahead + step - 1) / step * step - ahead; at <= to; at += step) {
        marks.at << double(at) / 1000;
        marks.names << QDateTime::fromMSecsSinceEpoch(at).toString(step < 60'000 ? QStringLiteral("HH:mm:ss")
                                                                                 : QStringLiteral("HH:mm"));
    }
    return marks;
}

QString clockOf(qint64 at, bool tenths) {
    return QDateTime::fromMSecsSinceEpoch(at)
        .toString(tenths ? QStringLiteral("HH:mm:ss.zzz") : QStringLiteral("HH:mm:ss"))
        .left(tenths ? 10 : 8);
}

QString spanInWords(qint64 milliseconds) {
    const auto number = [](double value) {
        return value == std::round(value) ? QString::number(value) : shared::glance(value);
    };
    const double seconds = double(milliseconds) / 1000;
    if (seconds < 60)
        return RulerWords::tr("%1 s").arg(number(seconds));
    if (seconds < 3600)
        return RulerWords::tr("%1 min").arg(number(seconds / 60));
    return RulerWords::tr("%1 h").arg(number(seconds / 3600));
}

} // namespace ui::performance
