// What the verbs found on this machine that are run by timers and units (packaging/systemd): the newest verdict of
// `ishowtts check`, and what `ishowtts monitor` says of now. Read at the start and whenever they write. GUI thread; the
// file thread reads.
#pragma once

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <optional>

#include "app/performance/performance_notice.h"
#include "engine/performance/check_result.h"
#include "engine/performance/monitor_state.h"

class QFileSystemWatcher;

namespace app::storage {
class FileThread;
}

namespace app::performance {

struct VerbFindings {
    std::optional<engine::performance::CheckResult> check;
    engine::performance::MonitorState monitor; // without notices when nobody watches any more
};

// At `now`, ms since 1970 UTC: a monitor that has written nothing for ten minutes, or for three of its intervals, is
// gone, and what it said last says nothing of now. Reads files.
VerbFindings readFindings(const std::filesystem::path &folder, qint64 now);
std::optional<PerformanceNotice> inWords(const engine::performance::CheckResult &check, qint64 at); // id "check"

class VerbWatch : public QObject {
    Q_OBJECT

public:
    // Empty folder: there is nothing to look at. `history`: of `bench`, may be empty.
    VerbWatch(std::filesystem::path folder, std::filesystem::path history, storage::FileThread &files,
              QObject *parent = nullptr);

    void start(); // found() follows, and again after each change

Q_SIGNALS:
    void found(const app::performance::VerbFindings &findings);
    void measured(); // the history is watched from now on, or a record was added

private:
    void look();
    void follow();

    const std::filesystem::path m_folder;
    const std::filesystem::path m_history;
    storage::FileThread &m_files;
    QFileSystemWatcher *m_watcher = nullptr; // once start() was called
    QTimer m_soon;                           // several lines are one change
    QTimer m_again;                          // a monitor that has gone writes nothing
    QTimer m_records;                        // several records are one change
};

} // namespace app::performance
