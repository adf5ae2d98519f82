#include "engine/text/shown_parts.h"

#include <algorithm>

#include "engine/text/characters.h"
#include "engine/text/syllable.h"
#include "engine/text/tag_writer.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

class Shown {
public:
    void tags(const std::string &tags, std::size_t writtenTo) {
        if (tags.empty())
            return;
        const std::string text = (m_shown.text.empty() ? "" : " ") + tags + " ";
        add(text, m_writtenTo, std::max(m_writtenTo, writtenTo), false);
    }

    void words(const SpokenText &words) {
        auto reading = words.readings.begin();
        for (const Stretch &stretch : words.stretches) {
            std::size_t at = stretch.from;
            for (; reading != words.readings.end() && reading->at < stretch.to; ++reading) {
                keep(words, stretch, at, reading->at);
                const std::size_t end = std::min(
                    stretch.to, reading->at + std::max<std::size_t>(decodeUtf8(words.text, reading->at).bytes, 1));
                const std::string_view character = std::string_view(words.text).substr(reading->at, end - reading->at);
                if (character == encode(std::u32string_view(&kBareSyllable, 1))) {
                    add("<" + reading->syllable + ">", stretch.writtenFrom, stretch.writtenTo, false);
                } else {
                    keep(words, stretch, reading->at, end);
                    add("(" + reading->syllable + ")", m_writtenTo, m_writtenTo, false);
                }
                at = end;
            }
            keep(words, stretch, at, stretch.to);
        }
    }

    SpokenText take() {
        while (m_shown.text.ends_with(' ') && m_shown.stretches.back().to > m_shown.stretches.back().from + 1) {
            m_shown.text.pop_back();
            Stretch &last = m_shown.stretches.back();
            --last.to;
            last.writtenTo -= last.same ? 1 : 0;
        }
        return std::move(m_shown);
    }

private:
    void keep(const SpokenText &words, const Stretch &stretch, std::size_t from, std::size_t to) {
        const std::string_view text = std::string_view(words.text).substr(from, to - from);
        if (stretch.same)
            add(text, stretch.writtenFrom + from - stretch.from, stretch.writtenFrom + to - stretch.from, true);
        else
            add(text, stretch.writtenFrom, stretch.writtenTo, false);
    }

    void add(std::string_view text, std::size_t writtenFrom, std::size_t writtenTo, bool same) {
        if (text.empty())
            return;
        const std::size_t from = m_shown.text.size();
        m_shown.text += text;
        m_shown.stretches.push_back({from, m_shown.text.size(), writtenFrom, writtenTo, same});
        m_writtenTo = writtenTo;
    }

    SpokenText m_shown;
    std::size_t m_writtenTo = 0;
};

} // namespace

SpokenText shownParts(const std::vector<SpeechPart> &parts) {
    Shown shown;
    TagWriter writer;
    std::string pending; // tags of several parts stand together
    for (const SpeechPart &part : parts) {
        if (const std::string tags = writer.before(part); !tags.empty())
            pending += (pending.empty() ? "" : " ") + tags;
        if (part.isPause())
            continue;
        shown.tags(pending, part.speech.stretches.empty() ? 0 : part.speech.stretches.front().writtenFrom);
        pending.clear();
        shown.words(part.speech);
    }
    shown.tags(pending, 0);
    return shown.take();
}

} // namespace engine::text
