#include "app/storage/folders.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/descriptor.h"
#include "engine/replacing_file.h"

namespace app::storage {

namespace fs = std::filesystem;

namespace {

QString shown(const fs::path &path) {
    return QFile::decodeName(path.c_str());
}

Error failed(int reason, const fs::path &folder) {
    const QString detail = QString::fromLocal8Bit(std::strerror(reason));
    switch (reason) {
    case ENOSPC:
    case EDQUOT:
        return diskFull(folder, detail);
    case EACCES:
    case EPERM:
    case EROFS:
        return {Trouble::NotWritable,
                {QCoreApplication::translate("storage", "The folder '%1' may not be written to.").arg(shown(folder)),
                 QCoreApplication::translate("storage", "Give yourself permission to write there, or set another data "
                                                        "folder with ISHOWTTS_DATA."),
                 detail}};
    case ENOTDIR:
    case EEXIST:
        return {Trouble::NotWritable,
                {QCoreApplication::translate("storage", "'%1' is no folder.").arg(shown(folder)),
                 QCoreApplication::translate("storage", "Move the file of this name away, or set another data folder "
                                                        "with ISHOWTTS_DATA."),
                 detail}};
    default:
        return {
            Trouble::Failed,
            {QCoreApplication::translate("storage", "The folder '%1' cannot be written to.").arg(shown(folder)),
             QCoreApplication::translate("storage", "Check the disk, or set another data folder with ISHOWTTS_DATA."),
             detail}};
    }
}

int tryToWrite(const fs::path &file, std::size_t bytes) {
    engine::Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (descriptor.get() < 0)
        return errno;
    const std::vector<char> block(bytes, 'x');
    for (std::size_t done = 0; done < block.size();) {
        const ssize_t count = ::write(descriptor.get(), block.data() + done, block.size() - done);
        if (count < 0 && errno != EINTR)
            return errno;
        done += std::size_t(std::max<ssize_t>(count, 0));
    }
    if (::fsync(descriptor.get()) != 0 || descriptor.close() != 0)
        return errno;
    return 0;
}

} // namespace

void makeFolder(const fs::path &folder) {
    if (::mkdir(folder.c_str(), 0777) == 0) {
        engine::syncFolder(folder.parent_path());
        return;
    }
    const int reason = errno;
    std::error_code ignored;
    if (reason == EEXIST && fs::is_directory(folder, ignored))
        return;
    if (reason != ENOENT || !folder.has_parent_path() || folder.parent_path() == folder)
        throw failed(reason, folder);
    makeFolder(folder.parent_path());
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
        throw failed(errno, folder);
    engine::syncFolder(folder.parent_path());
}

Error busyError(const QString &held, const QString &detail) {
    return {Trouble::Busy,
            {QCoreApplication::translate("storage", "Another program holds '%1'.").arg(held),
             QCoreApplication::translate("storage", "Wait until it is done and try again, or close it."), detail}};
}

Error diskFull(const fs::path &folder, const QString &detail) {
    return {
        Trouble::Full,
        {QCoreApplication::translate("storage", "The disk is full: nothing can be added to '%1'.").arg(shown(folder)),
         QCoreApplication::translate("storage", "Free some space on it and try again. What was stored before is "
                                                "whole."),
         detail}};
}

Error whyNotWritten(const fs::path &folder, std::size_t bytes, Error otherwise) {
    const fs::path file = folder / (".ishowtts-" + std::to_string(::getpid()) + "-probe.part");
    const int reason = tryToWrite(file, std::clamp<std::size_t>(bytes, 1, 1 << 20));
    ::unlink(file.c_str());
    return reason == 0 ? otherwise : failed(reason, folder);
}

} // namespace app::storage
