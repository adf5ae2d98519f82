#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "engine/json.h"
#include "engine/model/checkpoint_reader.h"

namespace engine::model {

namespace fs = std::filesystem;

namespace {

std::string spellingOf(Dtype wanted) {
    for (const auto &[spelling, dtype] : kSafetensorsDtypes)
        if (dtype == wanted)
            return std::string(spelling);
    return {};
}

std::string headerOf(const std::vector<const TensorToWrite *> &tensors,
                     const std::map<std::string, std::string> &metadata) {
    Json::Object header;
    if (!metadata.empty())
        header["__metadata__"] = Json(Json::Object(metadata.begin(), metadata.end()));
    std::uint64_t position = 0;
    for (const TensorToWrite *tensor : tensors) {
        const std::uint64_t end = position + tensor->bytes.size();
        Json::Array shape(tensor->shape.begin(), tensor->shape.end());
        const bool fresh = header
                               .emplace(tensor->name, Json(Json::Object{{"dtype", spellingOf(tensor->dtype)},
                                                                        {"shape", Json(std::move(shape))},
                                                                        {"data_offsets", Json::Array{position, end}}}))
                               .second;
        if (!fresh || byteCount(tensor->shape, tensor->dtype) != tensor->bytes.size())
            throw badInput("The tensor \"" + shown(tensor->name) + "\" cannot be written: " +
                               (fresh ? "its bytes do not fit its shape." : "its name stands twice."),
                           "Report this as an error of the program.");
        position = end;
    }
    std::string text = Json(std::move(header)).dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // the data starts at a multiple of eight
    return text;
}

// Removed again unless it got its final name.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path &file) : m_file(file), m_temporary(file) {
        m_temporary += ".part-" + std::to_string(::getpid());
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (m_descriptor < 0)
            fail();
    }
    ~TemporaryFile() {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        if (!m_finished)
            ::unlink(m_temporary.c_str());
    }
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    void write(Bytes bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                fail();
            bytes = bytes.subspan(std::size_t(written));
        }
    }
    void finish() {
        if (::fsync(m_descriptor) != 0)
            fail();
        const int closed = ::close(std::exchange(m_descriptor, -1));
        if (closed != 0 || ::rename(m_temporary.c_str(), m_file.c_str()) != 0)
            fail();
        m_finished = true;
    }

private:
    [[noreturn]] void fail() const {
        const std::string reason = std::generic_category().message(errno);
        throw failure(m_file.string() + " cannot be written: " + reason + ".",
                      "Choose a folder that exists, that you may write to and that has room.");
    }

    fs::path m_file;
    fs::path m_temporary;
    int m_descriptor = -1;
    bool m_finished = false;
};

} // namespace

void writeSafetensors(const fs::path &file, const std::vector<TensorToWrite> &tensors,
                      const std::map<std::string, std::string> &metadata) {
    // Large elements first, so that every tensor is aligned to its element.
    std::vector<const TensorToWrite *> ordered;
    for (const TensorToWrite &tensor : tensors)
        ordered.push_back(&tensor);
    std::stable_sort(ordered.begin(), ordered.end(), [](const TensorToWrite *a, const TensorToWrite *b) {
        return bytesPerElement(a->dtype) > bytesPerElement(b->dtype);
    });
    const std::string header = headerOf(ordered, metadata);
    const std::uint64_t headerBytes = header.size();
    TemporaryFile out(file);
    out.write(std::as_bytes(std::span(&headerBytes, 1)));
    out.write(std::as_bytes(std::span(header)));
    for (const TensorToWrite *tensor : ordered)
        out.write(tensor->bytes);
    out.finish();
}

} // namespace engine::model
