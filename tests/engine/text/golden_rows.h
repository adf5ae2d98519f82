// The rows of a golden file in tests/data/text, which tests/reference/make_text_reference.py makes by running upstream.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <string>
#include <vector>

// One JSON object per line. Fails the test program when the file is missing, empty or broken.
std::vector<QJsonObject> goldenRows(const QString &fileName);

std::string utf8(const QJsonValue &text);
std::vector<std::string> utf8List(const QJsonValue &list);

// For messages: the strings between bars, control characters visible.
QByteArray shown(const std::vector<std::string> &strings);
