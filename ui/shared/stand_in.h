// Which voice speaks when the chosen one is gone, instead of failing at the first key.
#pragma once

#include <QString>

namespace app::voices {
class VoiceLibrary;
}

namespace ui::shared {

// Of a style its voice, else the first one; empty when there is none.
QString standIn(const app::voices::VoiceLibrary &voices, const QString &gone);

} // namespace ui::shared
