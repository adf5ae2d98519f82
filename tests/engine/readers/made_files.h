// Checkpoint files built byte by byte, right or wrong as a test wants them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace made {

std::string little(std::uint64_t value, int bytes);

// `claimed`: the header length that is written, when it is not the true one.
std::string safetensors(const std::string &header, const std::string &data,
                        std::optional<std::uint64_t> claimed = std::nullopt);
// {"NAME":{"dtype":…,"shape":…,"data_offsets":…}} with the given JSON texts.
std::string entry(const std::string &name, const std::string &dtype, const std::string &shape,
                  const std::string &offsets);

struct ZipEntry {
    std::string name;
    std::string content = {};
    int method = 0;
    int flags = 0;
    std::optional<std::uint64_t> size = std::nullopt;   // claimed in both sizes of the directory
    std::optional<std::uint64_t> offset = std::nullopt; // claimed place of the local header
    std::string localName = {};                         // when it differs
};
struct ZipEnd {
    std::optional<std::uint64_t> entries = std::nullopt; // claimed
    std::optional<std::uint64_t> position = std::nullopt;
    std::optional<std::uint64_t> bytes = std::nullopt;
    bool zip64 = false;
    std::optional<std::uint64_t> record = std::nullopt; // claimed place of the zip64 record
    int disk = 0;
    std::string comment = {};
};
std::string zip(const std::vector<ZipEntry> &entries, const ZipEnd &end = {});

// A torch checkpoint whose data.pkl is `pickle` and whose storage 0 holds 24 bytes (six floats).
std::string torchZip(const std::string &pickle, const std::vector<ZipEntry> &more = {});

namespace pickle {
inline const std::string protocol2 = "\x80\x02";
std::string text(const std::string &value);
std::string number(std::int64_t value); // LONG1
std::string global(const std::string &module, const std::string &name);
std::string tuple(const std::vector<std::string> &parts);
// A reference to data/<key>.
std::string storage(const std::string &key, std::int64_t elements, const std::string &type = "FloatStorage");
std::string tensor(const std::string &storage, std::int64_t offset, const std::vector<std::int64_t> &shape,
                   const std::vector<std::int64_t> &stride);
// The whole pickle of a dict; keys and values are pickled already.
std::string checkpoint(const std::vector<std::pair<std::string, std::string>> &members);
// {"w": value}
std::string only(const std::string &value);
} // namespace pickle

struct HostileFile {
    std::string what; // is wrong
    std::string name; // of the file
    std::string bytes;
    std::string part; // of the message
};
std::vector<HostileFile> hostileSafetensors();
std::vector<HostileFile> hostileTorchZips();

} // namespace made
