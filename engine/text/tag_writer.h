// Tags as canonical() spells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/text/tags.h"

namespace engine::text {

class TagWriter {
public:
    // What stands before this part, after the ones that were asked about before it: "[slt]{speed 0.9}"; of a pause all
    // that it is.
    std::string before(const SpeechPart &part);

private:
    std::string m_voice;
    std::optional<double> m_speed;
    std::optional<std::uint64_t> m_seed;
};

} // namespace engine::text
