// Where sound is saved as long as nobody chose another place.
#pragma once

#include <QString>

namespace ui::shared {

QString musicFolder(); // the person's; their home where there is none

} // namespace ui::shared
