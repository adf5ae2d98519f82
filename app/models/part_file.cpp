#include "app/models/part_file.h"

#include <QFile>
#include <QLocale>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/models/models_words.h"
#include "engine/replacing_file.h"

namespace app::models {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kLookEvery = std::int64_t(8) << 20;
constexpr std::int64_t kNoEtagIsLonger = 1000;

std::int64_t freeBytes(const fs::path &folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0)
        return std::int64_t(1) << 62; // not known: the writes will tell
    return std::int64_t(disk.f_bavail) * std::int64_t(disk.f_frsize);
}

NoSpace noSpace(const fs::path &folder, const QString &what) {
    return NoSpace(engine::ErrorKind::Failure, what.toStdString(),
                   say(QT_TRANSLATE_NOOP("models", "Make room on the disk of %1 and go on; what came so far is kept."))
                       .arg(QFile::decodeName(folder.c_str()))
                       .toStdString());
}

} // namespace

QString bytesInWords(std::int64_t bytes) {
    return QLocale().formattedDataSize(bytes, bytes < 1000 ? 0 : 2, QLocale::DataSizeSIFormat);
}

void requireSpaceFor(const fs::path &folder, std::int64_t bytes, std::int64_t keepFree) {
    const std::int64_t room = freeBytes(folder);
    if (room - keepFree < bytes)
        throw noSpace(folder, say(QT_TRANSLATE_NOOP("models", "The disk has %1 free; %2 are needed."))
                                  .arg(bytesInWords(room), bytesInWords(bytes + keepFree)));
}

PartFile::PartFile(const fs::path &file, std::int64_t most, std::int64_t keepFree, const std::stop_token &stop,
                   const std::function<void(std::int64_t)> &reading)
    : m_path(file), m_keepFree(keepFree), m_file(std::make_unique<engine::Descriptor>(
                                              ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666))) {
    struct stat about {};
    if (m_file->get() < 0 || ::fstat(m_file->get(), &about) != 0 || !S_ISREG(about.st_mode))
        failWriting(m_file->get() < 0 ? errno : EEXIST);
    if (about.st_size > most && ::ftruncate(m_file->get(), most) != 0)
        failWriting(errno);
    QByteArray block(1 << 20, Qt::Uninitialized);
    while (true) {
        if (stop.stop_requested())
            throw FetchStopped();
        const ssize_t got = ::read(m_file->get(), block.data(), std::size_t(block.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            failWriting(errno);
        if (got == 0)
            break;
        m_hash.addData(QByteArrayView(block.constData(), got));
        m_size += got;
        reading(m_size);
    }
    QFile etag(QFile::decodeName(etagFile().c_str()));
    if (m_size > 0 && etag.open(QIODevice::ReadOnly))
        m_etag = etag.read(kNoEtagIsLonger);
}

void PartFile::append(const QByteArray &bytes) {
    if (m_sinceLook += bytes.size(); m_sinceLook >= kLookEvery) {
        m_sinceLook = 0;
        requireSpace();
    }
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t count = ::write(m_file->get(), bytes.constData() + written, std::size_t(bytes.size() - written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            failWriting(errno);
        m_hash.addData(QByteArrayView(bytes.constData() + written, count));
        written += count;
        m_size += count;
    }
}

void PartFile::restart() {
    if (::ftruncate(m_file->get(), 0) != 0 || ::lseek(m_file->get(), 0, SEEK_SET) != 0)
        failWriting(errno);
    m_hash.reset();
    m_size = 0;
    setEtag({});
}

void PartFile::setEtag(const QByteArray &etag) {
    // Only a strong one names bytes (RFC 9110, 13.1.5).
    const bool strong = etag.size() >= 2 && etag.startsWith('"') && etag.endsWith('"') &&
                        etag.size() <= kNoEtagIsLonger && !etag.contains('\n') && !etag.contains('\r');
    m_etag = strong ? etag : QByteArray();
    QFile file(QFile::decodeName(etagFile().c_str()));
    if (m_etag.isEmpty())
        file.remove();
    else if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(m_etag); // half-written it does not fit, and the server sends the whole file
}

void PartFile::finish() {
    if (::fsync(m_file->get()) != 0)
        failWriting(errno);
    setEtag({});
    engine::syncFolder(m_path.parent_path());
}

void PartFile::requireSpace() const {
    if (freeBytes(m_path.parent_path()) < m_keepFree)
        throw noSpace(m_path.parent_path(), say(QT_TRANSLATE_NOOP("models", "The disk is nearly full.")));
}

void PartFile::failWriting(int error) const {
    const QString name = QFile::decodeName(m_path.c_str());
    const QString reason = QString::fromLocal8Bit(std::strerror(error));
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        throw noSpace(m_path.parent_path(), say(QT_TRANSLATE_NOOP("models", "The disk is full: %1.")).arg(reason));
    throw engine::failure(say(QT_TRANSLATE_NOOP("models", "%1 cannot be written: %2.")).arg(name, reason).toStdString(),
                          say(QT_TRANSLATE_NOOP("models", "Check the permissions of the folder.")).toStdString());
}

fs::path PartFile::etagFile() const {
    return m_path.string() + ".etag";
}

} // namespace app::models
