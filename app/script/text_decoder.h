// Plain text of strangers into characters. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace app::script {

// UTF-8 (with or without a byte order mark) or UTF-16 with one. Error(BadInput) that names the byte (counted from 1),
// its value and its line when the bytes are something else: another encoding, UTF-32, a binary file. `name` is the
// file's.
QString decodeText(const QByteArray &bytes, const QString &name);

} // namespace app::script
