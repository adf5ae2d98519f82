#include "tests/app/backup/data_of_tests.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include "app/backup/backup_writer.h"
#include "app/storage/connection.h"
#include "app/storage/library_schema.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "tests/small_files.h"

PersonsFolders::PersonsFolders(const QString &root)
    : m_places{(root + QStringLiteral("/data")).toStdString(), (root + QStringLiteral("/config")).toStdString()} {}

QString PersonsFolders::dataFile(const QString &name) const {
    return QString::fromStdString((data() / name.toStdString()).string());
}

QString PersonsFolders::configFile(const QString &name) const {
    return QString::fromStdString((config() / name.toStdString()).string());
}

void writeFile(const QString &name, const QByteArray &bytes) {
    if (!QDir().mkpath(QFileInfo(name).path()))
        qFatal("there is no folder for %s", qPrintable(name));
    put(name, bytes);
}

QByteArray fileContent(const QString &name) {
    return bytesOf(name);
}

void PersonsFolders::fill(const QString &mark, int takes) const {
    const QByteArray text = mark.toUtf8();
    for (const char *voice : {"ada", "ben"}) {
        const QString folder = QStringLiteral("voices/%1-%2/").arg(QLatin1String(voice), mark);
        writeFile(dataFile(folder + QStringLiteral("voice.json")), "{\"name\": \"" + text + "\"}");
        writeFile(dataFile(folder + QStringLiteral("reference.wav")), text.repeated(20'000));
    }
    writeFile(dataFile(QStringLiteral("voices/.removed/old/voice.json")), text);
    writeFile(dataFile(QStringLiteral("recent-scripts.json")), "[\"" + text + "\"]");
    writeFile(dataFile(QStringLiteral("recovery/a-%1/session.json").arg(mark)), "{\"script\": \"" + text + "\"}");
    writeFile(dataFile(QStringLiteral("recovery/a-%1/lock").arg(mark)), {});
    writeFile(dataFile(QStringLiteral("accepted-licences.json")), "{\"" + text + "\": 1}");
    writeFile(dataFile(QStringLiteral("models/own/model.safetensors")), QByteArray(50'000, 'w'));
    writeFile(configFile(QStringLiteral("settings.json")), "{\"mark\": \"" + text + "\"}");
    writeFile(configFile(QStringLiteral("presets.json")),
              R"({"version": 1, "presets": {"A": {}, ")" + text + R"(": {}}})");
    OpenLibrary open(QString::fromStdString(data().string()));
    for (int i = 0; i < takes; ++i)
        open.keep(madeUpTake(qHash(mark) % 1000 + unsigned(i), QStringLiteral("%1 %2").arg(mark).arg(i)));
}

namespace {

QByteArray takesIn(const std::filesystem::path &library) {
    app::storage::Connection connection(QString::fromStdString(library.string()));
    auto rows = connection.prepare(QStringLiteral("SELECT text || ' ' || audio FROM take ORDER BY id"));
    QByteArray all;
    while (rows.next())
        all += rows.text(0).toUtf8() + '\n';
    return all;
}

} // namespace

QMap<QString, QByteArray> PersonsFolders::all() const {
    QMap<QString, QByteArray> found;
    for (const auto &root : {data(), config()}) {
        const QDir folder(QString::fromStdString(root.string()));
        QDirIterator files(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            const QString name = folder.relativeFilePath(file);
            if (name.startsWith(u"before-restore-") || name.startsWith(u".restore") || name.endsWith(u"lock") ||
                name.startsWith(u"voices/.removed/"))
                continue;
            if (!name.startsWith(u"library.sqlite"))
                found.insert(folder.dirName() + u'/' + name, fileContent(file));
        }
    }
    if (QFile::exists(dataFile(QStringLiteral("library.sqlite"))))
        found.insert(QStringLiteral("takes"), takesIn(app::storage::libraryFile(data())));
    return found;
}

QStringList PersonsFolders::leftOver() const {
    QStringList found;
    for (const auto &root : {data(), config()}) {
        const QDir folder(QString::fromStdString(root.string()));
        for (const QString &name : folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
            if (name.startsWith(u'.') && !name.endsWith(u".lock"))
                found << folder.filePath(name);
        }
    }
    return found;
}

PersonsFolders filledFolders(const QString &root) {
    PersonsFolders made(root);
    made.fill(QFileInfo(root).fileName());
    return made;
}

PersonsFolders backedUpFolders(const QString &root, const std::filesystem::path &zip) {
    PersonsFolders made = filledFolders(root);
    app::backup::writeBackup(made.places(), zip, {});
    return made;
}

QStringList differencesOf(const QMap<QString, QByteArray> &one, const QMap<QString, QByteArray> &other) {
    QStringList found;
    for (const QString &name : one.keys() + other.keys()) {
        if (one.value(name, "missing") != other.value(name, "missing") && !found.contains(name))
            found << name;
    }
    return found;
}
