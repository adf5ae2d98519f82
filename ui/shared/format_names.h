// The formats that sound is exported in, as people read them; in the order in which they are offered.
#pragma once

#include <QList>
#include <QPair>
#include <QString>

namespace ui::shared {

QList<QPair<QString, QString>> formatNames(); // engine::audio::toString() of each, and its name

} // namespace ui::shared
