// The SHA-256 of an opened file, on a thread of its own: beside what else is read of it. Made, asked and destroyed on
// one thread, which never waits for the disk but in hex(): a file that does not answer any more keeps the reading
// thread, with a descriptor of its own, and nobody else.
#pragma once

#include <QByteArray>

#include <future>
#include <memory>

namespace app::decoding {

class FileHash {
public:
    FileHash(int descriptor, qint64 size); // its position is left alone
    ~FileHash();                           // stops it
    FileHash(const FileHash &) = delete;
    FileHash &operator=(const FileHash &) = delete;

    double share() const; // 0…1, that was read
    bool isReady(int patienceMs) const;
    QByteArray hex() const; // waits; empty when the disk failed

private:
    struct Reading;

    std::shared_ptr<Reading> m_reading;
    std::shared_future<QByteArray> m_hash;
};

} // namespace app::decoding
