// A file that is being fetched: its bytes in order, their SHA-256 as they come, and the server's name for this version
// of it (ETag, in "<file>.etag"). Whatever ends the program, the file holds a beginning of what was sent.
#pragma once

#include <QByteArray>
#include <QCryptographicHash>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "app/models/fetch_rules.h"
#include "engine/descriptor.h"

namespace app::models {

class PartFile {
public:
    // Opens or makes it, and reads what is there; bytes beyond `most` are cut off. Error; FetchStopped.
    PartFile(const std::filesystem::path &file, std::int64_t most, std::int64_t keepFree, const std::stop_token &stop,
             const std::function<void(std::int64_t)> &reading);

    std::int64_t size() const { return m_size; }
    QByteArray sha256() const { return m_hash.result().toHex(); }
    QByteArray etag() const { return m_etag; } // empty: none, or one that does not name bytes
    const std::filesystem::path &path() const { return m_path; }

    void append(const QByteArray &bytes); // NoSpace, Error
    void restart();                       // from the first byte, of a version yet unnamed
    void setEtag(const QByteArray &etag); // as the server sent it
    void finish();                        // survives a power cut; its ETag is forgotten

private:
    [[noreturn]] void failWriting(int error) const;
    void requireSpace() const;
    std::filesystem::path etagFile() const;

    const std::filesystem::path m_path;
    const std::int64_t m_keepFree;
    std::unique_ptr<engine::Descriptor> m_file;
    std::int64_t m_size = 0;
    std::int64_t m_sinceLook = 0; // bytes since the disk was asked for its room
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QByteArray m_etag;
};

// Error NoSpace when the disk of this folder cannot take `bytes` and keep `keepFree`.
void requireSpaceFor(const std::filesystem::path &folder, std::int64_t bytes, std::int64_t keepFree);

QString bytesInWords(std::int64_t bytes); // "1.35 GB"

} // namespace app::models
