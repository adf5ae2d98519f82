// A temporary folder that tests fill with files.
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <filesystem>

class FolderOfFiles {
public:
    FolderOfFiles() {
        if (!m_folder.isValid())
            qFatal("no temporary folder: %s", qPrintable(m_folder.errorString()));
    }
    std::filesystem::path path(const char *relative = "") const {
        return std::filesystem::path(m_folder.path().toStdString()) / relative;
    }
    // Makes the folders on the way.
    std::filesystem::path write(const char *relative, const QByteArray &content) const {
        const QString name = m_folder.filePath(QString::fromUtf8(relative));
        QDir().mkpath(QFileInfo(name).path());
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", qPrintable(name));
        return name.toStdString();
    }

private:
    QTemporaryDir m_folder;
};
