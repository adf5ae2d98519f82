#include "tests/engine/text/golden_rows.h"

#include <QFile>
#include <QJsonDocument>

std::vector<QJsonObject> goldenRows(const QString &fileName) {
    QFile file(QStringLiteral(TEST_DATA "/text/") + fileName);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    std::vector<QJsonObject> rows;
    while (!file.atEnd()) {
        QJsonParseError error{};
        const QJsonDocument line = QJsonDocument::fromJson(file.readLine(), &error);
        if (!line.isObject())
            qFatal("%s, row %zu: %s", qPrintable(fileName), rows.size() + 1, qPrintable(error.errorString()));
        rows.push_back(line.object());
    }
    if (rows.empty())
        qFatal("%s is empty", qPrintable(fileName));
    return rows;
}

std::string utf8(const QJsonValue &text) {
    return text.toString().toStdString();
}

std::vector<std::string> utf8List(const QJsonValue &list) {
    std::vector<std::string> result;
    for (const QJsonValue &item : list.toArray())
        result.push_back(utf8(item));
    return result;
}

QByteArray shown(const std::vector<std::string> &strings) {
    QJsonArray list;
    for (const std::string &one : strings)
        list.append(QString::fromStdString(one));
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}
