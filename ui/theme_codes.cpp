#include "ui/theme_codes.h"

namespace ui {

QColor inkOfCodes() {
    return Qt::black;
}

QColor paperOfCodes() {
    return Qt::white;
}

} // namespace ui
