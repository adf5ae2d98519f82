// Source of the layout: torch/serialization.py _save: NAME/data.pkl, NAME/byteorder, NAME/data/<key> for each storage.

#include "engine/model/pickle_machine.h"
#include "engine/model/zip_directory.h"

namespace engine::model {

namespace {

using Kind = PickleValue::Kind;
constexpr std::size_t kMostTensors = 20000;

using Entries = std::map<std::string_view, Bytes>;

std::string quoted(std::string_view tensor) {
    return "the tensor \"" + shown(tensor) + "\"";
}

// The folder inside the archive, with its slash.
std::string findFolder(const Entries &entries, const std::string &name) {
    constexpr std::string_view file = "data.pkl";
    std::optional<std::string> folder;
    for (const auto &[entry, content] : entries) {
        const std::size_t slash = entry.find('/');
        if (slash == std::string_view::npos || entry.substr(slash + 1) != file)
            continue;
        if (folder)
            throw damaged(name, "the archive holds two checkpoints");
        folder = std::string(entry.substr(0, slash + 1));
    }
    if (!folder)
        throw badInput(name + " is a zip archive, but no torch checkpoint: it has no data.pkl.",
                       "Use a file that torch.save wrote.");
    return *folder;
}

using Members = std::map<std::string_view, std::uint32_t>;

// The last of two equal keys wins in Python; here it is refused.
Members membersOf(const Pickle &pickle, std::uint32_t index, const std::string &what, const std::string &name) {
    const PickleValue &dict = pickle.values[index];
    if (dict.kind != Kind::Dict)
        throw badInput(name + ": " + what + " is no dict of tensors.", "Save the state_dict of the model.");
    Members members;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const PickleValue &key = pickle.values[dict.items[i]];
        if (key.kind == Kind::Text && !members.emplace(key.text, dict.items[i + 1]).second)
            throw damaged(name, "the key \"" + shown(key.text) + "\" stands twice in one dict");
    }
    return members;
}

Members stateDict(const Pickle &pickle, const std::string &name) {
    Members top = membersOf(pickle, pickle.root, "the checkpoint", name);
    for (const char *key : {"ema_model_state_dict", "state_dict", "model_state_dict"})
        if (const auto found = top.find(key); found != top.end())
            return membersOf(pickle, found->second, key, name);
    return top;
}

std::vector<std::int64_t> numbersOf(const Pickle &pickle, const PickleValue &tuple, std::string_view tensor,
                                    const std::string &name) {
    if (tuple.items.size() > kMostDimensions)
        throw damaged(name, quoted(tensor) + " has " + std::to_string(tuple.items.size()) + " dimensions; at most " +
                                std::to_string(kMostDimensions) + " are read");
    std::vector<std::int64_t> numbers;
    for (const std::uint32_t index : tuple.items) {
        if (pickle.values[index].kind != Kind::Integer)
            throw damaged(name, quoted(tensor) + " has a size or stride that is no whole number");
        numbers.push_back(pickle.values[index].number);
    }
    return numbers;
}

// Strides of dimensions with one element mean nothing, and neither do those of a tensor without elements.
bool isContiguous(const std::vector<std::int64_t> &shape, const std::vector<std::int64_t> &stride) {
    std::int64_t expected = 1; // cannot overflow: the caller has checked the product
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] == 0)
            return true;
        if (shape[i] != 1 && stride[i] != expected)
            return false;
        expected *= shape[i];
    }
    return true;
}

TensorView viewOf(const Pickle &pickle, const PickleValue &tensor, std::string_view key, const Entries &entries,
                  const std::string &folder, const std::string &name) {
    const PickleValue &storage = pickle.values[tensor.items[0]];
    TensorView view;
    view.dtype = storage.dtype;
    view.shape = numbersOf(pickle, pickle.values[tensor.items[1]], key, name);
    const std::vector<std::int64_t> stride = numbersOf(pickle, pickle.values[tensor.items[2]], key, name);
    if (stride.size() != view.shape.size())
        throw damaged(name, quoted(key) + " has " + std::to_string(view.shape.size()) + " sizes, but " +
                                std::to_string(stride.size()) + " strides");
    const auto bytes = byteCount(view.shape, view.dtype);
    if (!bytes)
        throw damaged(name, quoted(key) + " has a negative size or one that overflows");
    if (!isContiguous(view.shape, stride))
        throw badInput(name + ": " + quoted(key) + " is not contiguous.",
                       "Call .contiguous() on the tensors before saving, or export the model as safetensors.");
    const auto entry = entries.find(folder + "data/" + std::string(storage.text));
    if (entry == entries.end())
        throw damaged(name, quoted(key) + " lies in data/" + shown(storage.text) + ", which the archive lacks");
    const auto stored = byteCount({storage.number}, view.dtype);
    if (!stored || *stored != entry->second.size())
        throw damaged(name, "data/" + shown(storage.text) + " should hold " + std::to_string(storage.number) +
                                " elements, but has " + std::to_string(entry->second.size()) + " bytes");
    const auto skipped = byteCount({tensor.number}, view.dtype);
    if (!skipped || *skipped > *stored || *bytes > *stored - *skipped)
        throw damaged(name, quoted(key) + " reaches beyond its storage data/" + shown(storage.text));
    view.bytes = entry->second.subspan(std::size_t(*skipped), std::size_t(*bytes));
    return view;
}

} // namespace

Checkpoint readTorchZip(Bytes file, const std::string &name) {
    const Entries entries = readZipDirectory(file, name);
    const std::string folder = findFolder(entries, name);
    if (const auto order = entries.find(folder + "byteorder");
        order != entries.end() && textIn(order->second) != "little")
        throw badInput(name + ": the checkpoint has the byte order \"" + shown(textIn(order->second)) +
                           "\"; only little is read.",
                       "Save it again on a common computer, or as safetensors.");
    const Pickle pickle = runPickle(entries.at(folder + "data.pkl"), name);

    Checkpoint checkpoint;
    std::uint64_t total = 0;
    for (const auto &[key, index] : stateDict(pickle, name)) {
        const PickleValue &value = pickle.values[index];
        if (value.kind != Kind::Tensor)
            continue;
        if (checkpoint.tensors.size() == kMostTensors)
            throw damaged(name, "the checkpoint has more than " + std::to_string(kMostTensors) + " tensors");
        TensorView view = viewOf(pickle, value, key, entries, folder, name);
        // Tensors may share a storage, but a small file must not stand for terabytes of weights.
        total += view.bytes.size();
        if (total > file.size())
            throw damaged(name,
                          "the tensors share their storages so often that they claim more bytes than the file has");
        checkpoint.tensors.emplace(key, std::move(view));
    }
    if (checkpoint.tensors.empty())
        throw badInput(name + " holds no tensors.", "Save the state_dict of the model.");
    return checkpoint;
}

} // namespace engine::model
