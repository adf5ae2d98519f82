// A folder made on another thread, since a disk that is far away may take its time.
#pragma once

#include <QString>

#include <functional>

class QObject;

namespace ui::shared {

// `done` is called when it is there, or cannot be, on the thread of the GUI; not when `context` has gone meanwhile, for
// which nothing waits.
void makeFolder(const QString &folder, QObject *context, std::function<void()> done);

} // namespace ui::shared
