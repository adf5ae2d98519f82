// The file by which a desktop knows a program that was not installed: the portal gives keys only to whom it finds
// there.
#pragma once

#include <QString>

namespace app::danmaku {

// Writes <data folder of the person>/applications/<id>.desktop, which starts `program` and is in no menu, where there
// is no such file yet, or only one that this wrote for another program. False: it could not be written. Waits for the
// disk; any thread. Source: freedesktop.org's desktop entry specification 1.5.
bool giveDesktopEntry(const QString &id, const QString &program);

} // namespace app::danmaku
