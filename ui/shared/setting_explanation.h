// What a setting does, in the words of the "?" beside it in the Studio and of its row in the Settings window.
#pragma once

#include <QString>

namespace ui::shared {

// Of those that are in both; `settingId` is app::Setting::id, and another one has an empty text.
QString explanationOf(const QString &settingId);

} // namespace ui::shared
