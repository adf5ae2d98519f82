// A message for a person: what happened, what to do, and the technical detail behind "details". Already translated.
#pragma once

#include <QMetaType>
#include <QString>

namespace app {

struct Problem {
    QString what;
    QString remedy;
    QString detail;
};

} // namespace app

Q_DECLARE_METATYPE(app::Problem)
