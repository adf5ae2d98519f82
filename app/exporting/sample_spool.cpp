#include "app/exporting/sample_spool.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "engine/error.h"

namespace app::exporting {

namespace {

[[noreturn]] void fail(int error) {
    throw engine::failure(
        QCoreApplication::translate("SampleSpool", "The sound could not be kept on the disk (%1).")
            .arg(QString::fromStdString(std::generic_category().message(error)))
            .toStdString(),
        QCoreApplication::translate("SampleSpool", "Make room there, or choose another folder.").toStdString());
}

int nameless(const QString &folder) {
    const QByteArray name = QFile::encodeName(QDir(folder).filePath(QStringLiteral(".sound")));
    const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        fail(errno);
    ::unlink(name.constData());
    return file;
}

} // namespace

SampleSpool::SampleSpool(const QString &folder) : m_file(nameless(folder)) {}

void SampleSpool::append(std::span<const float> samples) {
    auto bytes = std::as_bytes(samples);
    auto at = off_t(m_size * sizeof(float));
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_file.get(), bytes.data(), bytes.size(), at);
        if (written < 0 && errno != EINTR)
            fail(errno);
        const auto done = std::size_t(std::max<ssize_t>(written, 0));
        bytes = bytes.subspan(done);
        at += off_t(done);
    }
    m_size += samples.size();
}

void SampleSpool::silence(std::size_t samples) {
    if (::ftruncate(m_file.get(), off_t((m_size + samples) * sizeof(float))) != 0)
        fail(errno);
    m_size += samples;
}

engine::audio::LongSound SampleSpool::sound() const {
    return {engine::kSampleRate, m_size, [this](std::size_t from, std::span<float> to) {
                auto bytes = std::as_writable_bytes(to);
                auto at = off_t(from * sizeof(float));
                while (!bytes.empty()) {
                    const ssize_t got = ::pread(m_file.get(), bytes.data(), bytes.size(), at);
                    if (got == 0 || (got < 0 && errno != EINTR))
                        fail(got == 0 ? EIO : errno);
                    const auto done = std::size_t(std::max<ssize_t>(got, 0));
                    bytes = bytes.subspan(done);
                    at += off_t(done);
                }
            }};
}

} // namespace app::exporting
