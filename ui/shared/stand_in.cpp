#include "ui/shared/stand_in.h"

#include "app/voices/voice_library.h"

namespace ui::shared {

QString standIn(const app::voices::VoiceLibrary &voices, const QString &gone) {
    const QString voice = gone.section(u':', 0, 0);
    if (voices.find(voice)) {
        return voice;
    }
    const auto list = voices.voices();
    return list->voices.empty() ? QString() : QString::fromStdString(list->voices.front().id);
}

} // namespace ui::shared
