// What is said of settings and their file, translated. Any thread.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace app {

// `count` for "%Ln"; the words come through QT_TRANSLATE_NOOP("settings", …).
inline QString say(const char *words, int count = -1) {
    return QCoreApplication::translate("settings", words, nullptr, count);
}

} // namespace app
