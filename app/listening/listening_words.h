// What is said to people here, translated, for Qt and for engine::Error. Any thread.
#pragma once

#include <QCoreApplication>
#include <QString>

#include <string>

namespace app::listening {

// `count` for "%Ln"; the words come through QT_TRANSLATE_NOOP("listening", …).
inline QString say(const char *words, int count = -1) {
    return QCoreApplication::translate("listening", words, nullptr, count);
}

inline std::string sayPlain(const char *words) {
    return say(words).toStdString();
}

inline QString qt(const std::string &text) { // never a null one, which SQLite would keep as NULL
    return QString::fromStdString(text);
}

} // namespace app::listening
