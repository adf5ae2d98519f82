// The colours of codes for cameras: the same in every theme, since that is what cameras read.
#pragma once

#include <QColor>

namespace ui {

QColor inkOfCodes();
QColor paperOfCodes();

} // namespace ui
