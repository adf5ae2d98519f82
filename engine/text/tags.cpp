#include "engine/text/tags.h"

#include <algorithm>

#include "engine/request.h"
#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/text/part_maker.h"
#include "engine/text/speaker_book.h"
#include "engine/text/syllable.h"
#include "engine/text/tag_forms.h"
#include "engine/utf8.h"

namespace engine::text {

namespace {

constexpr std::size_t kLongestTag = 500;       // bytes between the brackets
constexpr std::size_t kLongestName = 32;       // characters of an unknown one
constexpr std::size_t kLongestChineseName = 8; // the same where there are no blanks between words

// Characters whose reading may be a single letter; behind others (a1) is the number of something.
constexpr std::u32string_view kVowels =
    U"阿啊呵嗄吖锕腌恶噁饿俄鹅额蛾鳄厄扼遏鄂噩讹娥峨婀愕颚呃阏哑哦喔噢嚄诶欸嗯呣唔噷"
    U"\x9FFF";

bool isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isAsciiDigit(char c) {
    return c >= '0' && c <= '9';
}

// "[bob]: Hello": bytes of the colon, which is not said.
std::size_t colonOfScript(std::string_view behindTag) {
    constexpr std::string_view wide = "：";
    return behindTag.starts_with(wide) ? wide.size() : behindTag.starts_with(": ") ? 1 : 0;
}

class TagReader {
public:
    TagReader(std::string_view written, const SpeakerNames &names) : m_text(written), m_book(names) {}
    TaggedText read();

private:
    bool escape();
    bool brackets();
    bool braces();
    bool angles();
    bool reading();
    void character();

    std::size_t closing(char opens, char closes) const;
    bool isNameShaped(std::string_view inside, std::size_t close) const;
    bool follow(const TagMeaning &meaning, std::size_t to);
    void changeVoice(std::string address);
    void wrongName(std::string_view name, std::size_t to);
    void wrong(std::size_t to, const std::string &what, const std::string &remedy, const std::string &name = {});
    void skip(std::size_t to);
    Manner manner() const {
        return {m_voice, m_ofTag.speed ? m_ofTag.speed : m_speed, m_ofTag.seed ? m_ofTag.seed : m_seed};
    }

