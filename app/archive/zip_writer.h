// Writes a zip archive: whole or not at all. It is made in a folder of its own beside the target, made to survive a
// power cut, and renamed; a file that was there keeps its rights and stays as it is until then. The order is that of
// the calls and no times are kept, so equal content makes equal bytes. Names are checked as the reader checks them
// (entry_names.h). Large archives are zip64.
//
// Any thread, one at a time. Everything throws engine::Error: BadInput for a name, a missing file or a target that
// cannot be; Failure and engine::NoRoom for the disk; Stopped when it was asked to stop. Source: libzip.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "app/archive/zip_limits.h"
#include "app/archive/zip_reader.h"

namespace app::archive {

enum class Packing {
    Stored,   // what cannot be made smaller: sound
    Deflated, // text, tables
};

class ZipWriter {
public:
    // Looks whether `target` can be written. Nothing is on the disk before finish().
    explicit ZipWriter(const std::filesystem::path &target);
    ~ZipWriter();
    ZipWriter(const ZipWriter &) = delete;
    ZipWriter &operator=(const ZipWriter &) = delete;

    // A file of the disk, streamed by finish(); it is opened then, links as its last part are not followed. `seen` sees
    // every piece that goes into the archive, e.g. to hash it.
    using Seen = std::function<void(std::span<const std::byte>)>;
    void addFile(const std::string &name, const std::filesystem::path &source, Packing packing, Seen seen = {});
    void addText(const std::string &name, std::string text, Packing packing = Packing::Deflated);
    // Made when everything added before is in the archive: a list of hashes, for example. It must not throw.
    void addLater(const std::string &name, std::function<std::string()> text, Packing packing = Packing::Deflated);

    void finish(const ZipProgress &progress = {}, std::stop_token stop = {}); // once

private:
    struct Plan;
    std::unique_ptr<Plan> m_plan;
};

} // namespace app::archive
