#include "tests/engine/model/editable_checkpoint.h"

#include <cstring>
#include <span>

#include "engine/model/weights.h"

using engine::model::Dtype;
using engine::model::Weights;

EditableCheckpoint EditableCheckpoint::read(const std::filesystem::path &file) {
    const Weights weights = Weights::open(file);
    EditableCheckpoint copy;
    copy.metadata = weights.metadata();
    for (const auto &[name, view] : weights.tensors()) {
        if (view.dtype != Dtype::F32)
            qFatal("%s is not fp32", name.c_str());
        EditableTensor &tensor = copy.tensors[name];
        tensor.shape = view.shape;
        tensor.values.resize(view.bytes.size() / sizeof(float));
        std::memcpy(tensor.values.data(), view.bytes.data(), view.bytes.size());
    }
    return copy;
}

void EditableCheckpoint::write(const std::filesystem::path &file) const {
    std::vector<engine::model::TensorToWrite> list;
    for (const auto &[name, tensor] : tensors)
        list.push_back({name, Dtype::F32, tensor.shape, std::as_bytes(std::span(tensor.values))});
    engine::model::writeSafetensors(file, list, metadata);
}

EditableTensor &EditableCheckpoint::ending(const std::string &end) {
    EditableTensor *found = nullptr;
    for (auto &[name, tensor] : tensors)
        if (name.ends_with(end)) {
            if (found != nullptr)
                qFatal("several tensors end with %s", end.c_str());
            found = &tensor;
        }
    if (found == nullptr)
        qFatal("no tensor ends with %s", end.c_str());
    return *found;
}

std::filesystem::path tinyFolder(const std::string &name) {
    return std::filesystem::path(TEST_DATA) / "tiny" / name;
}

engine::ModelFiles tinyModel(const std::string &name) {
    return engine::readModelFolder(tinyFolder(name));
}

ModelCopy::ModelCopy() {
    namespace fs = std::filesystem;
    fs::create_directories(folder() / "vocos");
    for (const char *file :
         {"model_reference.safetensors", "model.yaml", "vocab.txt", "vocos/config.yaml", "vocos/model.safetensors"})
        fs::copy_file(tinyFolder("v1") / file, folder() / file);
}
