// What the settings are called. A setting without words is not for the Settings window: it is set where it is used.
#pragma once

#include <QHash>
#include <QList>
#include <QString>

namespace ui::settings {

struct SettingWords {
    QString id; // app::Setting::id
    QString name;
    QString what;                         // one or two sentences
    QHash<QString, QString> choices = {}; // app::Setting::choices → words
    QString whenEmpty = {};               // shown in an empty field
    QString unit = {};                    // behind a number, " s"
};

struct SettingSection {
    QString name;
    QList<SettingWords> settings; // in the order they are shown
};

QList<SettingSection> settingSections();

} // namespace ui::settings
