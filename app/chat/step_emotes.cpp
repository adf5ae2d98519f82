// Emotes, emoji, and what repeats.
#include "app/chat/filter_steps.h"

#include <algorithm>
#include <utility>

#include "app/chat/character_kinds.h"
#include "app/chat/emoji_names.h"
#include "app/chat/filter_words.h"

namespace app::chat {

namespace {

using View = std::u32string_view;

bool keeps(EmotePolicy policy, int number) { // the n-th, from 0
    return policy == EmotePolicy::Say || (policy == EmotePolicy::FirstOnly && number == 0);
}

char32_t folded(char32_t c) {
    return QChar::toCaseFolded(c);
}

// Runs of one letter or sign, but not of digits ("10000") or spaces.
void limitLetters(FilterLine &line, int most) {
    FilterLine out;
    int run = 0;
    for (std::size_t at = 0; at < line.text.size(); ++at) {
        const char32_t c = line.text[at];
        run = at > 0 && folded(c) == folded(line.text[at - 1]) ? run + 1 : 1;
        if (run <= most || QChar::isNumber(c))
            out.add(c, line.emote[at]);
    }
    line = std::move(out);
}

bool sameLetters(View a, View b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char32_t one, char32_t other) {
               return folded(one) == folded(other);
           });
}

void limitWords(FilterLine &line, int most) {
    FilterLine out;
    View before;
    int run = 0;
    const View text = line.text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(U' ', at), text.size());
        const View word = text.substr(at, end - at);
        run = sameLetters(word, before) ? run + 1 : 1;
        before = word;
        if (run <= most) {
            if (!out.text.empty())
                out.add(U' ');
            for (; at < end; ++at)
                out.add(text[at], line.emote[at]);
        }
        at = end + 1;
    }
    line = std::move(out);
}

// "加油加油加油": `length` characters of scripts without spaces, again and again.
void limitUnits(FilterLine &line, std::size_t length, int most) {
    FilterLine out;
    const View text = line.text;
    std::size_t same = 0;  // characters so far that equal those `length` before them
    std::size_t alike = 0; // characters so far that equal the one before: of those letters are limited
    for (std::size_t at = 0; at < text.size(); ++at) {
        alike = at > 0 && text[at] == text[at - 1] ? alike + 1 : 0;
        const bool again = at >= length && alike + 1 < length && isWordAlone(text[at]) && text[at] == text[at - length];
        same = again ? same + 1 : 0;
        if (same > std::size_t(most - 1) * length) {
            // Only whole units go: those that end here.
            if ((same - std::size_t(most - 1) * length) % length == 0) {
                out.text.resize(out.text.size() - (length - 1));
                out.emote.resize(out.text.size());
                continue;
            }
        }
        out.add(text[at], line.emote[at]);
    }
    line = std::move(out);
}

} // namespace

StepOutcome stepEmotes(const FilterRules &rules, const Message &message, FilterLine &line) {
    const bool chinese = std::any_of(line.text.begin(), line.text.end(), isChinese);
    FilterLine out;
    int emotes = 0, emoji = 0, gone = 0;
    for (std::size_t at = 0; at < line.text.size();) {
        const char32_t c = line.text[at];
        std::size_t end = at + 1;
        if (line.emote[at] >= 0) {
            while (end < line.text.size() && line.emote[end] == line.emote[at])
                ++end;
            const bool kept = keeps(rules.emotePolicy, emotes++);
            gone += kept ? 0 : 1;
            out.add(U' ');
            for (; kept && at < end; ++at)
                out.add(line.text[at]);
            out.add(U' ');
        } else if (isEmoji(c)) {
            while (isSkinTone(c) && end < line.text.size() && isSkinTone(line.text[end]))
                ++end;
            const bool part = isSkinTone(c) && at > 0 && isEmoji(line.text[at - 1]);
            const bool kept = !part && keeps(rules.emojiPolicy, emoji);
            emoji += part ? 0 : 1;
            gone += kept || part ? 0 : 1;
            out.add(U' ');
            for (const char32_t each : kept ? emojiName(c, chinese) : View())
                out.add(each);
            out.add(U' ');
        } else {
            out.add(c);
        }
        at = end;
    }
    if (emotes + emoji == 0)
        return {};
    out.tidy();
    line = std::move(out);
    if (line.text.empty() && !isEvent(message.kind))
        return {true, say(QT_TRANSLATE_NOOP("chat", "Nothing but emotes or emoji is in it."))};
    return {false, gone > 0 ? say(QT_TRANSLATE_N_NOOP("chat", "%Ln emotes or emoji are left out."), gone)
                            : say(QT_TRANSLATE_NOOP("chat", "Emotes or emoji are read by their names."))};
}

StepOutcome stepRepeats(const FilterRules &rules, FilterLine &line) {
    const std::size_t before = line.text.size();
    limitLetters(line, rules.mostSameLetters);
    limitWords(line, rules.mostSameWords);
    for (const std::size_t length : {2, 3, 4})
        limitUnits(line, length, rules.mostSameWords);
    line.tidy();
    if (line.text.size() == before)
        return {};
    return {false, say(QT_TRANSLATE_N_NOOP("chat", "%Ln characters that repeat others are left out."),
                       int(before - line.text.size()))};
}

} // namespace app::chat
