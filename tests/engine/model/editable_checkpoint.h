// A safetensors file as values that a test may change and write again, and copies of the tiny models to change them in.
#pragma once

#include <QTemporaryDir>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/model_files.h"

struct EditableTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

// Holds fp32 tensors only; other types end the test program.
struct EditableCheckpoint {
    std::map<std::string, EditableTensor> tensors;
    std::map<std::string, std::string> metadata;

    static EditableCheckpoint read(const std::filesystem::path &file);
    void write(const std::filesystem::path &file) const;

    // The only tensor whose name ends so.
    EditableTensor &ending(const std::string &end);
};

// A folder of tests/data/tiny: v1, v0, average or norm.
std::filesystem::path tinyFolder(const std::string &name);
engine::ModelFiles tinyModel(const std::string &name);

// A copy of tests/data/tiny/v1 (without its cases) that is removed with the object.
class ModelCopy {
public:
    ModelCopy();
    std::filesystem::path folder() const { return m_folder.path().toStdString() + "/model"; }
    std::filesystem::path weights() const { return folder() / "model_reference.safetensors"; }
    std::filesystem::path vocoder() const { return folder() / "vocos" / "model.safetensors"; }
    engine::ModelFiles files() const { return engine::readModelFolder(folder()); }

private:
    QTemporaryDir m_folder;
};
