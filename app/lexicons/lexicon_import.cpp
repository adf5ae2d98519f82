#include "app/lexicons/lexicon_import.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace app::lexicons {

namespace {

using engine::text::LexiconEntry;
using engine::text::LexiconKind;

using Key = std::tuple<LexiconKind, std::string, bool>;

Key keyAsWritten(const LexiconEntry &entry) {
    return {entry.kind, entry.from, entry.matchCase};
}

// What can be used, each key once: the last one counts.
std::vector<LexiconEntry> usableOf(const std::vector<LexiconEntry> &incoming, LexiconImport &import) {
    const engine::text::Lexicon checked(incoming);
    std::set<std::size_t> faulty;
    for (const engine::text::LexiconFault &fault : checked.faults()) {
        faulty.insert(fault.entry);
        import.refused.push_back(fault.what);
    }
    std::map<Key, std::size_t> last;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        if (faulty.count(i) == 0)
            last[keyAsWritten(incoming[i])] = i;
    }
    std::vector<LexiconEntry> usable;
    for (std::size_t i = 0; i < incoming.size(); ++i) {
        if (const auto found = last.find(keyAsWritten(incoming[i])); found != last.end() && found->second == i)
            usable.push_back(incoming[i]);
    }
    return usable;
}

} // namespace

LexiconImport importInto(const std::vector<LexiconEntry> &existing, const std::vector<LexiconEntry> &incoming) {
    LexiconImport import;
    std::map<Key, const LexiconEntry *> known;
    for (const LexiconEntry &entry : existing)
        known.emplace(keyAsWritten(entry), &entry);
    LexiconChange gone;
    LexiconChange come;
    std::size_t room =
        existing.size() < engine::text::kMostLexiconEntries ? engine::text::kMostLexiconEntries - existing.size() : 0;
    std::size_t tooMany = 0;
    for (LexiconEntry &entry : usableOf(incoming, import)) {
        const auto found = known.find(keyAsWritten(entry));
        if (found != known.end() && *found->second == entry) {
            ++import.same;
        } else if (found != known.end()) {
            ++import.replaced;
            gone.gone.push_back(*found->second);
            come.come.push_back(std::move(entry));
        } else if (room == 0) {
            ++tooMany;
        } else {
            --room;
            ++import.added;
            come.come.push_back(std::move(entry));
        }
    }
    if (tooMany > 0)
        import.refused.push_back("There is no room for " + std::to_string(tooMany) +
                                 " entries: a lexicon has at most " +
                                 std::to_string(engine::text::kMostLexiconEntries) + ".");
    if (!gone.gone.empty())
        import.changes.push_back(std::move(gone));
    if (!come.come.empty())
        import.changes.push_back(std::move(come));
    return import;
}

} // namespace app::lexicons
