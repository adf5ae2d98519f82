#include "app/decoding/file_hash.h"

#include <QCryptographicHash>

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "engine/descriptor.h"

namespace app::decoding {

struct FileHash::Reading {
    explicit Reading(int descriptor) : file(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) {}

    QByteArray hash(qint64 size) {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        QByteArray block(1 << 20, Qt::Uninitialized);
        for (qint64 at = 0; at < size;) {
            const ssize_t got = stopped ? 0 : ::pread(file.get(), block.data(), std::size_t(block.size()), at);
            if (got <= 0)
                return {};
            hash.addData(QByteArrayView(block).first(got));
            at += got;
            share = double(at) / double(size);
        }
        return hash.result().toHex();
    }

    engine::Descriptor file;
    std::atomic<bool> stopped = false;
    std::atomic<double> share = 0;
};

FileHash::FileHash(int descriptor, qint64 size) : m_reading(std::make_shared<Reading>(descriptor)) {
    std::packaged_task<QByteArray()> work([reading = m_reading, size] { return reading->hash(size); });
    m_hash = work.get_future().share();
    std::thread(std::move(work)).detach();
}

FileHash::~FileHash() {
    m_reading->stopped = true;
}

double FileHash::share() const {
    return m_reading->share;
}

bool FileHash::isReady(int patienceMs) const {
    return m_hash.wait_for(std::chrono::milliseconds(patienceMs)) == std::future_status::ready;
}

QByteArray FileHash::hex() const {
    return m_hash.get();
}

} // namespace app::decoding
