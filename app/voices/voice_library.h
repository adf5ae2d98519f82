// The voices of all data roots, read in the background and handed over as one immutable list.
#pragma once

#include <QObject>

#include <memory>

#include "engine/voice.h"

namespace app::voices {

using VoiceList = std::shared_ptr<const engine::VoiceListing>;

class VoiceLibrary : public QObject {
    Q_OBJECT

public:
    explicit VoiceLibrary(QObject *parent = nullptr);
    ~VoiceLibrary() override;

    void refresh(); // reads the folders off the GUI thread, then changed()
    VoiceList voices() const { return m_voices; }

Q_SIGNALS:
    void changed(const app::voices::VoiceList &voices);

private:
    VoiceList m_voices;
};

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::VoiceList)
