#include "engine/text/line_preparation.h"

#include <algorithm>

#include "engine/request.h"
#include "engine/text/characters.h"
#include "engine/text/shown_parts.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

std::string idOf(const std::string &address) {
    return address.substr(0, address.find(':'));
}

SpokenText preparedPart(const SpeechPart &part, const PreparationSettings &settings) {
    std::vector<std::shared_ptr<const Lexicon>> lexicons;
    const auto ofVoice = settings.voiceLexicons.find(idOf(part.voice.empty() ? settings.names.current : part.voice));
    if (ofVoice != settings.voiceLexicons.end() && ofVoice->second)
        lexicons.push_back(ofVoice->second);
    if (settings.lexicon)
        lexicons.push_back(settings.lexicon);
    SpokenText text = part.speech;
    if (!lexicons.empty())
        text = replaced(text, applied(text, lexicons));
    if (settings.normalizer)
        text = replaced(text, normalize(text, *settings.normalizer));
    return text;
}

void append(SpokenText &text, const SpokenText &more) {
    const std::size_t at = text.text.size();
    text.text += more.text;
    for (Reading reading : more.readings) {
        reading.at += at;
        text.readings.push_back(std::move(reading));
    }
    for (Stretch stretch : more.stretches) {
        stretch.from += at;
        stretch.to += at;
        text.stretches.push_back(stretch);
    }
}

// Words of two parts that have become one stay apart.
void appendWords(SpokenText &text, const SpokenText &more) {
    const auto isAscii = [](char c) { return (c & 0x80) == 0 && c != ' '; };
    if (isAscii(text.text.back()) && isAscii(more.text.front())) {
        const std::size_t written = text.stretches.empty() ? 0 : text.stretches.back().writtenTo;
        append(text, {" ", {}, {{0, 1, written, written, false}}});
    }
    append(text, more);
}

class PartList {
public:
    void add(SpeechPart part) {
        SpeechPart *last = m_parts.empty() ? nullptr : &m_parts.back();
        if (part.isPause()) {
            if (last && last->isPause())
                last->pauseSeconds = std::min(last->pauseSeconds + part.pauseSeconds, kLongestPause);
            else
                m_parts.push_back(std::move(part));
        } else if (last && !last->isPause() && last->voice == part.voice && last->speed == part.speed &&
                   last->seed == part.seed) {
            appendWords(last->speech, part.speech);
        } else {
            m_parts.push_back(std::move(part));
        }
    }
    // The end of a sentence belongs to it, whoever says it.
    void addSigns(const SpokenText &signs) {
        if (!m_parts.empty() && !m_parts.back().isPause())
            append(m_parts.back().speech, signs);
    }
    std::vector<SpeechPart> take() { return std::move(m_parts); }

private:
    std::vector<SpeechPart> m_parts;
};

std::string_view withoutOuterSpace(std::string_view text) {
    const std::u32string characters = decode(text);
    if (findInvalidUtf8(text) != text.npos)
        return text;
    for (auto c = characters.begin(); c != characters.end() && isSpace(*c); ++c)
        text.remove_prefix(std::size_t(encodedBytes(*c)));
    for (auto c = characters.rbegin(); c != characters.rend() && !text.empty() && isSpace(*c); ++c)
        text.remove_suffix(std::size_t(encodedBytes(*c)));
    return text;
}

bool isAsWritten(const std::vector<SpeechPart> &parts, std::string_view written) {
    if (parts.empty())
        return isBlankText(written);
    const SpeechPart &part = parts.front();
    return parts.size() == 1 && part.voice.empty() && !part.speed && !part.seed && part.speech.readings.empty() &&
           part.speech.text == withoutOuterSpace(written);
}

} // namespace

bool saysAsWritten(const std::string &spoken, std::string_view written) {
    return isAsWritten(readCanonical(spoken), written);
}

SpeakerNames speakersOf(const std::vector<Voice> &voices, const std::string &current) {
    SpeakerNames names;
    names.current = current;
    for (const Voice &voice : voices) {
        SpeakerNames::Speaker &speaker = names.speakers.emplace_back();
        speaker.id = voice.id;
        speaker.name = voice.name;
        for (const VoiceStyle &style : voice.styles)
            speaker.styles.push_back(style.name);
    }
    return names;
}

std::vector<std::string> PreparedLine::otherVoices() const {
    std::vector<std::string> addresses;
    for (const SpeechPart &part : parts)
        if (!part.voice.empty() && std::find(addresses.begin(), addresses.end(), part.voice) == addresses.end())
            addresses.push_back(part.voice);
    return addresses;
}

PreparedLine prepareLine(std::string_view written, const PreparationSettings &settings) {
    PreparedLine line;
    TaggedText tagged;
    if (settings.tags)
        tagged = readTags(written, settings.names);
    else if (!written.empty())
        tagged.parts.emplace_back().speech =
            asWritten(withoutOuterSpace(written), std::size_t(withoutOuterSpace(written).data() - written.data()));
    PartList parts;
    for (SpeechPart &part : tagged.parts) {
        const bool words = !part.isPause();
        if (words)
            part.speech = preparedPart(part, settings);
        if (words && !isSpeakable(part.speech.text))
            parts.addSigns(part.speech);
        else
            parts.add(std::move(part));
    }
    line.parts = parts.take();
    line.warnings = std::move(tagged.warnings);
    line.spoken = canonical(line.parts);
    line.shown = shownParts(line.parts);
    line.changed = !isAsWritten(line.parts, written);
    return line;
}

} // namespace engine::text
