// The SHA-256 of an opened file, on a thread of its own: beside what else is read of it. Made, asked and destroyed on
// one thread.
#pragma once

#include <QByteArray>

#include <atomic>
#include <future>
#include <thread>

namespace app::decoding {

class FileHash {
public:
    FileHash(int descriptor, qint64 size); // which stays open as long as this lives; its position is left alone
    ~FileHash();                           // stops it

    double share() const { return m_share; } // 0…1, that was read
    bool isReady(int patienceMs) const;
    QByteArray hex() const; // waits; empty when the disk failed

private:
    std::atomic<double> m_share = 0;
    std::shared_future<QByteArray> m_hash;
    std::jthread m_thread;
};

} // namespace app::decoding
