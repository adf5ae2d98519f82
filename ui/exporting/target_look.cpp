#include "ui/exporting/target_look.h"

#include <QDir>
#include <QFileInfo>

#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace ui::exporting {

struct TargetLook::Work {
    struct Question {
        QString file;
        Answer answer;
    };

    const std::function<Seen(const QString &)> eyes;
    std::mutex mutex;
    TargetLook *owner; // null: nobody waits any more
    std::optional<Question> waiting{};
    bool looking = false;

    void run() {
        std::unique_lock lock(mutex);
        while (owner && waiting) {
            Question question = *std::exchange(waiting, std::nullopt);
            lock.unlock();
            const Seen seen = eyes(question.file);
            lock.lock();
            if (owner && !waiting)
                QMetaObject::invokeMethod(
                    owner, [answer = std::move(question.answer), seen] { answer(seen); }, Qt::QueuedConnection);
        }
        looking = false;
    }
};

TargetLook::TargetLook(std::function<Seen(const QString &)> eyes, QObject *parent)
    : QObject(parent), m_work(new Work{std::move(eyes), {}, this}) {}

TargetLook::~TargetLook() {
    const std::lock_guard lock(m_work->mutex);
    m_work->owner = nullptr;
    m_work->waiting.reset();
}

void TargetLook::look(const QString &file, Answer answer) {
    const std::lock_guard lock(m_work->mutex);
    m_work->waiting = {file, std::move(answer)};
    if (!std::exchange(m_work->looking, true))
        std::thread([work = m_work] { work->run(); }).detach();
}

TargetLook::Seen TargetLook::atDisk(const QString &file) {
    const QFileInfo info(file);
    return {info.exists(), info.isDir() && !QDir(file).isEmpty()};
}

} // namespace ui::exporting
