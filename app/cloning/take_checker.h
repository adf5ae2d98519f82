// Looks in every take that is kept for what may be wrong with it (engine/quality/take_check.h), in the background, one
// after the other, and keeps what it found with the take. GUI thread.
#pragma once

#include <QObject>

#include <deque>

#include "app/storage/file_thread.h"
#include "app/takes/take_record.h"
#include "engine/clip.h"

namespace app {
class Settings;
}
namespace app::takes {
class TakeLibrary;
}
namespace app::voices {
class VoiceLibrary;
}

namespace app::cloning {

class TakeChecker : public QObject {
    Q_OBJECT

public:
    TakeChecker(const Settings &settings, const voices::VoiceLibrary &voices, takes::TakeLibrary &library,
                QObject *parent = nullptr);
    ~TakeChecker() override; // what is being looked at is looked at to its end, the rest is not

    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void checked(qint64 takeId);

private:
    void next();
    void check(const takes::TakeRecord &take, const engine::ClipPtr &clip);
    void done(qint64 take, const QString &doubts);

    const Settings &m_settings;
    const voices::VoiceLibrary &m_voices;
    takes::TakeLibrary &m_library;
    std::deque<takes::TakeRecord> m_waiting;
    bool m_busy = false;
    storage::FileThread m_thread{"takecheck"}; // last: its work uses everything above
};

} // namespace app::cloning
