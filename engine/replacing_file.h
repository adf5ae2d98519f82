// Writing a file so that it is whole or untouched: into a new file beside it, which then takes its name. A link is
// followed, over others too: the file behind it is replaced and not the link. A file that was there keeps its
// permission bits, its group and its ACL (POSIX); where the group or the ACL cannot be kept, the group gets no rights.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "engine/error.h"

namespace engine {

// Thrown where the disk or the person's share of it is full.
class NoRoom : public Error {
public:
    using Error::Error;
};

// Whether replaceFile() can work, asked before minutes of computing. Error(BadInput) when the target is a folder or a
// device, its folder is missing, or links lead in a circle; Error(Failure) when the folder or the file may not be
// written to.
void requireReplaceable(const std::filesystem::path &file);
// The same, and gives the file that it will replace: the one behind a link.
std::filesystem::path replaceableFile(const std::filesystem::path &file);

// Writes the parts one after another. Error(BadInput) when the target is a folder or a device; Error(Failure) when the
// folder is missing, it or the file is read-only, or the disk is full: then the old file is there as before, and
// nothing beside it. What a program that was killed in here left in that folder is deleted by the next one.
void replaceFile(const std::filesystem::path &file, const std::vector<std::span<const std::byte>> &parts);

// For whoever puts a file into its place otherwise: gives it the permission bits, the group and the ACL of `replaced`,
// as replaceFile() does; where that is not there yet it stays as it is. Error(Failure).
void giveRightsOf(const std::filesystem::path &replaced, const std::filesystem::path &file);

// Makes what is in a file, or the names in a folder, survive a power cut. Gives errno; 0 also where a file system
// cannot.
int syncDescriptor(int descriptor);
int syncFile(const std::filesystem::path &file); // no link
// Makes the names in this folder survive a power cut; nothing is said where that fails.
void syncFolder(const std::filesystem::path &folder);

} // namespace engine
