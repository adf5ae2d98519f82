// The patterns of a lexicon: RE2, whose time grows linearly with the text and whose memory has a limit, whatever the
// pattern is. Without the library this finds nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/text/free_text.h"
#include "engine/text/lexicon.h"

namespace engine::text {

class Lexicon::Patterns {
public:
    Patterns();
    ~Patterns();

    // What is wrong with it; then it is not used. `use` false: it is looked at only.
    std::optional<LexiconFault> add(const LexiconEntry &entry, bool use);

    void apply(FreeText &text) const;

private:
    struct Pattern;
    static std::vector<Replacement> found(const Pattern &pattern, FreeText &text);

    std::vector<Pattern> m_patterns;
    int m_instructions = 0; // of all of them
};

} // namespace engine::text
