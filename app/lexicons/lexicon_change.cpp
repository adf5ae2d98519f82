#include "app/lexicons/lexicon_change.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/error.h"
#include "engine/text/lexicon_file.h"

namespace app::lexicons {

namespace {

using engine::Json;
using engine::text::LexiconEntry;

std::string keyOf(const LexiconEntry &entry) {
    return Json(engine::text::asJson(entry)).dump();
}

// Which entries go: of equal ones the first.
class Leaving {
public:
    explicit Leaving(const std::vector<LexiconEntry> &gone) {
        for (const LexiconEntry &entry : gone)
            ++m_left[keyOf(entry)];
    }

    bool takes(const LexiconEntry &entry) {
        if (m_left.empty())
            return false;
        const auto found = m_left.find(keyOf(entry));
        if (found == m_left.end())
            return false;
        if (--found->second == 0)
            m_left.erase(found);
        return true;
    }

private:
    std::map<std::string, std::size_t> m_left;
};

// `entryOf` gives what an item says, if that is understood; `itemOf` makes an item.
template <class Item, class EntryOf, class ItemOf>
std::vector<Item> changed(std::vector<Item> items, const LexiconChange &change, EntryOf entryOf, ItemOf itemOf) {
    Leaving leaving(change.gone);
    std::vector<Item> result;
    result.reserve(items.size() + change.come.size());
    std::optional<std::size_t> place; // in `result`
    std::size_t wanted = kAtTheEnd;   // the same, for `at`
    std::size_t number = 0;           // of understood entries
    for (Item &item : items) {
        const std::optional<LexiconEntry> entry = entryOf(item);
        if (entry && number++ == change.at)
            wanted = result.size();
        if (!entry || !leaving.takes(*entry))
            result.push_back(std::move(item));
        else if (!place)
            place = result.size();
    }
    const std::size_t at = std::min(place.value_or(wanted), result.size());
    std::vector<Item> come;
    for (const LexiconEntry &entry : change.come)
        come.push_back(itemOf(entry));
    result.insert(result.begin() + std::ptrdiff_t(at), std::make_move_iterator(come.begin()),
                  std::make_move_iterator(come.end()));
    return result;
}

} // namespace

void applyChange(std::vector<LexiconEntry> &entries, const LexiconChange &change) {
    entries = changed(
        std::move(entries), change, [](const LexiconEntry &entry) { return std::optional(entry); },
        [](const LexiconEntry &entry) { return entry; });
}

void applyChange(Json::Object &file, const LexiconChange &change) {
    Json &entries = file["entries"];
    const auto understood = [](const Json &item) -> std::optional<LexiconEntry> {
        try {
            return engine::text::lexiconEntryIn(item);
        } catch (const engine::Error &) {
            return {};
        }
    };
    entries = changed(entries.isArray() ? entries.array() : Json::Array(), change, understood,
                      [](const LexiconEntry &entry) { return Json(engine::text::asJson(entry)); });
    file.emplace("version", 1);
}

std::vector<LexiconChange> undoOf(const LexiconChange &change, const std::vector<LexiconEntry> &entries) {
    std::vector<LexiconChange> undo;
    if (!change.come.empty())
        undo.push_back({change.come, {}, kAtTheEnd});
    Leaving leaving(change.gone);
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (!leaving.takes(entries[at]))
            continue;
        if (!undo.empty() && undo.back().gone.empty() && undo.back().at + undo.back().come.size() == at)
            undo.back().come.push_back(entries[at]);
        else
            undo.push_back({{}, {entries[at]}, at});
    }
    return undo;
}

} // namespace app::lexicons
