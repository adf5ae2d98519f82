#include "engine/text/text_file.h"

#include <cstdint>
#include <fstream>
#include <ios>
#include <system_error>

#include "engine/error.h"

namespace engine::text {

std::string readTextFile(const std::filesystem::path &file, const std::string &remedy) {
    const std::string name = file.string();
    std::error_code problem;
    if (!std::filesystem::exists(file, problem))
        throw badInput(name + ": there is no such file.", remedy);
    if (!std::filesystem::is_regular_file(file, problem))
        throw badInput(name + ": this is not a regular file.", remedy);
    const std::uintmax_t size = std::filesystem::file_size(file, problem);
    if (problem)
        throw badInput(name + ": " + problem.message() + ".", remedy);
    if (size > kLargestTextFile)
        throw badInput(name + ": the file has " + std::to_string(size) + " bytes; at most " +
                           std::to_string(kLargestTextFile) + " are read.",
                       remedy);
    std::string content(std::size_t(size), '\0');
    std::ifstream in(file, std::ios::binary);
    if (!in.read(content.data(), std::streamsize(content.size())))
        throw badInput(name + ": the file cannot be read.", remedy);
    return content;
}

} // namespace engine::text
