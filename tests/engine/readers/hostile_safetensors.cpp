#include "tests/engine/readers/made_files.h"

namespace made {

namespace {

constexpr const char *kF32 = "\"F32\"";

std::string oneTensor(const std::string &dtype, const std::string &shape, const std::string &offsets,
                      const std::string &data) {
    return safetensors("{" + entry("w", dtype, shape, offsets) + "}", data);
}

std::string twoTensors(const std::string &first, const std::string &second) {
    return safetensors("{" + entry("a", kF32, "[2]", first) + "," + entry("b", kF32, "[2]", second) + "}",
                       std::string(16, '\0'));
}

// Header of exactly `bytes` bytes: `start`, then `item` as often as it fits, then `end`, then blanks.
std::string crowd(std::size_t bytes, const std::string &start, const std::string &item, const std::string &end) {
    std::string header = start;
    while (header.size() + item.size() + end.size() <= bytes)
        header += item;
    header += end;
    header.resize(bytes, ' ');
    return header;
}

std::string manyTensors(int count) {
    std::string header = "{";
    for (int i = 0; i < count; ++i)
        header += (i ? "," : "") + entry(std::to_string(i), "\"U8\"", "[]", "[0,0]");
    return header + "}";
}

} // namespace

std::vector<HostileFile> hostileSafetensors() {
    const std::string eight(8, '\0');
    const std::size_t limit = 4 << 20;
    const std::string ok = entry("w", kF32, "[2]", "[0,8]");
    std::vector<HostileFile> files;
    const auto add = [&](const std::string &what, const std::string &bytes, const std::string &part,
                         const std::string &name = "model.safetensors") {
        files.push_back({what, name, bytes, part});
    };

    add("empty file", "", "is empty");
    add("one byte", "{", "has only 1 bytes");
    add("seven bytes", "1234567", "has only 7 bytes");
    add("no header", eight, "line 1, column 1: the text ends");
    add("only a brace", eight + "{", "line 1, column 1: the text ends");
    add("header one byte too long", safetensors("{" + ok + "}", "", 55), "said to have 55 bytes, but the file has");
    add("header of 4 GB", safetensors("{}", eight, 0xFFFFFFFF), "said to have 4294967295 bytes");
    add("header of 2^63", safetensors("{}", eight, 1ull << 63), "said to have 9223372036854775808 bytes");
    add("header of 2^64 - 1", safetensors("{}", eight, ~0ull), "said to have 18446744073709551615 bytes");
    add("header above the limit", safetensors("{" + ok + "}" + std::string(limit, ' '), eight),
        "at most 4194304 are read");
    add("16 MB of brackets", safetensors(std::string(16 << 20, '['), ""), "at most 4194304 are read");
    add("4 MB of brackets", safetensors("{\"a\":" + std::string(limit - 5, '['), ""), "nested deeper than 4");
    add("4 MB of braces", safetensors(crowd(limit, "", "{\"a\":", ""), ""), "nested deeper than 4");
    add("4 MB of zeros in a shape", safetensors(crowd(limit, "{\"w\":{\"shape\":[0", ",0", "]}}"), ""),
        "more than 100000 values");
    add("4 MB of empty lists", safetensors(crowd(limit, "{\"w\":{\"shape\":[[]", ",[]", "]}}"), ""),
        "more than 100000 values");
    add("99,000 dimensions", safetensors("{" + entry("w", kF32, crowd(198002, "[1", ",1", "]"), "[0,4]") + "}", "1234"),
        "dimensions; at most 16");
    add("a name of 4 MB", safetensors(crowd(limit, "{\"", "n", "\":{\"dtype\":\"F32\"}}"), ""), "nnn…\" has no shape");
    add("40,000 tensors", safetensors(manyTensors(40000), ""), "more than 100000 values");
    add("cut off header", safetensors("{\"w\":{\"dtype\":\"F32\",\"sha", ""), "ends inside a string");
    add("header is a list", safetensors("[1]", ""), "the header is no JSON object");
    add("text after the header", safetensors("{" + ok + "} x", eight), "after the end of the JSON value");
    add("trailing comma", safetensors("{" + ok + ",}", eight), "expected the name of a member");
    add("name is no UTF-8", safetensors("{" + entry("a\xff", kF32, "[2]", "[0,8]") + "}", eight), "not UTF-8");
    add("half a surrogate", safetensors("{" + entry("\\ud800", kF32, "[2]", "[0,8]") + "}", eight), "surrogate");
    add("name twice", safetensors("{" + ok + "," + ok + "}", eight), "\"w\" stands twice");
    add("name twice, once escaped", safetensors("{" + ok + "," + entry("\\u0077", kF32, "[2]", "[0,8]") + "}", eight),
        "\"w\" stands twice");
    add("metadata is a list", safetensors("{\"__metadata__\":[]," + ok + "}", eight), "__metadata__ is no object");
    add("metadata is a number", safetensors("{\"__metadata__\":{\"a\":1}," + ok + "}", eight), "\"a\" is no text");
    add("entry is a number", safetensors("{\"w\":5}", ""), "the entry of the tensor \"w\" is no object");
    add("no dtype", safetensors("{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}}", eight), "has no dtype");
    add("dtype is a number", oneTensor("7", "[2]", "[0,8]", eight), "has no dtype");
    add("8-bit float", oneTensor("\"F8_E4M3\"", "[8]", "[0,8]", eight), "dtype \"F8_E4M3\", which is not supported");
    add("dtype with control characters", oneTensor("\"F\\u001b[31m\"", "[8]", "[0,8]", eight), "dtype \"F?[31m\"");
    add("no shape", safetensors("{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", eight), "has no shape");
    add("negative extent", oneTensor(kF32, "[-2]", "[0,8]", eight), "a shape with the extent -2");
    add("broken extent", oneTensor(kF32, "[2.0]", "[0,8]", eight), "a shape with the extent 2.0");
    add("extent is a text", oneTensor(kF32, "[\"2\"]", "[0,8]", eight), "a shape with the extent");
    add("extent of 2^64 - 1", oneTensor(kF32, "[18446744073709551615]", "[0,8]", eight),
        "a shape with the extent 1844");
    add("extent of 1e400", oneTensor(kF32, "[1e400]", "[0,8]", eight), "outside the range");
    add("product overflows", oneTensor(kF32, "[1099511627776,1099511627776]", "[0,8]", eight), "size overflows");
    add("product wraps to the right size", oneTensor(kF32, "[4611686018427387904,4,2]", "[0,0]", ""), "size overflows");
    add("product hidden behind an empty axis", oneTensor("\"U8\"", "[0,4611686018427387904,3]", "[0,0]", ""),
        "size overflows");
    add("17 dimensions", oneTensor(kF32, "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2]", "[0,8]", eight), "17 dimensions");
    add("no offsets", safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", eight), "no pair of data_offsets");
    add("one offset", oneTensor(kF32, "[2]", "[8]", eight), "no pair of data_offsets");
    add("three offsets", oneTensor(kF32, "[2]", "[0,8,8]", eight), "no pair of data_offsets");
    add("negative offset", oneTensor(kF32, "[2]", "[-8,0]", eight), "no pair of data_offsets");
    add("broken offset", oneTensor(kF32, "[2]", "[0,8.0]", eight), "no pair of data_offsets");
    add("reversed offsets", oneTensor(kF32, "[2]", "[8,0]", eight), "ends before it begins");
    add("offset beyond the file", oneTensor(kF32, "[3]", "[0,12]", eight), "ends at byte 12 of the data, but only 8");
    add("offset of 4 GB", oneTensor(kF32, "[1073741824]", "[0,4294967296]", eight), "ends at byte 4294967296");
    add("offset of 2^64 - 1", oneTensor(kF32, "[2]", "[0,18446744073709551615]", eight),
        "ends at byte 18446744073709551615");
    add("shape larger than the bytes", oneTensor(kF32, "[3]", "[0,8]", eight),
        "needs 12 bytes by its shape, but has 8");
    add("shape smaller than the bytes", oneTensor(kF32, "[1]", "[0,8]", eight),
        "needs 4 bytes by its shape, but has 8");
    add("overlap", twoTensors("[0,8]", "[4,12]"), "\"b\" overlaps another tensor");
    add("the same bytes twice", twoTensors("[0,8]", "[0,8]"), "overlaps another tensor");
    add("gap", safetensors("{" + ok + "," + entry("b", kF32, "[1]", "[12,16]") + "}", std::string(16, '\0')),
        "before the tensor \"b\" are 4 bytes that belong to no tensor");
    add("gap at the start", oneTensor(kF32, "[1]", "[4,8]", eight), "are 4 bytes that belong to no tensor");
    add("bytes after the last tensor", oneTensor(kF32, "[2]", "[0,8]", eight + "more"),
        "after the last tensor are 4 bytes");
    add("no tensors", safetensors("{}", ""), "holds no tensors");
    add("only metadata", safetensors("{\"__metadata__\":{\"a\":\"b\"}}", ""), "holds no tensors");

    add("not-a-number", oneTensor(kF32, "[2]", "[0,8]", std::string("\0\0\x80\x3F\0\0\xC0\x7F", 8)),
        "the tensor \"w\" holds infinity or not-a-number (element 1)");
    add("negative infinity", oneTensor("\"F64\"", "[1]", "[0,8]", std::string("\0\0\0\0\0\0\xF0\xFF", 8)),
        "(element 0)");
    add("infinity in halves", oneTensor("\"F16\"", "[2]", "[0,4]", std::string("\xFF\x7B\x00\x7C", 4)), "(element 1)");
    add("not-a-number in bfloat16", oneTensor("\"BF16\"", "[3]", "[0,6]", std::string("\x7F\x7F\x7F\xFF\x81\x7F", 6)),
        "(element 2)");
    std::string far(400000, '\0');
    far.replace(399996, 4, std::string("\x01\0\x80\xFF", 4));
    add("one not-a-number far away", oneTensor(kF32, "[100000]", "[0,400000]", far), "(element 99999)");

    add("Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1348435761\n",
        "a Git LFS pointer");
    add("web page", "<!DOCTYPE html><html><body>Please sign in</body></html>", "a web page");
    add("GGUF", "GGUF" + std::string(60, '\3'), "a GGUF file");
    add("HDF5", "\x89HDF\r\n\x1a\n" + std::string(60, '\0'), "an HDF5 file");
    add("gzip", "\x1F\x8B\x08" + std::string(60, '\3'), "a compressed file");
    add("a text under another name", "This is a letter and no checkpoint.", "of no known format", "model.pt");
    add("old torch file", "\x80\x02\x8A\x0A" + std::string(20, 'l'), "of the old form, before torch 1.6", "model.pt");
    std::string tar(512, '\0');
    tar.replace(257, 5, "ustar");
    add("older torch file", tar, "of the old form, before torch 1.6", "model.pt");
    return files;
}

} // namespace made
