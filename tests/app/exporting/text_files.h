// Small files that tests of exports put down and look into.
#pragma once

#include <QFile>
#include <QString>
#include <QTest>

inline QString read(const QString &file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

inline void write(const QString &file, const QByteArray &bytes) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
}
