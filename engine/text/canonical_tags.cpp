#include <algorithm>

#include "engine/error.h"
#include "engine/text/characters.h"
#include "engine/text/syllable.h"
#include "engine/text/tag_forms.h"
#include "engine/text/tag_writer.h"
#include "engine/text/tags.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

constexpr std::string_view kEscaped = "\\[{<(";
constexpr std::string_view kMain = "main";
constexpr std::string_view kCalledMain = "main:default"; // a voice with that id

void writeWords(const SpokenText &speech, std::string &out) {
    const std::string bare = encode(std::u32string_view(&kBareSyllable, 1));
    auto reading = speech.readings.begin();
    for (std::size_t at = 0; at < speech.text.size();) {
        const std::size_t bytes = std::max<std::size_t>(decodeUtf8(speech.text, at).bytes, 1);
        const std::string_view character = std::string_view(speech.text).substr(at, bytes);
        while (reading != speech.readings.end() && reading->at < at)
            ++reading;
        const bool read = reading != speech.readings.end() && reading->at == at;
        if (read && character == bare) {
            out += "<" + reading->syllable + ">";
        } else {
            if (kEscaped.find(character) != kEscaped.npos)
                out += '\\';
            out += character;
            if (read)
                out += "(" + reading->syllable + ")";
        }
        at += bytes;
    }
}

class CanonicalReader {
public:
    explicit CanonicalReader(std::string_view text) : m_text(text) {}
    std::vector<SpeechPart> read();

private:
    void character();
    void voice();
    void braces();
    void bareSyllable();
    void reading();

    // What stands between here and `closes`; moves behind it.
    std::string_view inside(char closes);
    std::string syllable(char closes);
    void add(std::string_view bytes, std::size_t from, bool same);
    void endPart();
    [[noreturn]] void refuse() const {
        throw badInput("The prepared text is damaged at byte " + std::to_string(m_at + 1) + ".",
                       "Prepare the line again from what was written.");
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    SpeechPart m_part;                      // being gathered
    std::optional<std::size_t> m_canBeRead; // the character before, which has no reading yet
    std::vector<SpeechPart> m_parts;
    std::string m_voice;
    std::optional<double> m_speed;
    std::optional<std::uint64_t> m_seed;
};

std::vector<SpeechPart> CanonicalReader::read() {
    while (m_at < m_text.size()) {
        switch (m_text[m_at]) {
        case '[':
            voice();
            break;
        case '{':
            braces();
            break;
        case '<':
            bareSyllable();
            break;
        case '(':
            reading();
            break;
        default:
            character();
        }
    }
    endPart();
    return std::move(m_parts);
}

std::string_view CanonicalReader::inside(char closes) {
    const std::size_t close = m_text.find_first_of(std::string{closes, '\n'}, m_at + 1);
    if (close == m_text.npos || m_text[close] != closes)
        refuse();
    const std::string_view result = m_text.substr(m_at + 1, close - m_at - 1);
    m_at = close + 1;
    return result;
}

void CanonicalReader::add(std::string_view bytes, std::size_t from, bool same) {
    SpokenText &speech = m_part.speech;
    if (speech.text.empty()) {
        m_part.voice = m_voice;
        m_part.speed = m_speed;
        m_part.seed = m_seed;
    }
    const std::size_t at = speech.text.size();
    speech.text += bytes;
    if (same && at > 0 && speech.stretches.back().same && speech.stretches.back().writtenTo == from) {
        speech.stretches.back().to += bytes.size();
        speech.stretches.back().writtenTo += bytes.size();
    } else {
        speech.stretches.push_back({at, speech.text.size(), from, same ? from + bytes.size() : m_at, same});
    }
}

void CanonicalReader::endPart() {
    if (!m_part.speech.text.empty())
        m_parts.push_back(std::move(m_part));
    m_part = {};
    m_canBeRead.reset();
}

void CanonicalReader::character() {
    if (m_text[m_at] == '\\') {
        ++m_at;
        if (m_at == m_text.size() || kEscaped.find(m_text[m_at]) == kEscaped.npos)
            refuse();
    }
    const std::size_t bytes = std::max<std::size_t>(decodeUtf8(m_text, m_at).bytes, 1);
    m_canBeRead = m_part.speech.text.size();
    const std::size_t from = m_at;
    m_at += bytes;
    add(m_text.substr(from, bytes), from, true);
}

void CanonicalReader::voice() {
    std::string address(inside(']'));
    if (address.empty() || address.find_first_of("[\\") != address.npos)
        refuse();
    endPart();
    m_voice = address == kMain ? "" : address == kCalledMain ? std::string(kMain) : std::move(address);
}

void CanonicalReader::braces() {
    const std::size_t from = m_at;
    const TagMeaning meaning = readBraces(inside('}'));
    endPart();
    switch (meaning.kind) {
    case TagMeaning::Pause:
        m_parts.emplace_back().pauseSeconds = meaning.seconds;
        break;
    case TagMeaning::Speed:
        m_speed = meaning.speed;
        break;
    case TagMeaning::Seed:
        m_seed = meaning.seed;
        break;
    default:
        m_at = from;
        refuse();
    }
}

std::string CanonicalReader::syllable(char closes) {
    const std::size_t from = m_at;
    const std::vector<Syllable> syllables = readSyllables(inside(closes));
    // A lexicon may know syllables that we do not.
    if (syllables.size() != 1 || syllables.front().spelling.back() < '1' || syllables.front().spelling.back() > '5') {
        m_at = from;
        refuse();
    }
    return syllables.front().spelling;
}

void CanonicalReader::bareSyllable() {
    const std::size_t from = m_at;
    const std::string spelling = syllable('>');
    m_part.speech.readings.push_back({m_part.speech.text.size(), spelling});
    add(encode(std::u32string_view(&kBareSyllable, 1)), from, false);
    m_canBeRead.reset();
}

void CanonicalReader::reading() {
    if (!m_canBeRead)
        refuse();
    m_part.speech.readings.push_back({*m_canBeRead, syllable(')')});
    m_canBeRead.reset();
}

} // namespace

std::string canonical(const std::vector<SpeechPart> &parts) {
    std::string out;
    TagWriter tags;
    for (const SpeechPart &part : parts) {
        out += tags.before(part);
        writeWords(part.speech, out);
    }
    return out;
}

std::vector<SpeechPart> readCanonical(std::string_view text) {
    return CanonicalReader(text).read();
}

} // namespace engine::text
