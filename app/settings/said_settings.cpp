#include "app/settings/said_settings.h"

#include <utility>

#include "app/settings/setting_table.h"

namespace app {
namespace {

SettingsFile settingsIn(const QString &name) {
    if (auto settings = lookAtSettings(name))
        return *std::move(settings);
    SettingsFile none;
    none.problems << Problem{QStringLiteral("%1 cannot be read and does not count.").arg(name),
                             QStringLiteral("Correct the file or remove it."),
                             {}};
    return none;
}

} // namespace

SaidSettings::SaidSettings(const QString &file, const QProcessEnvironment &environment)
    : m_file(settingsIn(file)), m_overrides(settingOverrides(environment)), m_problems(m_file.problems) {
    if (m_overrides.problem)
        m_problems << *m_overrides.problem;
}

QJsonValue SaidSettings::value(const QString &id) const {
    if (const auto found = m_overrides.byId.constFind(id); found != m_overrides.byId.cend())
        return found->value;
    const Setting *setting = findSetting(id);
    if (!setting)
        return QJsonValue::Undefined;
    const QJsonValue value = m_file.sections[setting->section][setting->key];
    return setting->accepts(value) ? value : QJsonValue(QJsonValue::Undefined);
}

QString SaidSettings::variable(const QString &id) const {
    return m_overrides.byId.value(id).variable;
}

} // namespace app
