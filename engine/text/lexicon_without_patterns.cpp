// Where RE2 was not installed when this was built.
#include "engine/text/lexicon_patterns.h"

namespace engine::text {

struct Lexicon::Patterns::Pattern {};

Lexicon::Patterns::Patterns() = default;
Lexicon::Patterns::~Patterns() = default;

std::optional<LexiconFault> Lexicon::Patterns::add(const LexiconEntry &entry, bool) {
    return LexiconFault{0, LexiconFault::Place::From, 0,
                        "The pattern \"" + entry.from + "\" is left out: this program was built without RE2.",
                        "Install RE2 (Debian: libre2-dev) and build the program anew, or make plain entries of it."};
}

void Lexicon::Patterns::apply(FreeText &) const {}

bool hasLexiconPatterns() {
    return false;
}

} // namespace engine::text
