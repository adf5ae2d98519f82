// A person's folders, filled so that everything in them says whose it is, and a look at them from outside.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <filesystem>

#include "app/backup/backup_contents.h"

class PersonsFolders {
public:
    explicit PersonsFolders(const QString &root);

    const app::backup::Places &places() const { return m_places; }
    std::filesystem::path data() const { return m_places.dataFolder; }
    std::filesystem::path config() const { return m_places.configFolder; }
    QString dataFile(const QString &name) const;
    QString configFile(const QString &name) const;

    // Voices, `takes` takes with sound, settings, presets, a script that is open, licences, a model; all with `mark`.
    void fill(const QString &mark, int takes = 3) const;

    // What a person has there: each file's name and content ("takes" for the library: the texts of its takes). Nothing
    // that programs keep for themselves: locks, what was before a restore.
    QMap<QString, QByteArray> all() const;
    QStringList leftOver() const; // of restores: what should be gone when none goes on

private:
    app::backup::Places m_places;
};

// Everything in them has the mark of the folder's name.
PersonsFolders filledFolders(const QString &root);
PersonsFolders backedUpFolders(const QString &root, const std::filesystem::path &zip);

// In which two such looks differ, for messages.
QStringList differencesOf(const QMap<QString, QByteArray> &one, const QMap<QString, QByteArray> &other);

void writeFile(const QString &file, const QByteArray &bytes); // with its folder
QByteArray fileContent(const QString &file);
