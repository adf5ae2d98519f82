// The sound of takes and of listening tests, in files named after what they hold:
//   <folder>/ab/<sha256>.wav     sound that a row of the library uses; `ab` are the first two digits
//   <folder>/pending/            sound on its way in (no row yet) or out (its row is about to go)
//   <folder>/.lock               who adds holds it shared, who clears up holds it alone
// The hash is SHA-256 of the sample rate (32 bits, little-endian) and the samples (32-bit floats, little-endian), so
// equal sound is one file, and what is read is checked against its name.
//
// The form is WAV with 32-bit floats: exactly what the engine made, bit for bit (16 and 24 bits would round), no
// encoder that could fail, and every audio program opens it. It costs 96 kB a second.
//
// Nothing that the program can be cut off at leaves sound without a row behind for longer than one start: a row is
// written while its sound is pending, and after that the sound moves to its place. Sound that lies in its place is
// never looked through or deleted by tidy(), so a library that was lost or restored costs no sound. Storage thread;
// several programs at once.
#pragma once

#include <QString>

#include <filesystem>
#include <functional>

#include "app/storage/file_lock.h"
#include "app/storage/storage_error.h"
#include "engine/clip.h"

namespace app::storage {

class AudioStore {
public:
    explicit AudioStore(std::filesystem::path folder); // made when it is first written to

    static QString hashOf(const engine::Clip &clip); // 64 hex digits

    // Adding: hold = beginAdding(); add(); commit the row; settle(); let go of the hold.
    FileLock beginAdding() const;
    // The sound is on the disk when this returns. Error(Full, NotWritable …); Error(BadInput) for a clip that is empty
    // or holds what is no number. Gives the hash.
    QString add(const engine::Clip &clip) const;
    void settle(const QString &hash) const; // pending → its place; when that fails tidy() does it later

    // Removing: hold = beginRemoving(); putAside(); commit without the rows; discard(); let go.
    FileLock beginRemoving() const;
    void putAside(const QString &hash) const; // its place → pending
    void discard(const QString &hash) const;  // pending → gone

    // What was cut off is finished: pending sound goes to its place when a row uses it, else it is deleted; also what
    // was half written. Sound from before `bornAt` (ms since 1970 UTC: when the library began) is kept.
    void tidy(const std::function<bool(const QString &hash)> &isUsed, qint64 bornAt) const;

    // Error(BadFile) when it is missing or not what was written.
    engine::ClipPtr read(const QString &hash) const;
    std::filesystem::path fileOf(const QString &hash) const; // where it lies, or would lie

private:
    std::filesystem::path place(const QString &hash) const;
    std::filesystem::path pending(const QString &hash) const;
    bool isWhole(const std::filesystem::path &file, const QString &hash) const;

    const std::filesystem::path m_folder;
};

} // namespace app::storage
