#include "engine/text/lexicon.h"

#include <optional>
#include <utility>

#include "engine/text/free_text.h"
#include "engine/text/lexicon_patterns.h"
#include "engine/text/lexicon_words.h"

namespace engine::text {

namespace {

LexiconFault tooMany(const std::string &of, std::size_t most) {
    return {0, LexiconFault::Place::Entry, 0, "There are more than " + std::to_string(most) + " " + of + ".",
            "Remove what is not used any more."};
}

} // namespace

Lexicon::Lexicon(std::vector<LexiconEntry> entries) : m_entries(std::move(entries)) {
    auto patterns = std::make_unique<Patterns>();
    std::vector<bool> usable(m_entries.size());
    std::size_t patternCount = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const LexiconEntry &entry = m_entries[i];
        const bool pattern = entry.kind == LexiconKind::Pattern;
        std::optional<LexiconFault> fault = faultOf(entry);
        if (!fault && i >= kMostLexiconEntries)
            fault = tooMany("entries", kMostLexiconEntries);
        if (!fault && pattern && ++patternCount > kMostLexiconPatterns)
            fault = tooMany("patterns", kMostLexiconPatterns);
        if (!fault && pattern)
            fault = patterns->add(entry, entry.enabled);
        if (fault) {
            fault->entry = i;
            m_faults.push_back(*std::move(fault));
        }
        usable[i] = !fault && entry.enabled;
    }
    m_words = std::make_unique<Words>(m_entries, usable);
    m_patterns = std::move(patterns);
}

Lexicon::~Lexicon() = default;

std::vector<Replacement> Lexicon::apply(const SpokenText &text) const {
    FreeText free(text);
    m_words->apply(free);
    m_patterns->apply(free);
    return std::move(free).taken();
}

std::vector<Replacement> applied(const SpokenText &text, const std::vector<std::shared_ptr<const Lexicon>> &lexicons) {
    FreeText free(text);
    for (const auto &lexicon : lexicons) {
        lexicon->m_words->apply(free);
        lexicon->m_patterns->apply(free);
    }
    return std::move(free).taken();
}

} // namespace engine::text
