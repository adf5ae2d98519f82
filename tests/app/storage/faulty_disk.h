// For children of tests that ishowtts_uses_faulty_disk() names: a disk that is full, read-only or deadly below a
// folder.
#pragma once

#include <QString>
#include <QStringList>

// `fault`: as faulty_disk.cpp knows them, "AFTER=3".
inline QStringList faultyDisk(const QString &folder, const QString &fault) {
    return {QStringLiteral("LD_PRELOAD=" FAULTY_DISK), QStringLiteral("ASAN_OPTIONS=verify_asan_link_order=0"),
            QStringLiteral("FAULTY_DISK_FOLDER=") + folder, QStringLiteral("FAULTY_DISK_") + fault};
}

inline QStringList diskWithRoomFor(int writes, const QString &folder) {
    return faultyDisk(folder, QStringLiteral("AFTER=%1").arg(writes));
}
