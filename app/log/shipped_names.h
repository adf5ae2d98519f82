// The voices and models that come with the program. Only they are named in a log or a bug report: what people call
// their own voices and models is often the name of a person.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

#include <filesystem>

namespace app::log {

struct ShippedNames {
    QSet<QString> voices; // ids
    QSet<QString> models;

    // Reads the names of the folders in <folder>/voices and <folder>/models (engine/data_folders.h), nothing in them.
    static ShippedNames in(const std::filesystem::path &folder);

    // The name itself when it is shipped, also where a person's own folder of that name comes first; else
    // "(one of your own)". Nothing for nothing.
    QString voice(const QString &id) const;
    QString model(const QString &name) const;
    QString inWords(const QStringList &voiceIds) const; // "awb, slt; 2 of your own", "none"
};

} // namespace app::log
