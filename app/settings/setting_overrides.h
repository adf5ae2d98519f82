// Settings from the environment: ISHOWTTS__SPEECH__NFE=16 starts the Studio with 16 steps, whatever the file says. Case
// makes no difference, nor do '_' inside a key (OUTPUT_DEVICE, OUTPUTDEVICE). Any thread.
#pragma once

#include <QHash>
#include <QJsonValue>
#include <QProcessEnvironment>
#include <QString>

#include <optional>

#include "app/problem.h"

namespace app {

struct SettingOverride {
    QJsonValue value;
    QString variable; // as it is spelled in the environment
};

struct SettingOverrides {
    QHash<QString, SettingOverride> byId; // Setting::id
    std::optional<Problem> problem;       // names each variable that was not understood; the others count
};

SettingOverrides settingOverrides(const QProcessEnvironment &environment);

} // namespace app
