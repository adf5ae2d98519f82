// A data folder that is thrown away: the tiny checkpoint as the demo model, or under other names (it speaks in
// milliseconds, and nobody would understand it), and the shipped voices.
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <filesystem>
#include <string>
#include <vector>

class TinyData {
public:
    explicit TinyData(const std::vector<std::string> &models = {"demo"}) {
        namespace fs = std::filesystem;
        fs::create_directories(root() / "models");
        for (const std::string &name : models)
            fs::copy(fs::path(TEST_DATA) / "tiny" / "v1", root() / "models" / name, fs::copy_options::recursive);
        fs::copy(fs::path(SOURCE_FOLDER) / "voices", root() / "voices", fs::copy_options::recursive);
    }

    std::filesystem::path root() const { return m_folder.path().toStdString(); }
    std::vector<std::filesystem::path> roots() const { return {root()}; }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    bool writeJson(const QString &name, const QJsonObject &object) const {
        QFile file(path(name));
        const QByteArray text = QJsonDocument(object).toJson();
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

private:
    QTemporaryDir m_folder;
};
