#include "tests/engine/readers/made_files.h"

namespace made {

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += i < 8 ? char(value >> (8 * i)) : '\0';
    return text;
}

std::string safetensors(const std::string &header, const std::string &data, std::optional<std::uint64_t> claimed) {
    return little(claimed.value_or(header.size()), 8) + header + data;
}

std::string entry(const std::string &name, const std::string &dtype, const std::string &shape,
                  const std::string &offsets) {
    return "\"" + name + "\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
}

std::string zip(const std::vector<ZipEntry> &entries, const ZipEnd &end) {
    std::string file;
    std::string directory;
    for (const ZipEntry &entry : entries) {
        const std::string &localName = entry.localName.empty() ? entry.name : entry.localName;
        const std::string sizes =
            little(entry.size.value_or(entry.content.size()), 4) + little(entry.size.value_or(entry.content.size()), 4);
        const std::string common = little(std::uint64_t(entry.flags), 2) + little(std::uint64_t(entry.method), 2) +
                                   little(0, 4) + little(0, 4); // time, checksum
        directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + common + sizes + little(entry.name.size(), 2) +
                     little(0, 12) + little(entry.offset.value_or(file.size()), 4) + entry.name;
        file += "PK\x03\x04" + little(20, 2) + common + sizes + little(localName.size(), 2) + little(0, 2) + localName +
                entry.content;
    }
    const std::uint64_t count = end.entries.value_or(entries.size());
    const std::uint64_t bytes = end.bytes.value_or(directory.size());
    const std::uint64_t position = end.position.value_or(file.size());
    const auto disk = std::uint64_t(end.disk);
    file += directory;
    if (end.zip64) {
        const std::uint64_t record = file.size();
        file += "PK\x06\x06" + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) + little(count, 8) +
                little(count, 8) + little(bytes, 8) + little(position, 8);
        file += "PK\x06\x07" + little(0, 4) + little(end.record.value_or(record), 8) + little(1, 4);
        return file + "PK\x05\x06" + little(disk, 4) + std::string(12, '\xFF') + little(0, 2);
    }
    return file + "PK\x05\x06" + little(disk, 2) + little(disk, 2) + little(count, 2) + little(count, 2) +
           little(bytes, 4) + little(position, 4) + little(end.comment.size(), 2) + end.comment;
}

std::string torchZip(const std::string &pickle, const std::vector<ZipEntry> &more) {
    std::vector<ZipEntry> entries = {
        {"a/data.pkl", pickle}, {"a/byteorder", "little"}, {"a/data/0", std::string(24, '\0')}};
    entries.insert(entries.end(), more.begin(), more.end());
    return zip(entries);
}

namespace pickle {

std::string text(const std::string &value) {
    return "X" + little(value.size(), 4) + value;
}

std::string number(std::int64_t value) {
    return "\x8A\x08" + little(std::uint64_t(value), 8);
}

std::string global(const std::string &module, const std::string &name) {
    return "c" + module + "\n" + name + "\n";
}

std::string tuple(const std::vector<std::string> &parts) {
    std::string joined = "(";
    for (const std::string &part : parts)
        joined += part;
    return joined + "t";
}

std::string storage(const std::string &key, std::int64_t elements, const std::string &type) {
    return tuple({text("storage"), global("torch", type), text(key), text("cpu"), number(elements)}) + "Q";
}

std::string tensor(const std::string &storage, std::int64_t offset, const std::vector<std::int64_t> &shape,
                   const std::vector<std::int64_t> &stride) {
    const auto numbers = [](const std::vector<std::int64_t> &values) {
        std::vector<std::string> parts;
        for (const std::int64_t value : values)
            parts.push_back(number(value));
        return tuple(parts);
    };
    return global("torch._utils", "_rebuild_tensor_v2") +
           tuple({storage, number(offset), numbers(shape), numbers(stride), "\x89",
                  global("collections", "OrderedDict") + ")R"}) +
           "R";
}

std::string checkpoint(const std::vector<std::pair<std::string, std::string>> &members) {
    std::string pickle = protocol2 + "}(";
    for (const auto &[key, value] : members)
        pickle += key + value;
    return pickle + "u.";
}

std::string only(const std::string &value) {
    return checkpoint({{text("w"), value}});
}

} // namespace pickle

} // namespace made