    std::string_view m_text;
    SpeakerBook m_book;
    std::size_t m_at = 0;
    std::string m_voice; // address; "" = of the line
    std::optional<double> m_speed;
    std::optional<std::uint64_t> m_seed;
    Manner m_ofTag;            // the speed and seed of F5's tags, which end at the next voice
    std::size_t m_readEnd = 0; // where the last reading ended
    PartMaker m_parts;
    std::vector<TagWarning> m_warnings;
};

TaggedText TagReader::read() {
    while (m_at < m_text.size()) {
        const char c = m_text[m_at];
        const bool tag = c == '\\'  ? escape()
                         : c == '[' ? brackets()
                         : c == '{' ? braces()
                         : c == '<' ? angles()
                                    : (c == '(' || c == '\xEF') && reading();
        if (!tag)
            character();
    }
    return {m_parts.finish(), std::move(m_warnings)};
}

void TagReader::character() {
    const Utf8Char one = decodeUtf8(m_text, m_at);
    const std::size_t bytes = std::max<std::size_t>(one.bytes, 1);
    m_parts.character(m_text.substr(m_at, bytes), m_at, m_at + bytes, one.bytes > 0 ? one.codePoint : 0xFFFD, manner());
    m_at += bytes;
}

bool TagReader::escape() {
    if (m_at + 1 == m_text.size() || std::string_view("[]{}<>()\\").find(m_text[m_at + 1]) == std::string_view::npos)
        return false;
    ++m_at;
    character();
    return true;
}

// Of what begins here; npos when the line or the longest tag ends before it, or another one begins.
std::size_t TagReader::closing(char opens, char closes) const {
    const std::size_t end = std::min(m_text.size(), m_at + 1 + kLongestTag);
    for (std::size_t at = m_at + 1; at < end; ++at) {
        if (m_text[at] == closes)
            return at;
        if (m_text[at] == opens || m_text[at] == '\n' || m_text[at] == '\r')
            break;
    }
    return m_text.npos;
}

void TagReader::skip(std::size_t to) {
    m_parts.tag(m_at, to);
    m_at = to;
}

void TagReader::wrong(std::size_t to, const std::string &what, const std::string &remedy, const std::string &name) {
    const auto readable = [](const std::string &text) { return encode(decode(text)); };
    if (m_warnings.size() + 1 < kMostTagWarnings)
        m_warnings.push_back({m_at, to, readable(what), readable(remedy), readable(name)});
    else if (m_warnings.size() < kMostTagWarnings)
        m_warnings.push_back({m_at, m_text.size(), "There are more tags like these.", "Correct the first ones.", {}});
    skip(to);
}

void TagReader::wrongName(std::string_view name, std::size_t to) {
    const std::string tag = shownInMessage(m_text.substr(m_at, to - m_at));
    std::string remedy = "Write \\" + tag.substr(0, 1) + " for a bracket that stands in the text.";
    if (const std::string meant = m_book.similar(name, m_voice); !meant.empty())
        remedy = "Perhaps " + tag.substr(0, 1) + meant + tag.substr(tag.size() - 1) + " is meant. " + remedy;
    else if (const std::string styles = m_book.stylesFor(name, m_voice); !styles.empty())
        remedy = "The styles of this voice: " + styles + ". " + remedy;
    wrong(to, "No voice and no style is called \"" + shownInMessage(name) + "\".", remedy, std::string(name));
}

void TagReader::changeVoice(std::string address) {
    m_voice = std::move(address);
    m_ofTag = {};
}

// Whether an unknown name is meant as one, or [ ] are brackets of the text.
bool TagReader::isNameShaped(std::string_view inside, std::size_t close) const {
    const std::u32string name = decode(inside);
    std::u32string letters;
    std::copy_if(name.begin(), name.end(), std::back_inserter(letters),
                 [](char32_t c) { return !(c >= U'0' && c <= U'9'); });
    if (!isSpeakable(encode(letters)))
        return false; // [1], [...], [ ]
    const char before = m_at > 0 ? m_text[m_at - 1] : ' ';
    const char after = close + 1 < m_text.size() ? m_text[close + 1] : ' ';
    if (after == '(')
        return false; // [a link](https://…)
    if (!m_book.similar(inside, m_voice).empty() || m_book.knowsVoiceOf(inside))
        return true;
    if (isAsciiLetter(before) || isAsciiDigit(before) || (name.size() == 1 && isAsciiLetter(after)))
        return false; // walk[ed], list[i], [T]hey
    if (isAsciiDigit(inside.front()))
        return false; // [10:30am]
    if (name.size() > kLongestName || (hasChinese(name) && name.size() > kLongestChineseName))
        return false;
    return std::all_of(name.begin(), name.end(), [](char32_t c) {
        return c < 0x80 ? isAsciiLetter(char(c)) || isAsciiDigit(char(c)) ||
                              std::u32string_view(U"_-.':").find(c) != std::u32string_view::npos
                        : isSpeakable(encode(std::u32string_view(&c, 1)));
    });
}

bool TagReader::brackets() {
    const std::size_t close = closing('[', ']');
    if (close == m_text.npos) {
        std::size_t end = m_at + 1;
        while (end < m_text.size() && end - m_at <= 64 &&
               std::string_view(" \t\r\n[]{}<>,.!?").find(m_text[end]) == std::string_view::npos)
            ++end;
        const std::string_view name = m_text.substr(m_at + 1, end - m_at - 1);
        if (name.empty() || !m_book.find(name, m_voice))
            return false;
        wrong(end, "The tag [" + shownInMessage(name) + " has no closing ].", "Write [" + shownInMessage(name) + "].");
        return true;
    }
    const std::string_view inside = m_text.substr(m_at + 1, close - m_at - 1);
    if (auto address = m_book.find(inside, m_voice); address && !inside.empty()) {
        changeVoice(std::move(*address));
        skip(close + 1 + colonOfScript(m_text.substr(close + 1)));
        return true;
    }
    if (!isNameShaped(inside, close))
        return false;
    wrongName(inside, close + 1);
    return true;
}

bool TagReader::braces() {
    const std::size_t close = closing('{', '}');
    if (close != m_text.npos)
        return follow(readBraces(m_text.substr(m_at + 1, close - m_at - 1)), close + 1);
    const std::size_t length = unclosedBraces(m_text.substr(m_at + 1, kLongestTag));
    if (length == 0)
        return false;
    wrong(m_at + 1 + length, "The tag " + shownInMessage(m_text.substr(m_at, 1 + length)) + " has no closing }.",
          "Write a } behind it, such as {pause 500ms}.");
    return true;
}

bool TagReader::angles() {
    const std::size_t close = closing('<', '>');
    if (close != m_text.npos)
        return follow(readAngles(m_text.substr(m_at + 1, close - m_at - 1)), close + 1);
    const std::size_t length = unclosedAngles(m_text.substr(m_at + 1, kLongestTag));
    if (length == 0)
        return false;
    wrong(m_at + 1 + length, "The tag " + shownInMessage(m_text.substr(m_at, 1 + length)) + " has no closing >.",
          "Write a > behind it, or \\< for a sign that stands in the text.");
    return true;
}

// Does what a tag says, which ends before `to`. False when it is none.
bool TagReader::follow(const TagMeaning &meaning, std::size_t to) {
    switch (meaning.kind) {
    case TagMeaning::Words:
        return false;
    case TagMeaning::Wrong:
        wrong(to, meaning.what, meaning.remedy);
        return true;
    case TagMeaning::Pause:
        if (m_parts.pause(meaning.seconds))
            break;
        wrong(to, "These pauses together are longer than 60 seconds.", "Keep the sum of them to 60 seconds.");
        return true;
    case TagMeaning::Speed:
        m_speed = meaning.speed;
        m_ofTag.speed.reset();
        break;
    case TagMeaning::Seed:
        m_seed = meaning.seed;
        m_ofTag.seed.reset();
        break;
    case TagMeaning::Name:
    case TagMeaning::Json: {
        std::optional<std::string> address = m_voice;
        if (!meaning.name.empty())
            address = m_book.find(meaning.name, m_voice);
        if (!address) {
            wrongName(meaning.name, to);
            return true;
        }
        changeVoice(std::move(*address));
        m_ofTag.speed = meaning.speed;
        m_ofTag.seed = meaning.seed;
        if (meaning.what.empty())
            break;
        wrong(to, meaning.what, meaning.remedy);
        return true;
    }
    case TagMeaning::Syllables:
        for (const std::string &syllable : meaning.syllables)
            m_parts.syllable(syllable, m_at, to, manner());
        m_at = to;
        return true;
    case TagMeaning::Nothing:
        break;
    }
    skip(to);
    return true;
}

// 字(zi4), also with full-width brackets.
bool TagReader::reading() {
    constexpr std::string_view wideOpen = "（";
    constexpr std::string_view wideClose = "）";
    const bool again = m_readEnd == m_at && m_at > 0;
    const bool wide = m_text.substr(m_at).starts_with(wideOpen);
    if ((m_text[m_at] != '(' && !wide) || !(m_parts.isBehindChinese() || again))
        return false;
    const std::size_t from = m_at + (wide ? wideOpen.size() : 1);
    std::size_t close = from;
    const auto isPart = [&](char c) {
        return (c >= 'a' && c <= 'z') || isAsciiDigit(c) || c == ' ' || c == ':' || c == '\xC3' || c == '\xBC';
    };
    while (close < m_text.size() && close - from < kLongestTag && isPart(m_text[close]))
        ++close;
    const std::string_view rest = m_text.substr(close);
    const std::size_t to = close + (rest.starts_with(wideClose) ? wideClose.size() : 1);
    if (!rest.starts_with(wideClose) && !rest.starts_with(')'))
        return false;
    const std::vector<Syllable> syllables = readSyllables(m_text.substr(from, close - from));
    const auto spelled = std::count_if(syllables.begin(), syllables.end(), [](const Syllable &s) { return s.spelled; });
    if (spelled == 0)
        return false; // (v2), (mp3)
    const std::string tag = shownInMessage(m_text.substr(m_at, to - m_at));
    if (syllables.size() == 1 && syllables.front().spelling.size() == 2 &&
        (again || kVowels.find(m_parts.lastChinese()) == kVowels.npos))
        return false; // 附录(a1)
    if (!std::all_of(syllables.begin(), syllables.end(), [](const Syllable &s) { return s.possible; }))
        wrong(to, tag + " is no pinyin with tones from 1 to 5.",
              "Write the tone behind each syllable: 银行(yin2 hang2).");
    else if (again)
        wrong(to, "Before " + tag + " stands another reading.", "Write one reading for each character.");
    else if (!m_parts.read(syllables))
        wrong(to, tag + " has more syllables than there are Chinese characters before it.",
              "Write one syllable for each character: 银行(yin2 hang2).");
    else
        skip(to);
    m_readEnd = m_at;
    return true;
}

} // namespace

TaggedText readTags(std::string_view written, const SpeakerNames &names) {
    return TagReader(written, names).read();
}

} // namespace engine::text
