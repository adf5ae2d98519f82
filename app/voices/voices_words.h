// What is said of voices, translated. Any thread.
#pragma once

#include <QCoreApplication>

namespace app::voices {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(voices)
};

} // namespace app::voices
