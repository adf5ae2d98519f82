#include "engine/text/part_maker.h"

#include <algorithm>

#include "engine/request.h"
#include "engine/text/characters.h"
#include "engine/text/chinese.h"

namespace engine::text {

bool PartMaker::open(bool blank, const Manner &manner) {
    std::string &text = m_part.speech.text;
    const bool other = m_part.voice != manner.voice || m_part.speed != manner.speed || m_part.seed != manner.seed;
    if (blank && (text.empty() || (other && m_seam)))
        return false;
    if (other || text.empty()) {
        close();
        m_part.voice = manner.voice;
        m_part.speed = manner.speed;
        m_part.seed = manner.seed;
    }
    return true;
}

void PartMaker::add(std::string_view bytes, Range written, bool same) {
    std::string &text = m_part.speech.text;
    std::vector<Stretch> &stretches = m_part.speech.stretches;
    const std::size_t from = text.size();
    text += bytes;
    if (same && !stretches.empty() && stretches.back().same && stretches.back().writtenTo == written.from) {
        stretches.back().to = text.size();
        stretches.back().writtenTo = written.to;
    } else {
        stretches.push_back({from, text.size(), written.from, written.to, same});
    }
}

void PartMaker::character(std::string_view bytes, std::size_t from, std::size_t to, char32_t c, const Manner &manner) {
    const bool blank = isSpace(c);
    if (!open(blank, manner))
        return;
    const std::string &text = m_part.speech.text;
    if (m_seam && !text.empty()) {
        const auto isNarrow = [](char32_t one) { return one < 0x2E80 && !isSpace(one); };
        if (blank && isSpace(m_lastCharacter))
            return;
        if (isSpace(m_lastCharacter) && std::u32string_view(U",.!?;:，。！？；：").find(c) != std::u32string_view::npos)
            dropBlanksAtEnd();
        // Words that only a tag kept apart stay apart.
        if (isNarrow(m_lastCharacter) && isNarrow(c) && isSpeakable(bytes))
            add(" ", *m_seam, false);
    }
    m_seam.reset();
    if (!isChinese(c))
        m_chinese.clear();
    else
        m_chinese.push_back(text.size());
    add(bytes, {from, to}, true);
    m_lastCharacter = c;
    if (!blank)
        m_solidEnd = text.size();
}

void PartMaker::syllable(const std::string &spelling, std::size_t from, std::size_t to, const Manner &manner) {
    open(false, manner);
    m_seam.reset();
    m_chinese.clear();
    m_part.speech.readings.push_back({m_part.speech.text.size(), spelling});
    add(encode(std::u32string_view(&kBareSyllable, 1)), {from, to}, false);
    m_lastCharacter = kBareSyllable;
    m_solidEnd = m_part.speech.text.size();
}

bool PartMaker::read(const std::vector<Syllable> &readings) {
    if (readings.size() > m_chinese.size())
        return false;
    std::size_t character = m_chinese.size() - readings.size();
    for (const Syllable &reading : readings)
        m_part.speech.readings.push_back({m_chinese[character++], reading.spelling});
    return true;
}

void PartMaker::tag(std::size_t from, std::size_t to) {
    m_seam = m_seam ? Range{m_seam->from, to} : Range{from, to};
    m_chinese.clear();
}

bool PartMaker::pause(double seconds) {
    if (seconds == 0)
        return true;
    close();
    if (m_parts.empty() || !m_parts.back().isPause()) {
        m_parts.emplace_back().pauseSeconds = seconds;
        return true;
    }
    double &sum = m_parts.back().pauseSeconds;
    sum += seconds;
    const bool fits = sum <= kLongestPause;
    sum = std::min(sum, kLongestPause);
    return fits;
}

void PartMaker::dropBlanksAtEnd() {
    SpokenText &speech = m_part.speech;
    speech.text.resize(m_solidEnd);
    while (!speech.stretches.empty() && speech.stretches.back().from >= m_solidEnd)
        speech.stretches.pop_back();
    if (!speech.stretches.empty() && speech.stretches.back().to > m_solidEnd) {
        Stretch &last = speech.stretches.back();
        last.writtenTo -= last.to - m_solidEnd;
        last.to = m_solidEnd;
    }
}

void PartMaker::close() {
    dropBlanksAtEnd();
    if (!m_part.speech.text.empty())
        m_parts.push_back(std::move(m_part));
    m_part = {};
    m_solidEnd = 0;
    m_lastCharacter = 0;
    m_chinese.clear();
}

std::vector<SpeechPart> PartMaker::finish() {
    close();
    return std::move(m_parts);
}

} // namespace engine::text
