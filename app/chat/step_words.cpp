// Links, phrases, language and length.
#include "app/chat/filter_steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_words.h"
#include "app/chat/link_finder.h"
#include "app/chat/spoken_name.h"
#include "app/chat/text_cleaning.h"

namespace app::chat {

namespace {

using View = std::u32string_view;

QString shortened(View text) {
    constexpr std::size_t kMost = 60;
    return text.size() <= kMost ? fromCodePoints(text) : fromCodePoints(text.substr(0, kMost)) + u'…';
}

bool hasChinese(View text) {
    return std::any_of(text.begin(), text.end(), isChinese);
}

QString hitWords(BannedPhrases::How how) {
    switch (how) {
    case BannedPhrases::How::Written:
        return say(QT_TRANSLATE_NOOP("chat", "“%1” is banned."));
    case BannedPhrases::How::LookAlike:
        return say(QT_TRANSLATE_NOOP("chat", "“%1” is banned, and it is in here in letters that look alike."));
    case BannedPhrases::How::Spaced:
        return say(QT_TRANSLATE_NOOP("chat", "“%1” is banned, and it is in here with gaps between its letters."));
    case BannedPhrases::How::Pinyin:
        return say(QT_TRANSLATE_NOOP("chat", "“%1” is banned, and something that sounds alike is in here."));
    case BannedPhrases::How::Pattern:
        return say(QT_TRANSLATE_NOOP("chat", "The banned pattern “%1” fits."));
    }
    return {};
}

const char *languageOfScript(QChar::Script script) {
    switch (script) {
    case QChar::Script_Latin:
        return "en";
    case QChar::Script_Han:
    case QChar::Script_Bopomofo:
        return "zh";
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return "ja";
    case QChar::Script_Hangul:
        return "ko";
    case QChar::Script_Cyrillic:
        return "ru";
    case QChar::Script_Arabic:
        return "ar";
    case QChar::Script_Thai:
        return "th";
    case QChar::Script_Greek:
        return "el";
    case QChar::Script_Hebrew:
        return "he";
    case QChar::Script_Devanagari:
        return "hi";
    default:
        return "other";
    }
}

bool endsClause(char32_t c) {
    return View(U"。！？；，、…：.!?;,:").find(c) != View::npos;
}

// Where to cut so that at most `most` are left: after a clause of the last third, else between words there, else
// anywhere but before a mark.
std::size_t cutAt(View text, std::size_t most) {
    const std::size_t least = most - most / 3;
    for (std::size_t at = most; at > least; --at)
        if (endsClause(text[at - 1]) && (text[at - 1] > 0x7F || text[at] == U' '))
            return at;
    for (std::size_t at = most; at > least; --at)
        if (text[at] == U' ' || isWordAlone(text[at - 1]))
            return at;
    std::size_t at = most;
    while (at > 1 && isMark(text[at]))
        --at;
    return at;
}

} // namespace

StepOutcome stepLinks(const FilterRules &rules, const Message &message, FilterLine &line) {
    const std::vector<LinkSpan> links = findLinks(line.text);
    if (links.empty())
        return {};
    const QString first = shortened(View(line.text).substr(links[0].from, links[0].to - links[0].from));
    if (rules.linkPolicy == LinkPolicy::Drop && !isEvent(message.kind))
        return {true, say(QT_TRANSLATE_NOOP("chat", "The link “%1” is in it.")).arg(first)};
    const bool said = rules.linkPolicy == LinkPolicy::SayLink;
    const View word = hasChinese(line.text) ? View(U"链接") : View(U"link");
    FilterLine out;
    std::size_t at = 0;
    for (const LinkSpan &each : links) {
        for (; at < each.from; ++at)
            out.add(line.text[at], line.emote[at]);
        out.add(U' ');
        for (const char32_t c : said ? word : View())
            out.add(c);
        out.add(U' ');
        at = each.to;
    }
    for (; at < line.text.size(); ++at)
        out.add(line.text[at], line.emote[at]);
    out.tidy();
    line = std::move(out);
    if (line.text.empty() && !isEvent(message.kind))
        return {true, say(QT_TRANSLATE_NOOP("chat", "Nothing but the link “%1” is in it.")).arg(first)};
    return {false, said ? say(QT_TRANSLATE_NOOP("chat", "“%1” is read as “%2”.")).arg(first, fromCodePoints(word))
                        : say(QT_TRANSLATE_NOOP("chat", "“%1” is left out.")).arg(first)};
}

PhraseHit findPhrase(const BannedPhrases &phrases, const Message &message, const FilterLine &line) {
    if (BannedPhrases::Hit hit = phrases.find(line.text); !hit.phrase.isEmpty())
        return {std::move(hit), PhraseHit::Where::Text};
    if (phrases.isEmpty())
        return {};
    // As it is shown, and as it is said: "BadwordKing_42" is said as "Badword King 42".
    constexpr int kAllSyllables = 40;
    const QString shown = cleaned(message.user), spoken = spokenName(message, kAllSyllables);
    for (const QString &name : shown == spoken ? QStringList{shown} : QStringList{shown, spoken})
        if (BannedPhrases::Hit hit = phrases.find(codePoints(name)); !hit.phrase.isEmpty())
            return {std::move(hit), PhraseHit::Where::Name};
    return {phrases.find(codePoints(cleaned(message.gift))), PhraseHit::Where::Gift};
}

StepOutcome stepPhrases(const BannedPhrases &phrases, const Message &message, const FilterLine &line) {
    const auto [hit, where] = findPhrase(phrases, message, line);
    if (hit.phrase.isEmpty())
        return {};
    switch (where) {
    case PhraseHit::Where::Text:
        return {true, hitWords(hit.how).arg(hit.phrase)};
    case PhraseHit::Where::Name:
        return {true, say(QT_TRANSLATE_NOOP("chat", "“%1” is banned, and it is in the name.")).arg(hit.phrase)};
    case PhraseHit::Where::Gift:
        return {true, say(QT_TRANSLATE_NOOP("chat", "“%1” is banned, and it is in the gift's name.")).arg(hit.phrase)};
    }
    return {};
}

QString writtenLanguage(View text) {
    std::array<std::pair<const char *, int>, 16> counts{};
    std::size_t used = 0;
    bool kana = false;
    for (const char32_t c : text) {
        if (!QChar::isLetter(c))
            continue;
        const char *language = languageOfScript(QChar::script(c));
        kana = kana || isKana(c);
        std::size_t place = 0;
        while (place < used && std::string_view(counts[place].first) != language)
            ++place;
        if (place == used)
            counts[used++] = {language, 0};
        counts[place].second += isWordAlone(c) ? 2 : 1;
    }
    if (used == 0)
        return {};
    const auto most = std::max_element(counts.begin(), counts.begin() + std::ptrdiff_t(used),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    const QString language = QString::fromLatin1(most->first);
    return kana && language == QLatin1String("zh") ? QStringLiteral("ja") : language;
}

StepOutcome stepLanguage(const FilterRules &rules, const FilterLine &line) {
    const QString language = writtenLanguage(line.text);
    if (language.isEmpty() || rules.languages.contains(language))
        return {};
    return {true, say(QT_TRANSLATE_NOOP("chat", "It is written in another script than those of your languages (%1)."))
                      .arg(rules.languages.join(QStringLiteral(", ")))};
}

StepOutcome stepLength(const FilterRules &rules, FilterLine &line) {
    const std::size_t before = line.text.size();
    int words = 0;
    for (std::size_t at = 0; at < line.text.size(); ++at)
        if (line.text[at] == U' ' && ++words == rules.mostWords) {
            line.cut(at);
            break;
        }
    const bool byWords = line.text.size() < before;
    if (line.text.size() > std::size_t(rules.mostCharacters)) {
        std::size_t at = std::size_t(rules.mostCharacters);
        while (at > 1 && isMark(line.text[at]))
            --at;
        line.cut(at);
    }
    if (line.text.size() > std::size_t(rules.mostSpoken))
        line.cut(cutAt(line.text, std::size_t(rules.mostSpoken)));
    if (line.text.size() == before)
        return {};
    const QString end = shortened(View(line.text).substr(line.text.size() > 12 ? line.text.size() - 12 : 0));
    const QString most = QString::number(std::min(rules.mostCharacters, rules.mostSpoken));
    return {false,
            byWords ? say(QT_TRANSLATE_NOOP("chat", "Cut after “%1”: at most %2 words and %3 characters are "
                                                    "read."))
                          .arg(end, QString::number(rules.mostWords), most)
                    : say(QT_TRANSLATE_NOOP("chat", "Cut after “%1”: at most %2 characters are read.")).arg(end, most)};
}

} // namespace app::chat
