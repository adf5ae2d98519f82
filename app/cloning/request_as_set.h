// A request with the numbers that the settings say, for those who name text and voice themselves. Any thread but while
// the settings change.
#pragma once

#include <QString>

#include "engine/request.h"

namespace app {
class Settings;
}

namespace app::cloning {

// Without a voice. The seed is the pinned one, or a new one.
engine::Request requestAsSet(const Settings &settings, const QString &text);

} // namespace app::cloning
