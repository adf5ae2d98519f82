#include "engine/text/speaker_book.h"

#include <algorithm>
#include <cstddef>

#include "engine/text/characters.h"
#include "engine/voice.h"

namespace engine::text {

namespace {

std::u32string loweredCharacters(std::string_view text) {
    std::u32string characters = decode(text);
    std::transform(characters.begin(), characters.end(), characters.begin(), lowerCase);
    return characters;
}

std::string loweredName(std::string_view text) {
    return encode(loweredCharacters(text));
}

std::string_view withoutBlanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// Before and after the colon, which may be full-width.
struct Halves {
    std::string_view voice;
    std::string_view style;
    bool colon = false;
};

Halves halvesOf(std::string_view name) {
    constexpr std::string_view wide = "：";
    const std::size_t narrowAt = name.find(':');
    const std::size_t at = std::min(narrowAt, name.find(wide));
    if (at == name.npos)
        return {withoutBlanks(name), {}, false};
    return {withoutBlanks(name.substr(0, at)), withoutBlanks(name.substr(at + (at == narrowAt ? 1 : wide.size()))),
            true};
}

bool meansDefault(std::string_view style) {
    return style == kDefaultStyle || style == "regular";
}

// Letters to add, take away or exchange, or `most` + 1 when there are more.
std::size_t difference(std::u32string_view a, std::u32string_view b, std::size_t most) {
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most)
        return most + 1;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

SpeakerBook::SpeakerBook(const SpeakerNames &names) {
    m_entries.reserve(names.speakers.size());
    for (const SpeakerNames::Speaker &speaker : names.speakers) {
        Entry entry{&speaker, loweredCharacters(speaker.id), loweredCharacters(speaker.name), {}};
        for (const std::string &style : speaker.styles)
            entry.styles.push_back(loweredCharacters(style));
        m_ids.emplace(speaker.id, m_entries.size());
        m_names.emplace(encode(entry.id), m_entries.size());
        m_entries.push_back(std::move(entry));
    }
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (!m_entries[i].name.empty())
            m_names.emplace(encode(m_entries[i].name), i);
    const std::size_t colon = names.current.find(':');
    m_current = names.current.substr(0, colon);
    if (colon != std::string::npos && names.current.substr(colon + 1) != kDefaultStyle)
        m_current = names.current;
}

const SpeakerBook::Entry *SpeakerBook::voiceCalled(std::string_view name) const {
    if (const auto id = m_ids.find(std::string(name)); id != m_ids.end())
        return &m_entries[id->second];
    const auto found = m_names.find(loweredName(name));
    return found == m_names.end() ? nullptr : &m_entries[found->second];
}

const SpeakerBook::Entry *SpeakerBook::speakerOf(const std::string &address) const {
    const std::string &whole = address.empty() ? m_current : address;
    const auto id = m_ids.find(whole.substr(0, whole.find(':')));
    return id == m_ids.end() ? nullptr : &m_entries[id->second];
}

std::optional<std::string> SpeakerBook::withStyle(const Entry &entry, std::string_view style) const {
    const std::vector<std::string> &written = entry.speaker->styles;
    auto found = std::find(written.begin(), written.end(), style);
    if (found == written.end()) {
        const auto lower = std::find(entry.styles.begin(), entry.styles.end(), loweredCharacters(style));
        if (lower == entry.styles.end())
            return std::nullopt;
        found = written.begin() + (lower - entry.styles.begin());
    }
    return unlessCurrent(entry.speaker->id + ":" + *found);
}

std::string SpeakerBook::unlessCurrent(std::string address) const {
    return address == m_current ? "" : address;
}

std::optional<std::string> SpeakerBook::find(std::string_view written, const std::string &speaking) const {
    const std::string_view name = withoutBlanks(written);
    const std::string lower = loweredName(name);
    if (lower == "main")
        return "";
    if (const Entry *speaker = speakerOf(speaking)) {
        if (auto address = withStyle(*speaker, name))
            return address;
        if (meansDefault(lower))
            return unlessCurrent(speaker->speaker->id);
    } else if (meansDefault(lower)) {
        const std::string &whole = speaking.empty() ? m_current : speaking;
        return unlessCurrent(whole.substr(0, whole.find(':')));
    }
    if (const Entry *voice = voiceCalled(name))
        return unlessCurrent(voice->speaker->id);
    const Halves halves = halvesOf(name);
    const Entry *voice = loweredName(halves.voice) == "main" ? speakerOf("") : voiceCalled(halves.voice);
    if (!halves.colon || !voice)
        return std::nullopt;
    const std::string_view style = halves.style;
    if (auto address = withStyle(*voice, style))
        return address;
    if (meansDefault(loweredName(style)))
        return unlessCurrent(voice->speaker->id);
    return std::nullopt;
}

std::string SpeakerBook::similar(std::string_view written, const std::string &speaking) const {
    const std::u32string wanted = loweredCharacters(withoutBlanks(written));
    std::string best;
    std::size_t least = wanted.size() >= 6 ? 3 : wanted.size() >= 3 ? 2 : 0; // one more than may differ
    if (least == 0)
        return best;
    const auto consider = [&](const std::u32string &name, const std::string &shown) {
        const std::size_t differs = difference(wanted, name, least - 1);
        if (differs < least) {
            least = differs;
            best = shown;
        }
    };
    if (const Entry *entry = speakerOf(speaking))
        for (std::size_t i = 0; i < entry->styles.size(); ++i)
            consider(entry->styles[i], entry->speaker->styles[i]);
    const bool withStyle = wanted.find(U':') != wanted.npos;
    for (const Entry &entry : m_entries) {
        consider(entry.id, entry.speaker->id);
        consider(entry.name, entry.speaker->name);
        for (std::size_t i = 0; withStyle && i < entry.styles.size(); ++i)
            consider(entry.id + U':' + entry.styles[i], entry.speaker->id + ":" + entry.speaker->styles[i]);
    }
    return best;
}

bool SpeakerBook::knowsVoiceOf(std::string_view written) const {
    const Halves halves = halvesOf(written);
    return halves.colon && voiceCalled(halves.voice);
}

std::string SpeakerBook::stylesFor(std::string_view written, const std::string &speaking) const {
    const Halves halves = halvesOf(written);
    const Entry *entry = halves.colon ? voiceCalled(halves.voice) : nullptr;
    if (!entry)
        entry = speakerOf(speaking);
    std::string list;
    if (entry)
        for (const std::string &style : entry->speaker->styles)
            list += (list.empty() ? "" : ", ") + style;
    return list;
}

} // namespace engine::text
