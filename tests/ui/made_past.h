// Hours of a machine with a GPU that never were: it speaks every now and then, becomes warm and cools down again, and
// is held back when it is hot. The same whenever it is made.
#pragma once

#include <cmath>

#include "app/performance/performance_watch.h"

inline void fillPast(app::performance::SeriesStore &store, qint64 now, double seconds, double perSecond,
                     double warmest = 78) {
    using app::performance::Series;
    double heat = 45;
    const auto count = qint64(seconds * perSecond);
    for (qint64 i = 0; i < count; ++i) {
        const double t = double(i) / perSecond;
        const qint64 at = now - qint64(seconds * 1000) + qint64(t * 1000);
        const bool speaks = std::fmod(t, 23) < 9 || std::fmod(t, 131) < 60;
        const double noise = std::fmod(std::sin(double(i) * 12.9898) * 43758.5453, 1.0);
        heat += ((speaks ? warmest + 6 : 42) - heat) * 0.012 / perSecond * 2;
        const bool hot = heat > 80;
        store.add(Series::GpuTemperature, at, std::round(heat + noise));
        store.add(Series::GpuUtilisation, at, speaks ? 82 + 10 * noise : 3 + std::abs(noise));
        const bool locked = t > seconds / 4; // somebody locked them then
        store.add(Series::ClocksLocked, at, locked ? 1 : 0);
        store.add(Series::GpuClock, at, hot ? 1005 : locked ? 1300 : speaks ? 1215 + 60 * noise : 420);
        store.add(Series::GpuMostClock, at, 1300);
        if (locked)
            store.add(Series::GpuLockedClock, at, 1300);
        store.add(Series::GpuPower, at, speaks ? 31 + 4 * noise : 9 + noise);
        store.add(Series::GpuMemory, at, 2210 + (speaks ? 180 : 0) + noise);
        store.add(Series::ThrottleHeat, at, hot ? 1 : 0);
        store.add(Series::ThrottlePower, at, hot && std::fmod(t, 17) < 3 ? 1 : 0);
        store.add(Series::CpuTemperature, at, 48 + 6 * std::sin(t / 90) + noise);
        store.add(Series::CpuUtilisation, at, (speaks ? 38 : 11) + 6 * noise);
        store.add(Series::MachineMemory, at, 7900 + 120 * std::sin(t / 300));
        store.add(Series::OwnMemory, at, 2350 + 5 * noise);
        store.add(Series::SpeechQueue, at, speaks ? 1 + (i / 8 % 3) : 0);
        if (speaks && i % qint64(std::max(1.0, 6 * perSecond)) == 0) {
            store.add(Series::Rtf, at, 0.168 + 0.012 * noise + (hot ? 0.09 : 0));
            store.add(Series::FirstAudio, at, 0.31 + 0.05 * noise);
        }
    }
}
