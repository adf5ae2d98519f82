#include "engine/text/normalizer.h"

#include <algorithm>
#include <utility>

#include "engine/text/characters.h"
#include "engine/text/normalizer_rules.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

bool isWordSign(char32_t c) {
    return isAlphanumeric(c) || isHan(c);
}

char32_t firstOf(const std::string &text) {
    return text.empty() ? U'\0' : decode(text.substr(0, 4)).front();
}

char32_t lastOf(const std::string &text) {
    if (text.empty())
        return U'\0';
    std::size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
        --begin;
    return decode(text.substr(begin)).front();
}

// Goes through the line once. Blanks wait until it is known what follows them.
class Normalizing {
public:
    explicit Normalizing(const WrittenLine &line) : m_line(line) {}

    std::vector<Replacement> run() {
        std::size_t at = 0;
        while (at < m_line.size())
            at = step(at);
        if (m_done < m_line.bytes())
            m_result.push_back({m_done, m_line.bytes(), ""});
        if (m_last == U' ') // what followed says nothing
            for (auto said = m_result.rbegin(); said != m_result.rend(); ++said)
                if (!said->by.empty()) {
                    said->by.erase(said->by.find_last_not_of(' ') + 1);
                    break;
                }
        return std::move(m_result);
    }

private:
    std::size_t step(std::size_t at) {
        const char32_t c = m_line.at(at);
        if (m_line.isGiven(at))
            return keep(at, at + 1);
        if (isSpace(c)) {
            if (!std::exchange(m_blank, true))
                m_blankAt = at;
            return m_line.afterBlanks(at);
        }
        if (const std::size_t end = silence(at))
            return end;
        if (isSecondComma(c))
            return say(at, at + 1, "");
        const Found found = read(at);
        if ((c == U'，' || c == U'！' || c == U'？' || found.text == "，") &&
            isInEnglish(at, found ? found.end : at + 1))
            return sayPlain(at, found);
        if (found)
            return say(at, found.end, found.text);
        if (isLatin(c) || isHan(c)) {
            std::size_t wordEnd = at + 1;
            if (const Found repeats = readRepeats(m_line, at, wordEnd))
                return say(at, repeats.end, repeats.text);
            return keep(at, wordEnd);
        }
        return keep(at, at + 1);
    }

    // A full-width sign behind English, which no Chinese follows.
    bool isInEnglish(std::size_t at, std::size_t end) const {
        const std::size_t next = m_line.afterBlanks(end);
        const char32_t c = m_line.at(next);
        if (!isLatin(m_last) || isHan(c))
            return false;
        const char32_t said = m_line.isGiven(next) || isSpace(c) || c == 0 ? U'\0' : firstOf(read(next).text);
        if (isHan(said))
            return false;
        const std::string word = m_line.wordBefore(at);
        const bool small = word.size() > 1 &&
                           std::all_of(word.begin(), word.end(), [](char letter) { return isSmall(char32_t(letter)); });
        return m_saidEnglish || small || isLatin(said) || !m_line.isChinese(at, end);
    }

    // A comma that what was left out has put behind another one.
    bool isSecondComma(char32_t c) const {
        return (c == U',' || c == U'，') && (m_lastSign == U',' || m_lastSign == U'，');
    }

    std::size_t sayPlain(std::size_t at, const Found &found) {
        const std::size_t end = found ? found.end : at + 1;
        std::string text = m_line.at(at) == U'，' || found.text == "，" ? "," : "";
        const std::string sign = found ? found.text : encode(std::u32string(1, m_line.at(at)));
        if (sign.find("？") != std::string::npos)
            text += "?";
        if (sign.find("！") != std::string::npos)
            text += "!";
        if (end < m_line.size() && !isSpace(m_line.at(end)))
            text += " ";
        return say(at, end, text);
    }

    Found read(std::size_t at) const {
        const char32_t c = m_line.at(at);
        if (isHan(c))
            return {};
        const bool letter = isLatin(c);
        if (letter && isAlphanumeric(m_line.before(at)))
            return {};
        for (const auto rule : {readAddress, readTelephone, readDate, readTime, readMoney, readNumber})
            if (Found found = rule(m_line, at))
                return found;
        return letter ? readWord(m_line, at) : readSign(m_line, at);
    }

