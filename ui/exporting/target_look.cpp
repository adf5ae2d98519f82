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
        QString folder;
        Names names;
        Answer answer;
    };

    const Eyes eyes;
    std::mutex mutex;
    TargetLook *owner; // null: nobody waits any more
    std::optional<Question> waiting{};
    bool looking = false;

    void run() {
        std::unique_lock lock(mutex);
        while (owner && waiting) {
            Question question = *std::exchange(waiting, std::nullopt);
            lock.unlock();
            const QStringList there = eyes(question.folder, question.names());
            lock.lock();
            if (owner && !waiting)
                QMetaObject::invokeMethod(
                    owner, [answer = std::move(question.answer), there] { answer(there); }, Qt::QueuedConnection);
        }
        looking = false;
    }
};

TargetLook::TargetLook(Eyes eyes, QObject *parent) : QObject(parent), m_work(new Work{std::move(eyes), {}, this}) {}

TargetLook::~TargetLook() {
    const std::lock_guard lock(m_work->mutex);
    m_work->owner = nullptr;
    m_work->waiting.reset();
}

void TargetLook::look(const QString &folder, Names names, Answer answer) {
    const std::lock_guard lock(m_work->mutex);
    m_work->waiting = {folder, std::move(names), std::move(answer)};
    if (!std::exchange(m_work->looking, true))
        std::thread([work = m_work] { work->run(); }).detach();
}

QStringList TargetLook::atDisk(const QString &folder, const QStringList &names) {
    const QDir where(folder);
    QStringList there;
    for (const QString &name : names) {
        const QFileInfo info(where.filePath(name));
        if (info.exists() || info.isSymLink())
            there << name;
    }
    return there;
}

} // namespace ui::exporting

#include "moc_target_look.cpp"
