#include "app/decoding/file_hash.h"

#include <QCryptographicHash>

#include <chrono>
#include <utility>

#include <unistd.h>

namespace app::decoding {

FileHash::FileHash(int descriptor, qint64 size) {
    std::packaged_task<QByteArray(std::stop_token)> work([this, descriptor, size](const std::stop_token &stop) {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        QByteArray block(1 << 20, Qt::Uninitialized);
        for (qint64 at = 0; at < size;) {
            const ssize_t got =
                stop.stop_requested() ? 0 : ::pread(descriptor, block.data(), std::size_t(block.size()), at);
            if (got <= 0)
                return QByteArray();
            hash.addData(QByteArrayView(block).first(got));
            at += got;
            m_share = double(at) / double(size);
        }
        return hash.result().toHex();
    });
    m_hash = work.get_future().share();
    m_thread = std::jthread(std::move(work));
}

FileHash::~FileHash() = default;

bool FileHash::isReady(int patienceMs) const {
    return m_hash.wait_for(std::chrono::milliseconds(patienceMs)) == std::future_status::ready;
}

QByteArray FileHash::hex() const {
    return m_hash.get();
}

} // namespace app::decoding
