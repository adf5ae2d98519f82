// The voices of all data roots, read in the background and handed over as one immutable list.
#pragma once

#include <QDateTime>
#include <QMetaType>
#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/voice.h"

namespace app::storage {
class FileThread;
}

namespace app::voices {

enum class VoiceKind {
    Shipped,  // of a lower root; cannot be changed itself
    Own,      // of the person's folder
    Override, // of the person's folder, and hides a shipped one
};

// Inside the folder of a person's own voice that was overridden: its first version, a voice folder of its own.
inline constexpr const char *kBaselineFolder = "baseline";

struct VoiceStanding {
    VoiceKind kind = VoiceKind::Shipped;
    std::optional<engine::Voice> baseline; // what VoiceEditor::restoreBaseline() brings back; an own voice may have
                                           // one, one that hides another and differs in its lexicon alone has none
    QDateTime changed;                     // UTC, when its manifest was written
};

struct KnownVoices : engine::VoiceListing {
    std::map<std::string, VoiceStanding> standings; // of every voice, by id
    std::vector<engine::Voice> styled;              // every style of every voice as a voice of its own, "id:style"
};

// The voice in this folder; nothing where there is none that can be read. Any thread.
std::optional<engine::Voice> voiceIn(const std::filesystem::path &folder);

// Whether two folders hold the same voice: manifest and recordings, whatever its lexicon. Any thread.
bool saysTheSame(const std::filesystem::path &folder, const std::filesystem::path &other);

// `roots` in order; the first one is the person's. Any thread.
KnownVoices readVoices(const std::vector<std::filesystem::path> &roots);

using VoiceList = std::shared_ptr<const KnownVoices>; // never null

class VoiceLibrary : public QObject {
    Q_OBJECT

public:
    VoiceLibrary(std::vector<std::filesystem::path> roots, storage::FileThread &files, QObject *parent = nullptr);
    ~VoiceLibrary() override;

    void refresh(); // reads the folders on the file thread, then changed(); several calls in a row read once or twice
    bool isRead() const { return m_read; }                  // false until the first list is there
    VoiceList voices() const { return m_voices; }           // empty until then
    const engine::Voice *find(const QString &id) const;     // id or id:style, in the list at hand; null when not there
    const VoiceStanding *standing(const QString &id) const; // of a voice in the list at hand; null when not there
    const std::vector<std::filesystem::path> &roots() const { return m_roots; }

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
