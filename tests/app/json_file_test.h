// A test of one JSON file: its folder is thrown away after each test function.
#pragma once

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/storage/file_thread.h"

class JsonFileTest : public QObject {
protected:
    explicit JsonFileTest(const char *name) : m_name(name) {}

    std::unique_ptr<QTemporaryDir> m_folder;

    void newFolder() { m_folder = std::make_unique<QTemporaryDir>(); } // in init()
    QString path() const { return path(m_name); }
    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    void fill(const QByteArray &text) const {
        QFile out(path());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(text), text.size());
    }
    QByteArray contents(const QString &file) const {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QJsonObject written() const { return QJsonDocument::fromJson(contents(path())).object(); }
    QJsonObject written(const char *section) const { return written().value(QLatin1String(section)).toObject(); }

private:
    const char *m_name;
};

// What was posted has run, and its answers are here.
inline void settle(app::storage::FileThread &files) {
    for (int round = 0; round < 2; ++round) { // what is changed during a write is written after it
        files.flush();
        QCoreApplication::processEvents();
    }
}
