// A script out of texts.
#pragma once

#include <QStringList>

#include "app/script/script.h"

inline app::script::Script scriptOf(const QStringList &texts) { // a line for each
    app::script::Script script = app::script::newScript();
    script.lines.clear();
    for (const QString &text : texts)
        script.lines << app::script::newLine(text);
    return script;
}
