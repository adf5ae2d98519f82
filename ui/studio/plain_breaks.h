// Text as lines know it, from what other programs call the end of a line.
#pragma once

#include <QString>

namespace ui::studio {

// What the editor would keep within a paragraph, and a script knows as the end of a line, is a line feed.
QString withPlainBreaks(QString text);

} // namespace ui::studio
