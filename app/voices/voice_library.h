// The voices of all data roots, read in the background and handed over as one immutable list.
#pragma once

#include <QMetaType>
#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/voice.h"

namespace app::storage {
class FileThread;
}

namespace app::voices {

using VoiceList = std::shared_ptr<const engine::VoiceListing>; // never null

class VoiceLibrary : public QObject {
    Q_OBJECT

public:
    VoiceLibrary(std::vector<std::filesystem::path> roots, storage::FileThread &files, QObject *parent = nullptr);
    ~VoiceLibrary() override;

    void refresh(); // reads the folders on the file thread, then changed(); several calls in a row read once or twice
    bool isRead() const { return m_read; }              // false until the first list is there
    VoiceList voices() const { return m_voices; }       // empty until then
    const engine::Voice *find(const QString &id) const; // in the list at hand; null when it is not there

Q_SIGNALS:
    void changed(const app::voices::VoiceList &voices);

private:
    void take(VoiceList voices);

    const std::vector<std::filesystem::path> m_roots;
    storage::FileThread &m_files;
    VoiceList m_voices;
    bool m_read = false;
    bool m_reading = false;
    bool m_again = false;
};

} // namespace app::voices

Q_DECLARE_METATYPE(app::voices::VoiceList)
