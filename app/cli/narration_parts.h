// What was made of a narration, kept beside its result until that is there: <result>.parts/ with a WAV file of 32-bit
// floats for each line, named after everything that makes the line, and narration.json, which says what they are. A
// line is there whole or not at all, whenever the program is killed. One narration at a time; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "engine/clip.h"
#include "engine/descriptor.h"
#include "engine/json.h"

namespace app::cli {

class NarrationParts {
public:
    // Makes the folder where it is missing. Error(BadInput): something else is there, or another narration uses it;
    // Error(Failure): it cannot be made.
    explicit NarrationParts(std::filesystem::path folder);

    // `name`: 32 hexadecimal digits. None: it is not there, or no longer whole.
    std::optional<engine::Clip> read(const std::string &name) const;
    bool holds(const std::string &name) const;                    // whether it is whole is seen when it is read
    void keep(const std::string &name, const engine::Clip &clip); // throws as engine::replaceFile() does

    // How often a line was made otherwise, by what else makes it; 0 = never.
    std::uint64_t otherwise(const std::string &line) const;
    void makeOtherwise(const std::string &line) { ++m_otherwise[line]; }

    void writeManifest(engine::Json::Object object);   // with what is made otherwise
    void keepOnly(const std::set<std::string> &names); // the others are deleted
    bool remove();                                     // all of it; false: what is not ours stays
    const std::filesystem::path &folder() const { return m_folder; }

private:
    std::filesystem::path fileOf(const std::string &name) const;

    const std::filesystem::path m_folder;
    std::optional<engine::Descriptor> m_lock;
    std::map<std::string, std::uint64_t> m_otherwise;
};

} // namespace app::cli
