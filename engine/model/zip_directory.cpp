#include "engine/model/zip_directory.h"

#include <algorithm>
#include <vector>

namespace engine::model {

namespace {

constexpr std::size_t kMostEntries = 20000; // F5 Base with its optimizer has 1,500
constexpr std::uint32_t kInZip64 = 0xFFFFFFFF;

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t position = 0;
};

struct Entry {
    std::string_view name;
    std::uint64_t size = 0;
    std::uint64_t header = 0; // where its local header stands
};

class ZipReader {
public:
    ZipReader(Bytes file, const std::string &name) : m_file(file), m_name(name) {}

    std::map<std::string_view, Bytes> read() {
        const Directory directory = findDirectory();
        if (directory.entries > kMostEntries)
            throw damaged(m_name, "the archive is said to have " + std::to_string(directory.entries) +
                                      " entries; at most " + std::to_string(kMostEntries) + " are read");
        std::vector<Entry> entries;
        std::uint64_t position = directory.position;
        const std::uint64_t end = directory.position + directory.bytes;
        for (std::uint64_t i = 0; i < directory.entries; ++i)
            entries.push_back(readEntry(position, end));
        if (position != end)
            throw damaged(m_name, "the directory of the archive is longer than its entries");
        return contents(std::move(entries), directory.position);
    }

private:
    template <typename T> T at(std::uint64_t position) const { return numberAt<T>(m_file, std::size_t(position)); }

    Directory findDirectory() const {
        constexpr std::size_t endBytes = 22;
        constexpr std::size_t longestComment = 0xFFFF;
        if (m_file.size() < endBytes)
            throw damaged(m_name, "the archive is cut off");
        const std::size_t last = m_file.size() - endBytes;
        for (std::size_t back = 0; back <= std::min(last, longestComment); ++back) {
            const std::size_t position = last - back;
            if (at<std::uint32_t>(position) == 0x06054B50 && at<std::uint16_t>(position + 20) == back)
                return readEnd(position);
        }
        throw damaged(m_name, "the archive has no directory at its end, so it is cut off");
    }

    Directory readEnd(std::size_t end) const {
        Directory directory = {at<std::uint16_t>(end + 10), at<std::uint32_t>(end + 12), at<std::uint32_t>(end + 16)};
        std::size_t limit = end; // the directory must lie before this
        constexpr std::size_t locatorBytes = 20;
        const bool zip64 = end >= locatorBytes && at<std::uint32_t>(end - locatorBytes) == 0x07064B50;
        if (at<std::uint16_t>(end + 4) != 0 || at<std::uint16_t>(end + 6) != 0 ||
            at<std::uint16_t>(end + 8) != at<std::uint16_t>(end + 10))
            throw damaged(m_name, "the archive is split over several files");
        if (zip64) {
            constexpr std::uint64_t recordBytes = 56;
            const std::uint64_t record = at<std::uint64_t>(end - locatorBytes + 8);
            const std::uint64_t room = end - locatorBytes;
            if (room < recordBytes || record > room - recordBytes || at<std::uint32_t>(record) != 0x06064B50)
                throw damaged(m_name, "the zip64 directory lies outside the archive");
            const Directory large = {at<std::uint64_t>(record + 32), at<std::uint64_t>(record + 40),
                                     at<std::uint64_t>(record + 48)};
            const auto differ = [](std::uint64_t small, std::uint64_t mask, std::uint64_t wide) {
                return small != mask && small != wide;
            };
            if (differ(directory.entries, 0xFFFF, large.entries) || differ(directory.bytes, kInZip64, large.bytes) ||
                differ(directory.position, kInZip64, large.position))
                throw damaged(m_name, "the two directories of the archive disagree");
            directory = large;
            limit = std::size_t(record);
        }
        if (directory.position > limit || directory.bytes > limit - directory.position)
            throw damaged(m_name, "the directory of the archive lies outside the file");
        return directory;
    }