    // Pictures, and the blanks between and around them, say nothing; a clause that they end gets a sign. 0 = none here.
    std::size_t silence(std::size_t at) {
        const auto pictureAt = [this](std::size_t i) {
            return i < m_line.size() && !m_line.isGiven(i) ? readPicture(m_line, i).end : 0;
        };
        std::size_t end = pictureAt(at);
        if (end == 0)
            return 0;
        bool blanks = m_blank;
        const bool heart = (m_line.at(at) == U'❤' || m_line.at(at) == U'♥') && m_blank;
        while (true) {
            const std::size_t next = m_line.afterBlanks(end);
            blanks = blanks || next > end;
            end = next;
            const std::size_t more = isSecondComma(m_line.at(end)) ? end + 1 : pictureAt(end);
            if (more == 0)
                break;
            end = more;
        }
        const char32_t next = m_line.at(end);
        if (heart && m_line.before(end) == U' ' && isLatin(next) && isOneOf(wordBefore(m_line, at), "i we you they"))
            return say(at, end, "love ");
        const bool chinese = isHan(m_last);
        std::string text;
        if (end == m_line.size())
            text = isWordSign(m_last) ? chinese ? "。" : "." : "";
        else if (m_last == 0 || View(U",.!?;:，。！？、…)」》】”").find(next) != View::npos)
            text = "";
        else if (isWordSign(m_last))
            text = chinese ? "，" : ", ";
        else if (m_last < 0x80 && m_last != U'(' && m_last != U'"')
            text = blanks ? " " : "";
        m_blank = m_blank && !text.empty();
        return say(at, end, text);
    }

    // [at, end) stays as it is.
    std::size_t keep(std::size_t at, std::size_t end) {
        if (m_blank) {
            const bool joined = m_last == 0 || m_last == U' ' || (m_saidChinese && isMeasured(m_line, at));
            sayBlank(at, joined);
        }
        for (std::size_t i = at; i < end; ++i) {
            if (m_done < m_line.byteBegin(i))
                m_result.push_back({m_done, m_line.byteBegin(i), ""});
            m_done = m_line.byteEnd(i);
        }
        m_last = m_line.at(end - 1);
        m_lastSign = m_last;
        m_saidChinese = m_saidEnglish = false;
        return end;
    }

    // [at, end), and the blanks before it, are said as `text`.
    std::size_t say(std::size_t at, std::size_t end, std::string text) {
        if (m_blank && text.empty())
            return end; // what was left out is one of the blanks
        const char32_t first = firstOf(text);
        const std::size_t byteEnd = m_line.byteEnd(end - 1);
        if (m_blank) {
            const bool joined =
                first == U' ' || (isHan(first) && isHan(m_last) && !m_saidChinese) || m_last == 0 || m_last == U' ';
            if (!joined && View(U",.，。").find(first) == View::npos)
                sayBlank(at, false);
            m_blank = false;
        } else if (isAlphanumeric(first) && (isAlphanumeric(m_last) || m_last == U')')) {
            text.insert(0, " ");
        } else if (first == U' ' && (m_last == U' ' || m_last == 0)) {
            text.erase(0, 1);
        }
        const char32_t next = m_line.at(end);
        char32_t last = lastOf(text);
        if (isAlphanumeric(last) && isAlphanumeric(next))
            text += ' ';
        else if (last == U' ' && (isSpace(next) || end == m_line.size()))
            text.pop_back();
        m_result.push_back({m_done, byteEnd, text});
        m_done = byteEnd;
        if (!text.empty()) {
            m_last = lastOf(text);
            m_lastSign = m_last == U' ' ? lastOf(text.substr(0, text.size() - 1)) : m_last;
            m_saidChinese = isHan(m_last);
            m_saidEnglish = isLatin(m_last);
        }
        return end;
    }

    // The blanks that wait, which end before `at`.
    void sayBlank(std::size_t at, bool joined) {
        m_blank = false;
        const std::size_t end = m_line.byteEnd(at - 1);
        std::size_t breaks = 0;
        for (std::size_t i = m_blankAt; i < at; ++i)
            breaks += m_line.at(i) == U'\n' ? 1 : 0;
        const bool one = at == m_blankAt + 1 && m_line.at(m_blankAt) == U' ' && m_done == m_line.byteBegin(m_blankAt);
        std::string text = joined ? "" : " ";
        if (breaks > 1 && isWordSign(m_last)) // a heading, a verse
            text = isHan(m_last) ? "。" : ". ";
        if (!(one && text == " "))
            m_result.push_back({m_done, end, text});
        m_done = end;
        if (!text.empty())
            m_last = lastOf(text);
    }

    const WrittenLine &m_line;
    std::vector<Replacement> m_result;
    std::size_t m_done = 0;     // bytes that were dealt with
    std::size_t m_blankAt = 0;  // where the blanks begin that wait
    char32_t m_last = 0;        // the last character that is said; 0 = none
    char32_t m_lastSign = 0;    // the last one that is no blank
    bool m_blank = false;       // blanks wait
    bool m_saidChinese = false; // the last character is Chinese and was written otherwise
    bool m_saidEnglish = false; // likewise
};

} // namespace

std::vector<Replacement> normalize(const SpokenText &text, const NormalizerOptions &options) {
    const WrittenLine line(text, options);
    return Normalizing(line).run();
}

std::string normalized(std::string_view utf8, const NormalizerOptions &options) {
    const SpokenText text = asWritten(utf8);
    return replaced(text, normalize(text, options)).text;
}

} // namespace engine::text
