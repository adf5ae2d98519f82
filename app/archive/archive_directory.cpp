#include "app/archive/archive_directory.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

#include "app/archive/archive_words.h"
#include "app/archive/entry_names.h"

namespace app::archive {

namespace {

constexpr std::uint32_t kLocalMark = 0x04034b50;
constexpr std::uint32_t kEntryMark = 0x02014b50;
constexpr std::uint32_t kEndMark = 0x06054b50;
constexpr std::uint32_t kEnd64Mark = 0x06064b50;
constexpr std::uint32_t kLocatorMark = 0x07064b50;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kEntrySize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocatorSize = 20;
constexpr std::uint64_t kLargestDirectory = 256 << 20;
constexpr std::uint64_t kFreeBytes = 1 << 20; // smaller entries may be packed as densely as they like

[[noreturn]] void refuse(std::string_view name, const char *why) {
    throw Refusal{std::string(name), tr(why).toStdString()};
}

// Little-endian numbers in a text; the caller has made sure that they are inside.
std::uint64_t number(std::string_view bytes, std::size_t at, int size) {
    std::uint64_t value = 0;
    for (int i = size - 1; i >= 0; --i)
        value = value << 8 | std::uint8_t(bytes[at + std::size_t(i)]);
    return value;
}

std::string readAt(int file, std::uint64_t at, std::uint64_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::pread(file, bytes.data() + done, size - done, off_t(at + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            refuse({}, QT_TRANSLATE_NOOP("archive", "cannot be read to its end"));
        done += std::size_t(count);
    }
    return bytes;
}

struct End {
    std::uint64_t entries = 0;
    std::uint64_t size = 0; // of the directory
    std::uint64_t offset = 0;
};

// `record`: where the directory must end.
End end64(int file, std::uint64_t locator, std::string_view locatorBytes) {
    const char *const wrong = QT_TRANSLATE_NOOP("archive", "has a damaged directory");
    const std::uint64_t record = number(locatorBytes, 8, 8);
    if (number(locatorBytes, 4, 4) != 0 || number(locatorBytes, 16, 4) != 1 || locator < kEnd64Size ||
        record > locator - kEnd64Size)
        refuse({}, wrong);
    const std::string bytes = readAt(file, record, kEnd64Size);
    if (number(bytes, 0, 4) != kEnd64Mark || number(bytes, 4, 8) != locator - record - 12 ||
        number(bytes, 16, 4) != 0 || number(bytes, 20, 4) != 0 || number(bytes, 24, 8) != number(bytes, 32, 8))
        refuse({}, wrong);
    const End end{number(bytes, 32, 8), number(bytes, 40, 8), number(bytes, 48, 8)};
    if (end.size > record || end.offset != record - end.size)
        refuse({}, wrong);
    return end;
}

End findEnd(int file, std::uint64_t size) {
    if (size < kEndSize)
        refuse({}, QT_TRANSLATE_NOOP("archive", "is no zip archive"));
    const std::uint64_t tailSize = std::min<std::uint64_t>(size, kEndSize + 0xffff);
    const std::string tail = readAt(file, size - tailSize, tailSize);
    for (std::size_t at = tail.size() - kEndSize + 1; at-- > 0;) {
        if (number(tail, at, 4) != kEndMark || number(tail, at + 20, 2) != tail.size() - at - kEndSize)
            continue;
        const std::uint64_t position = size - tailSize + at;
        if (number(tail, at + 4, 2) != 0 || number(tail, at + 6, 2) != 0 ||
            number(tail, at + 8, 2) != number(tail, at + 10, 2))
            refuse({}, QT_TRANSLATE_NOOP("archive", "is only one part of several"));
        if (position >= kLocatorSize) {
            const std::string locator = readAt(file, position - kLocatorSize, kLocatorSize);
            if (number(locator, 0, 4) == kLocatorMark)
                return end64(file, position - kLocatorSize, locator);
        }
        const End end{number(tail, at + 10, 2), number(tail, at + 12, 4), number(tail, at + 16, 4)};
        if (end.size > position || end.offset != position - end.size)
            refuse({}, QT_TRANSLATE_NOOP("archive", "has a damaged directory"));
        return end;
    }
    refuse({}, QT_TRANSLATE_NOOP("archive", "is no zip archive, or was cut off"));
}

// Replaces the fields that say "see there" by those of the zip64 extra field, in their order.
void readZip64(DirectoryEntry &entry, std::string_view extra) {
    const bool wanted[] = {entry.bytes == 0xffffffff, entry.packed == 0xffffffff, entry.offset == 0xffffffff};
    std::uint64_t *const fields[] = {&entry.bytes, &entry.packed, &entry.offset};
    if (std::none_of(std::begin(wanted), std::end(wanted), [](bool is) { return is; }))
        return;
    while (extra.size() >= 4) {
        const std::size_t size = number(extra, 2, 2);
        if (size > extra.size() - 4)
            break;
        if (number(extra, 0, 2) == 1) {
            std::string_view values = extra.substr(4, size);
            for (int i = 0; i < 3; ++i) {
                if (!wanted[i])
                    continue;
                if (values.size() < 8)
                    refuse(entry.name, QT_TRANSLATE_NOOP("archive", "has a damaged directory entry"));
                *fields[i] = number(values, 0, 8);
                values.remove_prefix(8);
            }
            return;
        }
        extra.remove_prefix(4 + size);
    }
    refuse(entry.name, QT_TRANSLATE_NOOP("archive", "has a damaged directory entry"));
}

// What lies at the entry's place must be that entry; gives where its content ends.
std::uint64_t endOf(int file, const DirectoryEntry &entry, std::uint64_t directory) {
    if (entry.offset > directory || directory - entry.offset < kLocalSize)
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is not where the directory says"));
    const std::string header = readAt(file, entry.offset, kLocalSize);
    const std::uint64_t name = number(header, 26, 2);
    const std::uint64_t before = kLocalSize + name + number(header, 28, 2);
    if (number(header, 0, 4) != kLocalMark || directory - entry.offset < before ||
        directory - entry.offset - before < entry.packed)
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is not where the directory says"));
    if (readAt(file, entry.offset + kLocalSize, name) != entry.name || number(header, 8, 2) != entry.method ||
        (number(header, 6, 2) & 1) != (entry.flags & 1))
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is another one in the directory"));
    return entry.offset + before + entry.packed;
}

void requireApart(int file, const std::vector<DirectoryEntry> &entries, std::uint64_t directory) {
    std::vector<std::pair<const DirectoryEntry *, std::uint64_t>> ends;
    for (const DirectoryEntry &entry : entries)
        ends.emplace_back(&entry, endOf(file, entry, directory));
    std::sort(ends.begin(), ends.end(), [](const auto &a, const auto &b) { return a.first->offset < b.first->offset; });
    for (std::size_t i = 1; i < ends.size(); ++i) {
        if (ends[i].first->offset < ends[i - 1].second)
            refuse(ends[i].first->name, QT_TRANSLATE_NOOP("archive", "lies over another entry"));
    }
}

void requirePlainKind(const DirectoryEntry &entry) {
    const std::uint32_t kind = entry.attributes >> 16 & S_IFMT;
    const bool folder = entry.name.ends_with('/');
    if (kind == S_IFLNK)
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is a link"));
    if ((kind != 0 && kind != S_IFREG && kind != S_IFDIR) || (entry.attributes & 0x8) != 0)
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is no file and no folder"));
    if ((kind == S_IFDIR && !folder) || (kind == S_IFREG && folder) || (folder && entry.bytes != 0))
        refuse(entry.name, QT_TRANSLATE_NOOP("archive", "says that it is a file and a folder"));
}

} // namespace

std::vector<DirectoryEntry> readDirectory(int file, std::uint64_t size, const ZipLimits &limits) {
    const End end = findEnd(file, size);
    if (end.entries > limits.entries)
        refuse({}, QT_TRANSLATE_NOOP("archive", "holds too many files"));
    if (end.size > kLargestDirectory)
        refuse({}, QT_TRANSLATE_NOOP("archive", "has too large a directory"));
    const std::string bytes = readAt(file, end.offset, end.size);
    std::vector<DirectoryEntry> entries;
    std::string_view rest = bytes;
    while (!rest.empty()) {
        if (entries.size() == end.entries || rest.size() < kEntrySize || number(rest, 0, 4) != kEntryMark)
            refuse({}, QT_TRANSLATE_NOOP("archive", "has a damaged directory"));
        const std::size_t name = number(rest, 28, 2);
        const std::size_t extra = number(rest, 30, 2);
        const std::size_t all = kEntrySize + name + extra + number(rest, 32, 2);
        if (rest.size() < all || number(rest, 34, 2) != 0)
            refuse({}, QT_TRANSLATE_NOOP("archive", "has a damaged directory"));
        DirectoryEntry entry;
        entry.name = rest.substr(kEntrySize, name);
        entry.flags = std::uint16_t(number(rest, 8, 2));
        entry.method = std::uint16_t(number(rest, 10, 2));
        entry.packed = number(rest, 20, 4);
        entry.bytes = number(rest, 24, 4);
        entry.attributes = std::uint32_t(number(rest, 38, 4));
        entry.offset = number(rest, 42, 4);
        readZip64(entry, rest.substr(kEntrySize + name, extra));
        entries.push_back(std::move(entry));
        rest.remove_prefix(all);
    }
    if (entries.size() != end.entries)
        refuse({}, QT_TRANSLATE_NOOP("archive", "has a damaged directory"));
    requireApart(file, entries, end.offset);
    return entries;
}

void requireHarmless(const std::vector<DirectoryEntry> &entries, const ZipLimits &limits) {
    NamesTogether names;
    std::uint64_t total = 0;
    for (const DirectoryEntry &entry : entries) {
        QString objection = objectionTo(entry.name);
        if (objection.isEmpty())
            objection = names.add(entry.name);
        if (!objection.isEmpty())
            throw Refusal{entry.name, objection.toStdString()};
        requirePlainKind(entry);
        if ((entry.flags & (1u << 0 | 1u << 6 | 1u << 13)) != 0)
            refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is encrypted"));
        if (entry.method != 0 && entry.method != 8)
            refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is packed in a way that is not read here"));
        if (entry.method == 0 && entry.packed != entry.bytes)
            refuse(entry.name, QT_TRANSLATE_NOOP("archive", "has two sizes"));
        if (entry.bytes > limits.entryBytes || entry.bytes > limits.totalBytes - total)
            refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is too large"));
        total += entry.bytes;
        if (entry.bytes > kFreeBytes && double(entry.bytes) > double(entry.packed) * limits.ratio)
            refuse(entry.name, QT_TRANSLATE_NOOP("archive", "is packed so densely that it must be a trap"));
    }
}

} // namespace app::archive
