#include "ui/shared/figures.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace ui::shared {

namespace {

// With a real minus, and without ".0".
QString signedTenths(double value, const QString &plus) {
    const double rounded = std::round(value * 10) / 10;
    const bool whole = rounded == std::round(rounded);
    const QString digits = QLocale().toString(std::abs(rounded), 'f', whole ? 0 : 1);
    return (rounded < 0 ? QStringLiteral("−") : plus) + digits;
}

} // namespace

QString clockTime(double seconds, int decimals) {
    const double unit = std::pow(10.0, decimals);
    const double rounded = std::round(std::max(0.0, seconds) * unit) / unit;
    const int hours = int(rounded / 3600);
    const int minutes = int((rounded - hours * 3600.0) / 60);
    const double rest = std::max(0.0, rounded - hours * 3600.0 - minutes * 60.0);
    const int width = decimals > 0 ? decimals + 3 : 2;
    const QString tail = QStringLiteral("%1").arg(rest, width, 'f', decimals, u'0');
    if (hours > 0) {
        return QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(tail);
    }
    return QStringLiteral("%1:%2").arg(minutes).arg(tail);
}

QString rulerTime(double seconds, double step) {
    const int decimals = step >= 1 ? 0 : std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 1, 3);
    return clockTime(seconds, decimals);
}

QString glance(double value) {
    if (value == 0 || !std::isfinite(value)) {
        return QLocale().toString(0);
    }
    const double magnitude = std::floor(std::log10(std::abs(value)));
    const double unit = std::pow(10.0, magnitude - 1);
    const double rounded = std::round(value / unit) * unit;
    const int decimals = std::clamp(int(1 - std::floor(std::log10(std::abs(rounded)) + 1e-9)), 0, 6);
    return QLocale().toString(rounded, 'f', decimals);
}

QString seconds(double value) {
    return QCoreApplication::translate("ui::shared::figures", "%1 s", "seconds").arg(glance(value));
}

QString lufs(double value) {
    return QCoreApplication::translate("ui::shared::figures", "%1 LUFS", "loudness").arg(signedTenths(value, {}));
}

QString decibel(double value) {
    return QCoreApplication::translate("ui::shared::figures", "%1 dB", "decibel")
        .arg(signedTenths(value, QStringLiteral("+")));
}

} // namespace ui::shared