    // Reads one entry of the directory and moves on.
    Entry readEntry(std::uint64_t &position, std::uint64_t end) const {
        constexpr std::uint64_t fixedBytes = 46;
        if (end - position < fixedBytes || at<std::uint32_t>(position) != 0x02014B50)
            throw damaged(m_name, "the directory of the archive has fewer entries than it says");
        const std::uint64_t nameBytes = at<std::uint16_t>(position + 28);
        const std::uint64_t extraBytes = at<std::uint16_t>(position + 30);
        const std::uint64_t commentBytes = at<std::uint16_t>(position + 32);
        if (end - position - fixedBytes < nameBytes + extraBytes + commentBytes)
            throw damaged(m_name, "an entry of the archive's directory reaches beyond it");
        Entry entry;
        entry.name = textIn(m_file.subspan(std::size_t(position + fixedBytes), std::size_t(nameBytes)));
        const std::string quoted = "the entry \"" + shown(entry.name) + "\"";
        if ((at<std::uint16_t>(position + 8) & 0x2041) != 0)
            throw badInput(m_name + ": " + quoted + " is encrypted.", "Use a checkpoint as torch.save writes it.");
        if (const auto method = at<std::uint16_t>(position + 10); method != 0)
            throw badInput(
                m_name + ": " + quoted + " is compressed (method " + std::to_string(method) +
                    "); only stored entries are read.",
                "Use a checkpoint as torch.save writes it; TorchScript programs and files that were zipped again "
                "are not read.");
        std::uint64_t stored = at<std::uint32_t>(position + 20);
        entry.size = at<std::uint32_t>(position + 24);
        entry.header = at<std::uint32_t>(position + 42);
        const std::uint64_t extra = position + fixedBytes + nameBytes;
        readZip64Extra(entry, stored, extra, extra + extraBytes, quoted);
        if (stored != entry.size)
            throw damaged(m_name, quoted + " is stored, but has two sizes");
        position += fixedBytes + nameBytes + extraBytes + commentBytes;
        return entry;
    }

    void readZip64Extra(Entry &entry, std::uint64_t &stored, std::uint64_t field, std::uint64_t end,
                        const std::string &quoted) const {
        std::vector<std::uint64_t *> wanted; // in the order of the format
        for (std::uint64_t *value : {&entry.size, &stored, &entry.header})
            if (*value == kInZip64)
                wanted.push_back(value);
        if (wanted.empty())
            return;
        while (end - field >= 4) {
            const std::uint64_t length = at<std::uint16_t>(field + 2);
            if (length > end - field - 4)
                break;
            if (at<std::uint16_t>(field) == 1 && length >= 8 * wanted.size()) {
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    *wanted[i] = at<std::uint64_t>(field + 4 + 8 * i);
                return;
            }
            field += 4 + length;
        }
        throw damaged(m_name, quoted + " says that its sizes are in a zip64 field, which it lacks");
    }

    std::map<std::string_view, Bytes> contents(std::vector<Entry> entries, std::uint64_t end) const {
        std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.header < b.header; });
        std::map<std::string_view, Bytes> found;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const Entry &entry = entries[i];
            // Up to the next entry, so that no two entries share a byte.
            const std::uint64_t limit = i + 1 < entries.size() ? std::min(end, entries[i + 1].header) : end;
            if (!found.emplace(entry.name, content(entry, limit)).second)
                throw damaged(m_name, "the entry \"" + shown(entry.name) + "\" stands twice in the archive");
        }
        return found;
    }

    Bytes content(const Entry &entry, std::uint64_t limit) const {
        constexpr std::uint64_t fixedBytes = 30;
        const std::string quoted = "the entry \"" + shown(entry.name) + "\"";
        if (entry.header > limit || limit - entry.header < fixedBytes || at<std::uint32_t>(entry.header) != 0x04034B50)
            throw damaged(m_name, quoted + " has no header where the directory says, or overlaps another entry");
        const std::uint64_t nameBytes = at<std::uint16_t>(entry.header + 26);
        const std::uint64_t extraBytes = at<std::uint16_t>(entry.header + 28);
        const std::uint64_t room = limit - entry.header - fixedBytes;
        if (room < nameBytes + extraBytes || room - nameBytes - extraBytes < entry.size)
            throw damaged(m_name, quoted + " is said to have " + std::to_string(entry.size) +
                                      " bytes, which overlaps another entry or the end of the file");
        const std::uint64_t nameAt = entry.header + fixedBytes;
        if (textIn(m_file.subspan(std::size_t(nameAt), std::size_t(nameBytes))) != entry.name ||
            at<std::uint16_t>(entry.header + 8) != 0)
            throw damaged(m_name, quoted + " has another name or method in its own header than in the directory");
        return m_file.subspan(std::size_t(nameAt + nameBytes + extraBytes), std::size_t(entry.size));
    }

    Bytes m_file;
    const std::string &m_name;
};

} // namespace

std::map<std::string_view, Bytes> readZipDirectory(Bytes file, const std::string &name) {
    return ZipReader(file, name).read();
}

} // namespace engine::model
