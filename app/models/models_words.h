// What is said of models and of fetching them, translated. Any thread.
#pragma once

#include <QCoreApplication>
#include <QString>

namespace app::models {

inline QString say(const char *words) { // they come through QT_TRANSLATE_NOOP("models", …)
    return QCoreApplication::translate("models", words);
}

} // namespace app::models
