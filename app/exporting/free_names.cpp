#include "app/exporting/free_names.h"

#include <QDir>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QPromise>

#include <chrono>
#include <future>
#include <utility>

#include "app/storage/file_thread.h"

namespace app::exporting {
namespace {

constexpr std::chrono::seconds kPatience(1);

bool isOnDisk(const QString &file) {
    return QFileInfo(file).isSymLink() || QFileInfo::exists(file);
}

QStringList freeNames(const QString &folder, const QStringList &names, const QStringList &busy,
                      const FreeNames::IsThere &isThere) {
    QStringList files;
    for (const QString &name : names) {
        const QFileInfo parts(name);
        const QString stem = QDir(folder).filePath(parts.completeBaseName());
        QString file = stem + u'.' + parts.suffix();
        for (int n = 2; busy.contains(file) || files.contains(file) || isThere(file); ++n)
            file = QStringLiteral("%1 (%2).%3").arg(stem, QString::number(n), parts.suffix());
        files << file;
    }
    return files;
}

} // namespace

FreeNames::FreeNames(QObject *parent, IsThere isThere)
    : QObject(parent), m_isThere(isThere ? std::move(isThere) : isOnDisk),
      m_thread(std::make_unique<storage::FileThread>("free names")) {}

FreeNames::~FreeNames() {
    const auto done = std::make_shared<std::promise<void>>();
    m_thread->post([done] { done->set_value(); });
    if (done->get_future().wait_for(kPatience) != std::future_status::ready) {
        qWarning("saving takes: a folder does not answer");
        static_cast<void>(m_thread.release()); // the thread waits for it until the program ends
    }
}

// The thread knows nothing of this object: it may outlive it.
void FreeNames::find(const QString &folder, const QStringList &names, const QStringList &busy, Then then) {
    auto *watcher = new QFutureWatcher<QStringList>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [watcher, then = std::move(then)] {
        watcher->deleteLater();
        then(watcher->result());
    });
    const auto answer = std::make_shared<QPromise<QStringList>>();
    watcher->setFuture(answer->future());
    m_thread->post([answer, folder, names, busy, isThere = m_isThere] {
        answer->start();
        answer->addResult(freeNames(folder, names, busy, isThere));
        answer->finish();
    });
}

} // namespace app::exporting

#include "moc_free_names.cpp"
