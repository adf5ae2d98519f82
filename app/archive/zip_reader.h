// Reads zip archives that strangers made. What is wrong with one is found before anything of it is written: names that
// lead elsewhere or collide (entry_names.h), links and other special files, encrypted entries, methods other than
// stored and deflated, entries that lie over each other, directories that contradict what they point to, too many
// entries, too much or too densely packed content. Sizes are counted while unpacking and never believed.
//
// Any thread, one at a time. Everything throws engine::Error: BadInput for an archive that is refused, with its name in
// the sentence; Failure for the disk; Stopped when it was asked to stop. Source: PKWARE APPNOTE 6.3, libzip.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/archive/zip_limits.h"
#include "engine/error.h"

namespace app::archive {

class Stopped : public engine::Error {
public:
    Stopped();
};

struct ZipEntry {
    std::string name; // UTF-8, relative, parts joined by '/', not ending with one
    bool folder = false;
    std::uint64_t bytes = 0; // unpacked, as the archive says; what comes out is this or an error
};

class ZipReader {
public:
    // Opens the file and looks at all of its directory.
    explicit ZipReader(const std::filesystem::path &file, const ZipLimits &limits = {});
    ~ZipReader();
    ZipReader(const ZipReader &) = delete;
    ZipReader &operator=(const ZipReader &) = delete;

    const std::vector<ZipEntry> &entries() const; // in the order of the archive
    const ZipEntry *find(std::string_view name) const;
    std::uint64_t totalBytes() const; // of all entries, as they say

    // An entry of this reader, piece by piece; what it says of its size and its CRC is checked at its end, so nothing
    // may be used before this returns.
    using Sink = std::function<void(std::span<const std::byte>)>;
    void stream(const ZipEntry &entry, const Sink &sink, std::stop_token stop = {}) const;
    // The same as a whole; Error(BadInput) when it is longer than `most` bytes.
    std::string read(const ZipEntry &entry, std::size_t most, std::stop_token stop = {}) const;

    struct Extraction {
        // Where an entry goes inside the target ("a/b.wav"); none: it stays in the archive. Unset: everything, as
        // named. What it gives is checked as entries' names are.
        std::function<std::optional<std::string>(const ZipEntry &)> place = {};
        // Sees every piece of every file that is written, e.g. to hash it.
        std::function<void(const ZipEntry &, std::span<const std::byte>)> seen = {};
        // After the last piece of a file; what it throws ends the extraction.
        std::function<void(const ZipEntry &)> ended = {};
        ZipProgress progress = {};
        std::stop_token stop = {};
    };
    // Into a new folder, which is there whole or not at all: it is filled beside `target` under a name that begins with
    // '.', made to survive a power cut, and renamed. `target` must not exist (BadInput), its parent must. Links in the
    // way are not followed below the parent. Files get the rights that new files get. What a killed program left there
    // is removed by the next extraction.
    void extract(const std::filesystem::path &target, const Extraction &extraction) const;
    void extract(const std::filesystem::path &target) const { extract(target, {}); }

private:
    struct Archive;
    std::unique_ptr<Archive> m_archive;
};

} // namespace app::archive
