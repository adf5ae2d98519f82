#include "tests/engine/readers/made_files.h"

namespace made {

namespace {

using namespace pickle;

std::string repeated(const std::string &part, std::size_t times) {
    std::string text;
    text.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        text += part;
    return text;
}

std::string sixFloats() {
    return storage("0", 6);
}
std::string good() {
    return only(tensor(sixFloats(), 0, {2, 3}, {3, 1}));
}

class Collection {
public:
    void add(const std::string &what, const std::string &bytes, const std::string &part) {
        m_files.push_back({what, "model.pt", bytes, part});
    }
    void addPickle(const std::string &what, const std::string &pickle, const std::string &part) {
        add(what, torchZip(pickle), part);
    }
    void addTensor(const std::string &what, const std::string &value, const std::string &part) {
        addPickle(what, only(value), part);
    }
    std::vector<HostileFile> take() { return std::move(m_files); }

private:
    std::vector<HostileFile> m_files;
};

void addArchives(Collection &files) {
    const std::vector<ZipEntry> plain = {{"a/data.pkl", good()}, {"a/data/0", std::string(24, '\0')}};
    const auto with = [&](ZipEntry more) {
        std::vector<ZipEntry> entries = plain;
        entries.push_back(std::move(more));
        return zip(entries);
    };
    const auto ending = [&](const ZipEnd &end) { return zip(plain, end); };
    const std::string whole = zip(plain);
    files.add("only the first bytes", "PK\x03\x04", "the archive is cut off");
    files.add("half", whole.substr(0, whole.size() / 2), "no directory at its end");
    files.add("bytes after the end", whole + "x", "no directory at its end");
    files.add("comment longer than the file", whole.substr(0, whole.size() - 2) + "\xFF\xFF",
              "no directory at its end");
    files.add("directory beyond the file", ending({.position = 1 << 30}), "directory of the archive lies outside");
    files.add("directory of 4 GB", ending({.bytes = 0xFFFFFFF0}), "directory of the archive lies outside");
    files.add("more entries than there are", ending({.entries = 3}), "fewer entries than it says");
    files.add("fewer entries than there are", ending({.entries = 1}), "longer than its entries");
    files.add("65,535 entries", ending({.entries = 0xFFFF}), "said to have 65535 entries; at most 20000");
    files.add("2^60 entries", ending({.entries = 1ull << 60, .zip64 = true}),
              "said to have 1152921504606846976 entries");
    files.add("zip64 directory of 2^64 - 1", ending({.bytes = ~0ull, .zip64 = true}),
              "directory of the archive lies outside");
    files.add("zip64 directory at 2^64 - 1", ending({.position = ~0ull, .zip64 = true}),
              "directory of the archive lies outside");
    files.add("zip64 record at 2^64 - 8", ending({.zip64 = true, .record = ~7ull}), "zip64 directory lies outside");
    files.add("zip64 record elsewhere", ending({.zip64 = true, .record = 3}), "zip64 directory lies outside");
    std::string disagreeing = ending({.zip64 = true});
    disagreeing.replace(disagreeing.size() - 14, 4, std::string("\1\0\1\0", 4));
    files.add("two directories disagree", disagreeing, "two directories of the archive disagree");
    files.add("split archive", ending({.disk = 1}), "split over several files");
    files.add("compressed entry", with({.name = "a/data/1", .content = "1234", .method = 8}),
              "\"a/data/1\" is compressed (method 8)");
    files.add("encrypted entry", with({.name = "a/data/1", .content = "1234", .flags = 1}),
              "\"a/data/1\" is encrypted");
    files.add("entry twice", with({.name = "a/data/0", .content = "1234"}), "\"a/data/0\" stands twice");
    files.add("entry of 4 GB", with({.name = "a/data/1", .content = "1234", .size = 0xFFFFFFF0}),
              "said to have 4294967280 bytes");
    files.add("entry reaching into the directory", with({.name = "a/data/1", .content = "1234", .size = 5}),
              "overlaps another entry");
    files.add("zip64 sizes that are not there", with({.name = "a/data/1", .content = "1234", .size = 0xFFFFFFFF}),
              "a zip64 field, which it lacks");
    files.add("entry beyond the file", with({.name = "a/data/1", .content = "1234", .offset = 1 << 30}),
              "no header where the directory says");
    files.add("entry inside another", with({.name = "a/data/0", .content = "1234", .offset = 0}),
              "overlaps another entry");
    files.add("entry in the middle of nothing", with({.name = "a/data/1", .content = "1234", .offset = 5}),
              "overlaps another entry");
    files.add("another name in its own header", with({.name = "a/data/1", .content = "1234", .localName = "a/data/2"}),
              "another name or method");
    files.add("two checkpoints", with({.name = "b/data.pkl", .content = good()}), "holds two checkpoints");
    files.add("no data.pkl", zip({{"a/data/0", "1234"}}), "no torch checkpoint: it has no data.pkl");
    files.add("empty archive", zip({}), "of no known format");
    files.add("big-endian", with({.name = "a/byteorder", .content = "big"}), "byte order \"big\"");
    std::vector<ZipEntry> crowd = plain;
    for (int i = 1; i <= 20000; ++i)
        crowd.push_back({.name = "a/data/" + std::to_string(i), .content = ""});
    files.add("20,002 entries", zip(crowd), "said to have 20002 entries");
}

void addPickles(Collection &files) {
    const std::string run = text("echo this must never run");
    files.addTensor("os.system", global("os", "system") + tuple({run}) + "R",
                    "the Python name os.system, which is not allowed");
    files.addTensor("posix.system", global("posix", "system") + tuple({run}) + "R", "posix.system");
    files.addTensor("builtins.eval", global("builtins", "eval") + tuple({run}) + "R", "builtins.eval");
    files.addTensor("__builtin__.exec", global("__builtin__", "exec") + tuple({run}) + "R", "__builtin__.exec");
    files.addTensor("torch.load", global("torch", "load") + tuple({run}) + "R", "torch.load");
    files.addTensor("torch.hub.load", global("torch.hub", "load") + tuple({run}) + "R", "torch.hub.load");
    files.addTensor("OrderedDict of another module", global("os", "OrderedDict") + ")R", "os.OrderedDict");
    files.addTensor("numpy", global("numpy.core.multiarray", "_reconstruct") + ")R",
                    "numpy.core.multiarray._reconstruct");
    files.addTensor("a name with control characters", global("o\x1b[31m", "x"), "the Python name o?[31m.x");
    files.addTensor("a name without an end", "c" + std::string(1 << 20, 'a'), "a name without an end");
    files.addTensor("INST", "(ios\nsystem\n", "the pickle opcode 0x69 at byte");
    files.addTensor("OBJ", "(" + global("collections", "OrderedDict") + "o", "the pickle opcode 0x6f");
    files.addTensor("NEWOBJ", global("collections", "OrderedDict") + ")\x81", "the pickle opcode 0x81");
    files.addTensor("STACK_GLOBAL", text("os") + text("system") + "\x93", "the pickle opcode 0x93");
    files.addTensor("EXT1", "\x82\x01", "the pickle opcode 0x82");
    files.addTensor("PERSID", "P0\n", "the pickle opcode 0x50");
    files.addTensor("opcode 0xff", "\xFF", "the pickle opcode 0xff");
    files.addPickle("empty data.pkl", "", "data.pkl is no pickle");
    files.addPickle("no pickle", "hello", "data.pkl is no pickle");
    files.addPickle("protocol 5", "\x80\x05}.", "pickle protocol 5; only 2 is read");
    files.addPickle("no end", protocol2 + "}", "is cut off");
    files.addPickle("bytes after the end", good() + "N", "does not end with one value");
    files.addPickle("two values", protocol2 + "}}.", "does not end with one value");
    files.addPickle("no value", protocol2 + ".", "does not end with one value");
    files.addPickle("open mark", protocol2 + "(}.", "does not end with one value");
    files.addTensor("a text of 4 GB",
                    "X\xFF\xFF\xFF\xFF"
                    "abc",
                    "is cut off");
    files.addTensor("a text that is no UTF-8", text("\xC0\x80"), "a text that is no UTF-8");
    files.addTensor("a number of 255 bytes", "\x8A\xFF" + std::string(255, '\1'), "more than 64 bits");
    files.addPickle("tuple of nothing", protocol2 + "\x87.", "takes values that are not there");
    files.addPickle("tuple without mark", protocol2 + "Nt.", "a mark that is not there");
    files.addPickle("call of nothing", protocol2 + "R.", "takes a value that is not there");
    files.addPickle("taking below a mark", protocol2 + "})(R.", "takes a value that is not there");
    files.addTensor("value never made", "h\x07", "recalls a value that it never made");
    files.addTensor("value 2^32 - 1", "j\xFF\xFF\xFF\xFF", "recalls a value that it never made");
    files.addTensor("remembering at 2^32 - 1", "Nr\xFF\xFF\xFF\xFF", "remembers too many values");
    files.addPickle("members of a list", protocol2 + "](NNu.", "sets members of what is no dict");
    files.addPickle("key without a value", protocol2 + "}(Nu.", "sets members of what is no dict");
    files.addPickle("append to a dict", protocol2 + "}Na.", "appends to what is no list");
    files.addPickle("state of a number", protocol2 + "K\x01}b.", "sets the state of what is no dict");
    files.addTensor("call of a text", text("os") + ")R", "calls something that is no function");
    files.addTensor("OrderedDict of a list", global("collections", "OrderedDict") + tuple({"]"}) + "R",
                    "calls OrderedDict with wrong arguments");
    files.addTensor("storage called", global("torch", "FloatStorage") + tuple({number(1ll << 40)}) + "R",
                    "calls FloatStorage with wrong arguments");

    // Bombs: small files that ask for much.
    files.addTensor("a million values", repeated("N", 1000000), "makes more than 100000 values");
    files.addTensor("a million empty lists", repeated("]", 1000000), "makes more than 100000 values");
    files.addTensor("a million marks", repeated("(", 1000000), "sets too many marks");
    files.addTensor("one value a million times", "Nq\1" + repeated("h\1", 1000000), "holds too many values at once");
    files.addTensor("tuples of tuples",
                    ")q\1" + repeated("h\1h\1h\1\x87q\1"
                                      "0",
                                      100000),
                    "the pickle opcode 0x30");
    files.addTensor("tuples of three", "N" + repeated("NN\x87", 100000), "makes more than 100000 values");
    files.addTensor("a list that grows from itself",
                    "]q\1(" + repeated("h\1", 150000) + "e(" + repeated("h\1", 150000) + "e", "items in all");
    files.addPickle("a dict that holds itself", protocol2 + "}q\1(" + text("state_dict") + "h\1u.", "holds no tensors");
    files.addPickle(
        "150,000 members",
        [] {
            std::string pickle = protocol2 + "}(";
            for (int i = 0; i < 150000; ++i)
                pickle += text(std::to_string(i)) + "N";
            return pickle + "u.";
        }(),
        "makes more than 100000 values");
    files.addPickle(
        "30,000 tensors",
        [] {
            std::string pickle = protocol2 + "}(" + text("first") + tensor(sixFloats(), 0, {0}, {1}) + "q\1";
            for (int i = 0; i < 30000; ++i)
                pickle += text("a rather long name of a tensor, number " + std::to_string(i)) + "h\1";
            return pickle + "u.";
        }(),
        "more than 20000 tensors");
}

void addTensors(Collection &files) {
    constexpr std::int64_t large = 1ll << 62;
    const auto floats = [](std::int64_t offset, const std::vector<std::int64_t> &shape,
                           const std::vector<std::int64_t> &stride) {
        return tensor(sixFloats(), offset, shape, stride);
    };
    files.addTensor("negative size", floats(0, {-2}, {1}), "a negative size");
    files.addTensor("size overflows", floats(0, {1ll << 40, 1ll << 40}, {1ll << 40, 1}), "one that overflows");
    files.addTensor("size wraps to nothing", floats(0, {large, 4}, {4, 1}), "one that overflows");
    files.addTensor("size hidden behind an empty axis",
                    tensor(storage("0", 24, "ByteStorage"), 0, {0, large, 3}, {1, 1, 1}), "one that overflows");
    files.addTensor("226 GB", floats(0, {56500000000}, {1}), "reaches beyond its storage");
    files.addTensor("one element too many", floats(0, {7}, {1}), "reaches beyond its storage data/0");
    files.addTensor("offset beyond the storage", floats(5, {2}, {1}), "reaches beyond its storage");
    files.addTensor("negative offset", floats(-1, {2}, {1}), "reaches beyond its storage");
    files.addTensor("offset of 2^62", floats(large, {2}, {1}), "reaches beyond its storage");
    files.addTensor("offset of 2^62, nothing in it", floats(large, {0}, {1}), "reaches beyond its storage");
    files.addTensor("negative stride", floats(5, {6}, {-1}), "is not contiguous");
    files.addTensor("stride of nothing", floats(0, {1000000}, {0}), "is not contiguous");
    files.addTensor("transposed", floats(0, {2, 3}, {1, 2}), "is not contiguous");
    files.addTensor("stride of 2^62", floats(0, {2, 3}, {large, 1}), "is not contiguous");
    files.addTensor("one stride too few", floats(0, {2, 3}, {1}), "has 2 sizes, but 1 strides");
    files.addTensor("17 dimensions", floats(0, std::vector<std::int64_t>(17, 1), std::vector<std::int64_t>(17, 1)),
                    "17 dimensions");
    files.addTensor("storage that is not there", tensor(storage("1", 6), 0, {6}, {1}),
                    "data/1, which the archive lacks");
    files.addTensor("storage elsewhere", tensor(storage("../data.pkl", 6), 0, {6}, {1}), "which the archive lacks");
    files.addTensor("storage too large", tensor(storage("0", 7), 0, {6}, {1}),
                    "should hold 7 elements, but has 24 bytes");
    files.addTensor("storage too small", tensor(storage("0", 5), 0, {5}, {1}),
                    "should hold 5 elements, but has 24 bytes");
    files.addTensor("storage of another type", tensor(storage("0", 6, "DoubleStorage"), 0, {6}, {1}),
                    "should hold 6 elements");
    files.addTensor("storage of 2^62", tensor(storage("0", large), 0, {6}, {1}),
                    "should hold 4611686018427387904 elements");
    files.addTensor("storage of -6", tensor(storage("0", -6), 0, {6}, {1}), "refers to something that is no storage");
    files.addTensor("complex numbers", tensor(storage("0", 3, "ComplexFloatStorage"), 0, {3}, {1}),
                    "torch.ComplexFloatStorage");
    files.addTensor("storage is a number", "K\x05Q", "refers to something that is no storage");
    files.addTensor("storage of OrderedDict",
                    tuple({text("storage"), global("collections", "OrderedDict"), text("0"), text("cpu"), number(6)}) +
                        "Q",
                    "refers to something that is no storage");
    files.addTensor("tensor of a number", tensor("K\x05", 0, {6}, {1}), "makes a tensor from wrong parts");
    files.addTensor("tensor of two parts",
                    global("torch._utils", "_rebuild_tensor_v2") + tuple({sixFloats(), number(0)}) + "R",
                    "makes a tensor from wrong parts");
    files.addTensor("size is a text",
                    global("torch._utils", "_rebuild_tensor_v2") +
                        tuple({sixFloats(), number(0), tuple({text("6")}), tuple({number(1)}), "\x89", "N"}) + "R",
                    "a size or stride that is no whole number");
    files.addTensor("parameter of a number",
                    global("torch._utils", "_rebuild_parameter") + tuple({number(1), "\x89", "N"}) + "R",
                    "makes a parameter from wrong parts");
    files.addPickle("the same key twice",
                    checkpoint({{text("w"), floats(0, {6}, {1})}, {text("w"), floats(0, {6}, {1})}}),
                    "\"w\" stands twice");
    files.addPickle("a list", protocol2 + "](" + floats(0, {6}, {1}) + "e.", "is no dict of tensors");
    files.addPickle("one tensor", protocol2 + floats(0, {6}, {1}) + ".", "is no dict of tensors");
    files.addPickle("state_dict is a number", checkpoint({{text("state_dict"), "K\x01"}}),
                    "state_dict is no dict of tensors");
    files.addPickle("no tensors", checkpoint({{text("update"), "K\x01"}}), "holds no tensors");
    files.addPickle(
        "one storage 10,000 times",
        [&] {
            std::vector<std::pair<std::string, std::string>> members = {{text("first"), floats(0, {6}, {1}) + "q\1"}};
            for (int i = 0; i < 15000; ++i)
                members.push_back({text(std::to_string(i)), "h\1"});
            return checkpoint(members);
        }(),
        "claim more bytes than the file has");
    files.add("not-a-number",
              zip({{"a/data.pkl", good()}, {"a/data/0", std::string(20, '\0') + std::string("\0\0\xC0\x7F", 4)}}),
              "the tensor \"w\" holds infinity or not-a-number (element 5)");
}

} // namespace

std::vector<HostileFile> hostileTorchZips() {
    Collection files;
    addArchives(files);
    addPickles(files);
    addTensors(files);
    return files.take();
}

} // namespace made
