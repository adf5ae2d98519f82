#include "ui/shared/language_names.h"

#include <QLocale>

namespace ui::shared {

QString languageName(const std::string &tag) {
    if (tag == "und") {
        return {};
    }
    if (tag == "en") { // which Qt takes for that of the USA
        return QLocale(QLocale::English, QLocale::World).nativeLanguageName();
    }
    const QLocale locale(QString::fromStdString(tag));
    const QString name = locale.nativeLanguageName();
    return locale == QLocale::c() || name.isEmpty() ? QString::fromStdString(tag) : name;
}

} // namespace ui::shared
