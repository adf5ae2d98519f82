#include "app/chat/banned_phrases.h"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_line.h"
#include "app/chat/filter_words.h"
#include "app/chat/phrase_trie.h"
#include "app/chat/pinyin_readings.h"
#include "app/chat/text_cleaning.h"
#include "app/chat/word_stream.h"

namespace app::chat {

namespace {

using View = std::u32string_view;

constexpr qsizetype kLongestPhrase = 500;     // UTF-16 units
constexpr std::int64_t kMemory = 1 << 20;     // bytes, of one pattern
constexpr std::int64_t kSetMemory = 16 << 20; // of all together
constexpr std::size_t kMostReadings = 64;     // of a phrase
constexpr std::size_t kMostLetters = 1 << 19; // by pinyin, some 30 MB; phrases after it: in the usual reading
constexpr int kLargestProgram = 10'000; // RE2's instructions: what does not fit its memory costs each byte so many

bool isPattern(const QString &phrase) {
    return phrase.size() > 2 && phrase.startsWith(u'/') && phrase.endsWith(u'/');
}

std::string patternOf(const QString &phrase) {
    return phrase.mid(1, phrase.size() - 2).toStdString();
}

RE2::Options patternOptions(std::int64_t memory) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    options.set_max_mem(memory);
    return options;
}

struct Parts { // of a phrase that is no pattern
    std::u32string text;
    bool openBefore = false, openAfter = false;
};

Parts partsOf(const QString &phrase) {
    QString text = phrase.trimmed();
    Parts parts;
    while (text.startsWith(u'*')) {
        parts.openBefore = true;
        text.remove(0, 1);
    }
    while (text.endsWith(u'*')) {
        parts.openAfter = true;
        text.chop(1);
    }
    parts.text = codePoints(cleaned(text));
    return parts;
}

std::u32string withBorders(std::u32string stream, const Parts &parts) {
    if (parts.openBefore && !stream.empty())
        stream.erase(0, 1);
    if (parts.openAfter && !stream.empty())
        stream.pop_back();
    return stream;
}

std::u32string lettersOf(View stream) {
    std::u32string letters(stream);
    std::erase(letters, kBorder);
    return letters;
}

using Readings = PinyinReadings::Words; // of a character

// Each Chinese character as the words of its syllables; what else is there as it stands.
std::vector<Readings> pinyinStream(View stream, const PinyinReadings &known) {
    std::vector<Readings> out;
    out.reserve(stream.size());
    for (const char32_t c : stream) {
        const Readings *readings = known.find(c);
        out.push_back(readings ? *readings : Readings{std::u32string(1, c)});
    }
    return out;
}

} // namespace

struct BannedPhrases::Inside {
    bool lookAlikes = false;
    QStringList phrases;
    PhraseTrie plain, alike, open, pinyin;
    std::size_t pinyinLetters = 0;                  // in it
    std::shared_ptr<const PinyinReadings> readings; // null: nothing is looked for by them
    std::vector<Objection> objections;
    std::deque<re2::RE2> patterns;
    std::vector<int> patternNumbers;
    std::unique_ptr<re2::RE2::Set> together; // null: with one or none, or they are too much for its memory

    void addWords(const QString &phrase, int number) {
        const Parts parts = partsOf(phrase);
        plain.add(withBorders(wordStream(parts.text, {}), parts), number);
        if (!lookAlikes)
            return;
        for (const char32_t one : {U'i', U'l'}) {
            const std::u32string stream = wordStream(parts.text, {true, one});
            alike.add(withBorders(stream, parts), number);
            if (const std::u32string letters = lettersOf(stream); letters.size() >= 3)
                open.add(letters, number);
        }
        alike.add(withBorders(wordStream(parts.text, {true}), parts), number);
    }

    // In all ways that its characters are read; of a long one with many in the likelier ones.
    void addPinyin(const QString &phrase, int number) {
        const Parts parts = partsOf(phrase);
        struct Way {
            std::u32string apart{kBorder}, joined{kBorder};
        };
        std::vector<Way> ways(1);
        for (const char32_t c : wordStream(parts.text, {})) {
            if (const Readings *known = isChinese(c) ? readings->find(c) : nullptr) {
                std::vector<Way> longer;
                for (const std::u32string &syllable : *known)
                    for (const Way &way : ways)
                        if (longer.size() < kMostReadings)
                            longer.push_back({way.apart + syllable, way.joined + syllable});
                ways = std::move(longer);
                continue;
            }
            for (Way &way : ways) {
                if (c != kBorder || way.apart.back() != kBorder)
                    way.apart += c;
                if (c != kBorder)
                    way.joined += c;
            }
        }
        if (pinyinLetters > kMostLetters)
            ways.resize(1);
        for (const Way &way : ways) {
            pinyinLetters += way.apart.size() + way.joined.size();
            pinyin.add(way.apart, number);
            pinyin.add(way.joined + kBorder, number);
        }
    }

    int patternIn(View text) const {
        if (patterns.empty())
            return -1;
        const std::string utf8 = fromCodePoints(text).toStdString();
        if (together) {
            std::vector<int> found;
            re2::RE2::Set::ErrorInfo error{};
            if (together->Match(utf8, &found, &error))
                return found.empty() ? -1 : patternNumbers[std::size_t(*std::min_element(found.begin(), found.end()))];
            if (error.kind == re2::RE2::Set::kNoError)
                return -1;
        }
        for (std::size_t each = 0; each < patterns.size(); ++each) // its memory is spent
            if (re2::RE2::PartialMatch(utf8, patterns[each]))
                return patternNumbers[each];
        return -1;
    }
};

