// What makes a cell's bytes, and the name that follows from it: the same recipe is the same sound, whoever asks for it
// and in whichever test. Any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "app/listening/test_design.h"
#include "engine/device.h"
#include "engine/model_files.h"
#include "engine/request.h"

namespace app::listening {

// SHA-256 of files, 64 small hexadecimal digits. A file is read again only when its length or the time of its last
// change is another one. One thread at a time.
class FileHashes {
public:
    std::string of(const std::filesystem::path &file); // Error(BadInput) when it cannot be read
    // Of the weights, vocabulary, vocoder and durations of a model, and of the flags that no file says.
    std::string of(const engine::ModelFiles &model);

private:
    struct Known {
        std::int64_t bytes = 0;
        std::int64_t changed = 0; // ns
        std::string hash;
    };
    std::map<std::filesystem::path, Known> m_known;
};

struct CellRecipe {
    engine::Request request;
    std::string modelHash;
    engine::Precision precision = engine::Precision::Fp32; // not Auto
    engine::DeviceKind device = engine::DeviceKind::Cpu;
};

// SHA-256 of the recipe in one canonical form: what is said, the numbers with the effective schedule, the seed, the
// hashes of the recordings that speak, their transcripts and ids, model, precision, kind of device, and this program's
// version and compiler. Names for people are no part of it. Error(BadInput) when a recording cannot be read.
std::string cellKey(const CellRecipe &recipe, FileHashes &hashes);

// The anchor that is made of a sound: below 3.5 kHz.
std::string lowPassKey(const std::string &referenceKey);

std::string programThatMakes(); // "0.1.0, compiler 12.2.0"

} // namespace app::listening
