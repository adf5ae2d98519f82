#include "app/settings/setting_overrides.h"

#include <QStringList>

#include <algorithm>

#include "app/settings/setting_table.h"
#include "app/settings/settings_words.h"

namespace app {

SettingOverrides settingOverrides(const QProcessEnvironment &environment) {
    static const QString prefix = QStringLiteral("ISHOWTTS__");
    SettingOverrides result;
    QStringList wrong;
    QStringList names = environment.keys();
    names.sort();
    for (const QString &name : names) {
        if (!name.startsWith(prefix, Qt::CaseInsensitive))
            continue;
        const QString rest = name.mid(prefix.size());
        const qsizetype cut = rest.indexOf(QStringLiteral("__"));
        const QString section = rest.left(cut), key = cut < 0 ? QString() : rest.mid(cut + 2);
        const QString written = environment.value(name);
        if (const Setting *setting = settingNamed(section, key)) {
            if (const auto value = setting->parse(written))
                result.byId.insert(setting->id, {*value, name});
            else
                wrong << say(QT_TRANSLATE_NOOP("settings", "%1 is “%2”; it must be %3."))
                             .arg(name, written.size() > 60 ? written.left(59) + u'…' : written, setting->allowed());
        } else if (const Setting *near = nearestSetting(section, cut < 0 ? rest : key)) {
            wrong << say(QT_TRANSLATE_NOOP("settings", "%1: there is no such setting. Did you mean %2?"))
                         .arg(name, near->variable());
        } else {
            wrong << say(QT_TRANSLATE_NOOP("settings", "%1: there is no such setting.")).arg(name);
        }
    }
    if (!wrong.isEmpty())
        result.problem = Problem{
            wrong.size() == 1
                ? say(QT_TRANSLATE_NOOP("settings", "An environment variable does not count. %1")).arg(wrong.first())
                : say(QT_TRANSLATE_N_NOOP("settings", "%Ln environment variables do not count."), int(wrong.size())),
            say(QT_TRANSLATE_NOOP("settings", "Correct or remove them where the Studio is started.")),
            wrong.join(u'\n')};
    return result;
}

} // namespace app