BannedPhrases::BannedPhrases(const QStringList &phrases, bool lookAlikes,
                             std::shared_ptr<const PinyinReadings> readings)
    : m_inside(std::make_unique<Inside>()) {
    Inside &in = *m_inside;
    in.lookAlikes = lookAlikes;
    in.phrases = phrases;
    in.readings = std::move(readings);
    for (int number = 0; number < int(phrases.size()); ++number) {
        const QString &phrase = phrases[number];
        if (const QString why = objection(phrase); !why.isEmpty()) {
            in.objections.push_back({phrase, why});
            continue;
        }
        if (isPattern(phrase)) {
            in.patterns.emplace_back(patternOf(phrase), patternOptions(kMemory));
            in.patternNumbers.push_back(number);
            continue;
        }
        in.addWords(phrase, number);
        if (in.readings && wantsPinyin(phrase))
            in.addPinyin(phrase, number);
    }
    for (PhraseTrie *each : {&in.plain, &in.alike, &in.open, &in.pinyin})
        each->build();
    if (in.patterns.size() < 2)
        return;
    in.together = std::make_unique<re2::RE2::Set>(patternOptions(kSetMemory), re2::RE2::UNANCHORED);
    bool good = true;
    for (const re2::RE2 &each : in.patterns)
        good = good && in.together->Add(each.pattern(), nullptr) >= 0;
    if (!good || !in.together->Compile())
        in.together.reset();
}

BannedPhrases::~BannedPhrases() = default;

bool BannedPhrases::isEmpty() const {
    return m_inside->plain.isEmpty() && m_inside->patterns.empty();
}

const QStringList &BannedPhrases::phrases() const {
    return m_inside->phrases;
}

const std::vector<BannedPhrases::Objection> &BannedPhrases::objections() const {
    return m_inside->objections;
}

const std::shared_ptr<const PinyinReadings> &BannedPhrases::readings() const {
    return m_inside->readings;
}

BannedPhrases::Hit BannedPhrases::find(View text, std::size_t *steps) const {
    const Inside &in = *m_inside;
    std::size_t counted = 0;
    const auto hit = [&](int number, How how) {
        if (steps)
            *steps += counted;
        return Hit{in.phrases[number], how};
    };
    std::u32string words;
    if (!in.plain.isEmpty()) {
        words = wordStream(text, {});
        if (const int number = in.plain.find(words, counted); number >= 0)
            return hit(number, How::Written);
    }
    if (!in.alike.isEmpty()) {
        std::vector<std::u32string> streams; // each other than those before it
        const auto look = [&](std::u32string stream, How how) -> std::pair<int, How> {
            if (std::find(streams.begin(), streams.end(), stream) != streams.end())
                return {-1, how};
            const int number = in.alike.find(stream, counted);
            streams.push_back(std::move(stream));
            return {number, how};
        };
        for (const bool dense : {false, true})
            for (const char32_t one : {U'i', U'l', char32_t(0)})
                if (const auto [number, how] = look(wordStream(text, {true, one, dense}), How::LookAlike); number >= 0)
                    return hit(number, how);
        const std::vector<std::u32string> whole = streams;
        for (const std::u32string &stream : whole) {
            const bool runs = hasRun(stream);
            for (std::size_t kept = 1; runs && kept <= 2; ++kept)
                if (const auto [number, how] = look(squeezed(stream, kept), How::LookAlike); number >= 0)
                    return hit(number, how);
            if (const auto [number, how] = look(joinedLetters(stream), How::Spaced); number >= 0)
                return hit(number, how);
            for (const std::u32string &run : letterRuns(stream))
                if (const int number = in.open.find(run, counted); number >= 0)
                    return hit(number, How::Spaced);
        }
    }
    if (!in.pinyin.isEmpty())
        if (const int number = in.pinyin.findAny(pinyinStream(words, *in.readings), counted); number >= 0)
            return hit(number, How::Pinyin);
    if (steps)
        *steps += counted;
    if (const int number = in.patternIn(text); number >= 0)
        return {in.phrases[number], How::Pattern};
    return {};
}

bool BannedPhrases::wantsPinyin(const QString &phrase) {
    if (isPattern(phrase))
        return false;
    const std::u32string text = partsOf(phrase).text;
    return std::count_if(text.begin(), text.end(), isChinese) >= 2;
}

QString BannedPhrases::objection(const QString &phrase) {
    if (phrase.size() > kLongestPhrase)
        return say(QT_TRANSLATE_NOOP("chat", "It is longer than %1 characters.")).arg(kLongestPhrase);
    if (!isPattern(phrase))
        return lettersOf(wordStream(partsOf(phrase).text, {})).empty()
                   ? say(QT_TRANSLATE_NOOP("chat", "It has no letter, digit or emoji in it, so that nothing could be "
                                                   "found."))
                   : QString();
    const re2::RE2 pattern(patternOf(phrase), patternOptions(kMemory));
    if (!pattern.ok())
        return say(QT_TRANSLATE_NOOP("chat", "The pattern is wrong: %1.")).arg(QString::fromStdString(pattern.error()));
    if (std::max(pattern.ProgramSize(), pattern.ReverseProgramSize()) > kLargestProgram)
        return say(QT_TRANSLATE_NOOP("chat", "The pattern is too large: make its repetitions smaller."));
    if (re2::RE2::PartialMatch("", pattern))
        return say(QT_TRANSLATE_NOOP("chat", "The pattern fits every text: nothing would be read."));
    return {};
}

} // namespace app::chat
