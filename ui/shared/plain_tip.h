// Tooltips that quote what others wrote: names and words of voices, files, devices, servers. Qt draws a tooltip that
// looks like HTML as HTML, and then opens what its pictures name.
#pragma once

#include <QString>

namespace ui::shared {

// The same words, so that every sign is shown as it is.
QString plainTip(const QString &words);

} // namespace ui::shared
