// The stored entries of a zip archive, as views into the file. Source of the format: PKWARE APPNOTE 6.3.10, 4.3 to 4.5.
// Only what torch.save writes is read: no compression, no encryption, one disk, names once, entries that do not
// overlap; zip64 where sizes need it. Checksums are not compared (a gigabyte would take a second).
#pragma once

#include <map>
#include <string_view>

#include "engine/model/checkpoint_reader.h"

namespace engine::model {

// Name → content; the names are views into the file as well. Error(BadInput) naming the entry.
std::map<std::string_view, Bytes> readZipDirectory(Bytes file, const std::string &name);

} // namespace engine::model
