#include "app/backup/backup_work.h"

#include <QCoreApplication>

#include <chrono>
#include <utility>

#include "app/storage/storage_error.h"

namespace app::backup {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

BackupWork::BackupWork(Places places, QObject *parent) : QObject(parent), m_places(std::move(places)) {}

BackupWork::~BackupWork() = default;

void BackupWork::cancel() {
    m_thread.request_stop();
}

void BackupWork::start(Work work) {
    if (m_running)
        return;
    m_running = true;
    m_thread = std::jthread([this, work = std::move(work)](std::stop_token stop) {
        const auto begun = Clock::now();
        auto shown = begun;
        const archive::ZipProgress progress = [&](std::uint64_t done, std::uint64_t total) {
            const auto now = Clock::now();
            if (now - shown < 100ms || total == 0)
                return;
            shown = now;
            const double fraction = double(done) / double(total);
            const double elapsed = std::chrono::duration<double>(now - begun).count();
            const double left = elapsed < 0.5 || done == 0 ? -1 : elapsed * (1 - fraction) / fraction;
            QMetaObject::invokeMethod(this, [this, fraction, left] { Q_EMIT progressed(fraction, left); });
        };
        std::function<void()> answer;
        try {
            answer = work(progress, stop);
        } catch (const archive::Stopped &) {
            answer = [this] { Q_EMIT stopped(); };
        } catch (const std::exception &error) {
            answer = [this, problem = problemOf(error)] { Q_EMIT failed(problem); };
        }
        QMetaObject::invokeMethod(this, [this, answer] {
            m_running = false;
            answer();
        });
    });
}

void BackupWork::look() {
    start([this](const archive::ZipProgress &, std::stop_token) {
        const auto states = previousStates(m_places);
        const QDateTime date = states.empty() ? QDateTime() : states.front().date;
        return [this, date] { Q_EMIT previousFound(date); };
    });
}

void BackupWork::backUp(const std::filesystem::path &file, const Choice &choice) {
    start([this, file, choice](const archive::ZipProgress &progress, std::stop_token stop) {
        const Manifest manifest = writeBackup(m_places, file, choice, progress, std::move(stop));
        return [this, manifest] { Q_EMIT backedUp(manifest); };
    });
}

void BackupWork::open(const std::filesystem::path &file) {
    start([this, file](const archive::ZipProgress &, std::stop_token stop) -> std::function<void()> {
        auto restore = std::make_shared<const Restore>(file);
        if (stop.stop_requested())
            throw archive::Stopped();
        return [this, restore] {
            m_opened = restore;
            Q_EMIT opened(restore->manifest());
        };
    });
}

void BackupWork::restore() {
    m_plan.reset();
    m_turn.reset();
    start([this, restore = m_opened](const archive::ZipProgress &progress,
                                     std::stop_token stop) -> std::function<void()> {
        auto turn = std::make_shared<storage::FileLock>(lockRestore(m_places, 0ms));
        const SwapPlan plan = restore->prepare(m_places, progress, std::move(stop));
        return [this, turn, plan] {
            m_turn = turn;
            m_plan = plan;
            Q_EMIT ready();
        };
    });
}

void BackupWork::goBack() {
    m_plan.reset();
    m_turn.reset();
    start([this](const archive::ZipProgress &, std::stop_token) -> std::function<void()> {
        auto turn = std::make_shared<storage::FileLock>(lockRestore(m_places, 0ms));
        const auto states = previousStates(m_places);
        if (states.empty())
            throw engine::badInput(
                QCoreApplication::translate("backup", "What was there before a restore is no longer kept.")
                    .toStdString(),
                QCoreApplication::translate("backup", "Restore a backup instead.").toStdString());
        return [this, turn, plan = states.front().plan] {
            m_turn = turn;
            m_plan = plan;
            Q_EMIT ready();
        };
    });
}

std::optional<Problem> BackupWork::decide() {
    try {
        if (m_plan)
            backup::decide(m_places, *m_plan);
        return {};
    } catch (const std::exception &error) {
        m_plan.reset();
        m_turn.reset();
        return problemOf(error);
    }
}

void BackupWork::giveUp() {
    m_plan.reset();
    start([this, turn = std::exchange(m_turn, nullptr)](const archive::ZipProgress &,
                                                        std::stop_token) -> std::function<void()> {
        if (turn)
            clearStaging(m_places);
        return [this] { look(); };
    });
}

} // namespace app::backup

#include "moc_backup_work.cpp"
