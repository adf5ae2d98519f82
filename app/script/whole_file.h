// Files read and replaced whole, for the file thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <exception>

#include "app/problem.h"

namespace app::script {

// Error(BadInput), translated, when it is missing, no regular file (a pipe would never end), unreadable or longer than
// `most` bytes.
QByteArray readWhole(const QString &file, qint64 most);
bool isRegularFile(const QString &file);

// engine::replaceFile(): whole or untouched. Throws engine::Error.
void replaceWhole(const QString &file, const QByteArray &bytes);

Problem toProblem(const std::exception &error, const QString &detail);

} // namespace app::script
