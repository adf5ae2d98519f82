// What lies in a log folder.
#pragma once

#include <QDir>
#include <QFile>
#include <QStringList>

// The files from the oldest on, one after another.
inline QByteArray wholeLog(const QString &folder) {
    QByteArray all;
    for (int number = 99; number >= 0; --number) {
        const QString name = number == 0 ? QStringLiteral("studio.log") : QStringLiteral("studio.%1.log").arg(number);
        QFile file(folder + u'/' + name);
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

inline QStringList logLines(const QString &folder) {
    return QString::fromUtf8(wholeLog(folder)).split(u'\n', Qt::SkipEmptyParts);
}

// What stands behind "time level ".
inline QStringList logTexts(const QString &folder) {
    QStringList texts;
    for (const QString &line : logLines(folder))
        texts << line.section(u' ', 2);
    return texts;
}

inline QStringList logNames(const QString &folder) {
    return QDir(folder).entryList({QStringLiteral("*.log")}, QDir::Files);
}
