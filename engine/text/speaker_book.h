// The names that tags may use, looked up.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/text/tags.h"

namespace engine::text {

class SpeakerBook {
public:
    // `names` are viewed, not copied.
    explicit SpeakerBook(const SpeakerNames &names);

    // "id" or "id:style"; "" for the voice of the line. `speaking` is the address of the voice that speaks here, ""
    // for that of the line. In this order: main; a style of the voice that speaks; default and Regular, which are its
    // default style; the id of a voice; its name; one of these or main, a colon and a style. None when nothing is
    // called so.
    std::optional<std::string> find(std::string_view written, const std::string &speaking) const;

    // A name that differs from `written` in one letter, of long ones in two; "" when there is none.
    std::string similar(std::string_view written, const std::string &speaking) const;

    // The voice named before the colon of `written` is known.
    bool knowsVoiceOf(std::string_view written) const;
    // Its styles, else those of the voice that speaks: "happy, sad"; "" when there are none.
    std::string stylesFor(std::string_view written, const std::string &speaking) const;

private:
    struct Entry {
        const SpeakerNames::Speaker *speaker;
        std::u32string id; // this and the others in lower case
        std::u32string name;
        std::vector<std::u32string> styles;
    };
    const Entry *voiceCalled(std::string_view name) const;
    const Entry *speakerOf(const std::string &address) const;
    std::optional<std::string> withStyle(const Entry &entry, std::string_view style) const;
    std::string unlessCurrent(std::string address) const;

    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::size_t> m_ids;   // as written
    std::unordered_map<std::string, std::size_t> m_names; // in lower case: ids, then names
    std::string m_current;                                // without ":default"
};

} // namespace engine::text
