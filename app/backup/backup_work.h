// Backing up and preparing a restore beside the window: on a thread of its own, with progress and the time left, and
// stopped at once. One thing at a time. GUI thread; answers come through its event loop.
#pragma once

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>

#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/problem.h"

namespace app::backup {

class BackupWork : public QObject {
    Q_OBJECT

public:
    explicit BackupWork(Places places, QObject *parent = nullptr);
    // What goes on is stopped. What was decided stays wanted: the next start of a program takes it in.
    ~BackupWork() override;

    bool isRunning() const { return m_running; }
    void cancel(); // stopped() follows, unless it was done already

    void look();                                                          // → previousFound()
    void backUp(const std::filesystem::path &file, const Choice &choice); // → backedUp()
    void open(const std::filesystem::path &file);                         // → opened()
    void restore(); // what was opened last is checked and put ready → ready(); nothing is wanted yet
    void goBack();  // the same with what was there before the last restore
    bool isReady() const { return m_plan.has_value(); }
    // What is ready is wanted: it is taken in by whoever calls enter() next, so the program must end now. Gives why it
    // cannot be; then it is ready no more.
    std::optional<Problem> decide();
    void giveUp(); // what is ready is not wanted: it is thrown away

Q_SIGNALS:
    void progressed(double fraction, double secondsLeft); // a few times a second; below 0: not known yet
    void backedUp(const app::backup::Manifest &manifest);
    void previousFound(const QDateTime &date); // there is something to go back to; no date: there is not
    void opened(const app::backup::Manifest &manifest);
    void ready();
    void stopped();
    void failed(const app::Problem &problem);

private:
    using Work = std::function<std::function<void()>(const archive::ZipProgress &, std::stop_token)>;
    void start(Work work); // what it gives is called on the GUI thread, when it went well

    const Places m_places;
    std::shared_ptr<const Restore> m_opened;
    std::shared_ptr<storage::FileLock> m_turn; // of what is ready
    std::optional<SwapPlan> m_plan;            // likewise
    bool m_running = false;
    std::jthread m_thread; // last: it refers to the others
};

} // namespace app::backup
