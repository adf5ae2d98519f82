#include "app/voices/voice_library.h"

#include <exception>
#include <utility>

#include "app/storage/file_thread.h"

namespace app::voices {

VoiceLibrary::VoiceLibrary(std::vector<std::filesystem::path> roots, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_roots(std::move(roots)), m_files(files),
      m_voices(std::make_shared<const engine::VoiceListing>()) {}

VoiceLibrary::~VoiceLibrary() {
    if (m_reading)
        m_files.flush(); // what is being read refers to this object
}

void VoiceLibrary::refresh() {
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    m_files.post([this] {
        auto listing = std::make_shared<engine::VoiceListing>();
        try {
            *listing = engine::listVoices(m_roots);
        } catch (const std::exception &error) {
            listing->problems.emplace_back(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, voices = VoiceList(std::move(listing))] { take(voices); }, Qt::QueuedConnection);
    });
}

const engine::Voice *VoiceLibrary::find(const QString &id) const {
    const std::string wanted = id.toStdString();
    for (const engine::Voice &voice : m_voices->voices) {
        if (voice.id == wanted)
            return &voice;
    }
    return nullptr;
}

void VoiceLibrary::take(VoiceList voices) {
    m_voices = std::move(voices);
    m_read = true;
    m_reading = false;
    Q_EMIT changed(m_voices);
    if (std::exchange(m_again, false))
        refresh();
}

} // namespace app::voices

#include "moc_voice_library.cpp"
