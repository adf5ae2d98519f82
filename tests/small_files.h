// Files that tests put down and look into.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <filesystem>

inline QByteArray bytesOf(const QString &file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(it cannot be read)"); // equals no file of a test
}

inline QByteArray bytesOf(const std::filesystem::path &file) {
    return bytesOf(QFile::decodeName(file.c_str()));
}

inline QString textOf(const QString &file) {
    return QString::fromUtf8(bytesOf(file));
}

// In the place of what is there; its folder must be.
inline void put(const QString &file, const QByteArray &bytes) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(file));
}
