// What the notices of listening tests are about, for shared::NoticeBar: the next one takes the place of the last.
#pragma once

#include <QString>

namespace ui::listening {

inline const QString kSubject = QStringLiteral("listening");

} // namespace ui::listening
