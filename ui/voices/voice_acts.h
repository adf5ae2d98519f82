// What can be done with voices.
#pragma once

#include "ui/shared/acts.h"
#include "ui/voices/voice_card.h"

namespace ui::voices {

class VoiceActs : public shared::Acts {
    Q_OBJECT

public:
    enum Act { Add, Record, Import, Use, Play, Edit, AddStyle, Export, Restore, Remove };

    explicit VoiceActs(QObject *parent);

    std::vector<QList<QAction *>> groups() const; // for a menu
    void follow(const VoiceCard *current);        // null: no voice is chosen
};

} // namespace ui::voices
