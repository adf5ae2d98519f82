// What the recordings of the library's voices are worth (engine/quality/reference_check.h), found out in the
// background: once, and again when a recording (what is in it, not its date), its transcript or its language is another
// one. GUI thread.
#pragma once

#include <QHash>
#include <QObject>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/storage/file_thread.h"
#include "app/voices/voice_library.h"
#include "engine/audio/content_key.h"
#include "engine/quality/reference_check.h"

namespace app::voices {

// Mono, at the recording's own rate; at most the minute that the engine reads of it. Throws engine::Error. Any thread.
engine::Clip readReference(const std::filesystem::path &recording);

struct CheckedReference {
    std::optional<engine::quality::ReferenceCheck> check; // none: it cannot be read
    QString problem;                                      // then why
};

class ReferenceChecks : public QObject {
    Q_OBJECT

public:
    explicit ReferenceChecks(VoiceLibrary &library, QObject *parent = nullptr);
    ~ReferenceChecks() override; // what has not begun is left out

    const CheckedReference *of(const QString &voiceId) const; // null: not known yet; checked() comes

Q_SIGNALS:
    void checked(const QString &voiceId);

private:
    struct Key {                                          // what the answer depends on
        std::optional<engine::audio::ContentKey> content; // none: it cannot be read
        std::string recording, language;

        bool operator==(const Key &) const = default;
    };
    struct Known {
        Key key;
        CheckedReference reference;
    };

    void look();

    VoiceLibrary &m_library;
    QHash<QString, std::shared_ptr<const Known>> m_known;
    std::atomic<bool> m_closing = false;
    storage::FileThread m_thread{"voice checks"}; // last: its work uses everything above
};

} // namespace app::voices
