#include "ui/shared/language_names.h"

#include <QLocale>

namespace ui::shared {

QString languageName(const std::string &tag) {
    if (tag == "und") {
        return {};
    }
    const QLocale locale(QString::fromStdString(tag));
    const QString name = locale.nativeLanguageName();
    return locale == QLocale::c() || name.isEmpty() ? QString::fromStdString(tag) : name;
}

} // namespace ui::shared
