#include "app/script/recovery_slot.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "app/script/script.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::script {

namespace {

QString lockFile(const QString &folder) {
    return folder + QStringLiteral("/lock");
}

// The lock of a folder, none when another program has it. Whoever removes a folder holds its lock, so one that was
// opened before and got afterwards is the lock of a file that is no longer there.
std::unique_ptr<engine::Descriptor> lock(const QString &folder) {
    const QByteArray name = QFile::encodeName(lockFile(folder));
    auto opened = std::make_unique<engine::Descriptor>(::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (opened->get() < 0 || ::flock(opened->get(), LOCK_EX | LOCK_NB) != 0)
        return {};
    struct stat held {};
    struct stat there {};
    const bool same = ::fstat(opened->get(), &held) == 0 && ::stat(name.constData(), &there) == 0 &&
                      held.st_ino == there.st_ino && held.st_dev == there.st_dev;
    return same ? std::move(opened) : nullptr;
}

} // namespace

RecoverySlot::RecoverySlot(QString folder, std::unique_ptr<engine::Descriptor> lock)
    : m_folder(std::move(folder)), m_lock(std::move(lock)) {}

RecoverySlot RecoverySlot::make(const QString &recovery, const QString &name) {
    const QString folder = recovery + u'/' + name;
    std::unique_ptr<engine::Descriptor> held;
    // Another program may take the folder for an orphan while it has no lock yet.
    for (int attempt = 0; attempt < 10 && !held; ++attempt) {
        if (!QDir().mkpath(folder))
            break;
        held = lock(folder);
    }
    if (!held) {
        const int reason = errno;
        const std::string what = QCoreApplication::translate("Recovery", "The folder “%1” cannot be used (%2).")
                                     .arg(folder, QString::fromLocal8Bit(std::strerror(reason)))
                                     .toStdString();
        const std::string remedy =
            QCoreApplication::translate("Recovery", "Check that it is yours and the disk is not full.").toStdString();
        if (reason == ENOSPC || reason == EDQUOT)
            throw engine::NoRoom(engine::ErrorKind::Failure, what, remedy);
        throw engine::failure(what, remedy);
    }
    return {folder, std::move(held)};
}

std::optional<RecoverySlot> RecoverySlot::claim(const QString &folder) {
    if (!QFileInfo(folder).isDir())
        return {};
    auto held = lock(folder);
    if (!held)
        return {};
    return RecoverySlot(folder, std::move(held));
}

QStringList RecoverySlot::foldersIn(const QString &recovery) {
    QStringList folders;
    for (const QString &name : QDir(recovery).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (canonicalId(name) == name)
            folders << recovery + u'/' + name;
    }
    return folders;
}

QString RecoverySlot::name() const {
    return m_folder.section(u'/', -1);
}

void RecoverySlot::removeParts() {
    QDir folder(m_folder);
    for (const QString &part : folder.entryList({QStringLiteral(".ishowtts-*.part")}, QDir::Files | QDir::Hidden))
        folder.remove(part);
}

void RecoverySlot::remove() {
    removeParts();
    QFile::remove(sessionFile());
    QFile::remove(lockFile(m_folder));
    QDir().rmdir(m_folder);
    m_lock.reset();
}

} // namespace app::script
