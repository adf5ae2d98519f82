// A home of the test's own below a folder: what FileWatch looks at then is all that a person's things lie in.
#pragma once

#include <QDir>
#include <QFile>
#include <QString>

#include <utility>

inline bool moveHome(const QString &folder) {
    const std::pair<const char *, const char *> places[] = {{"HOME", "home"},
                                                            {"XDG_CONFIG_HOME", "home/.config"},
                                                            {"XDG_DATA_HOME", "home/.local/share"},
                                                            {"XDG_STATE_HOME", "home/.local/state"},
                                                            {"XDG_CACHE_HOME", "home/.cache"},
                                                            {"TMPDIR", "tmp"}};
    for (const auto &[variable, place] : places) {
        const QString path = folder + QLatin1Char('/') + QLatin1String(place);
        if (!QDir().mkpath(path) || !qputenv(variable, QFile::encodeName(path)))
            return false;
    }
    return true;
}
