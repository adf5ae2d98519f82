// What settings.json and the environment say, only read: for those who ask once and change nothing, also before there
// is an application. Any thread.
#pragma once

#include <QJsonValue>
#include <QList>
#include <QProcessEnvironment>
#include <QString>

#include "app/problem.h"
#include "app/settings/setting_overrides.h"
#include "app/settings/settings_file.h"

namespace app {

class SaidSettings {
public:
    // A file that is no JSON object stays where it is and does not count: moving it aside is for the Studio to do, that
    // says so in its window.
    SaidSettings(const QString &file, const QProcessEnvironment &environment);

    QJsonValue value(const QString &id) const; // undefined: nothing is said, or nothing that makes sense
    QString variable(const QString &id) const; // of the environment, that says it; empty: none
    const QList<Problem> &problems() const { return m_problems; }

private:
    SettingsFile m_file;
    SettingOverrides m_overrides;
    QList<Problem> m_problems;
};

} // namespace app
