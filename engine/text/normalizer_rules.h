// The rules of the normalizer, a file for each subject. Each looks whether what it knows begins at `at` and says how it
// is said; what no rule finds stays as it is. Only for normalizer.cpp and the rules themselves.
#pragma once

#include <string>
#include <string_view>

#include "engine/text/units.h"
#include "engine/text/written_line.h"

namespace engine::text {

// Characters [at, end) are said as `text`. end 0: nothing was found.
struct Found {
    std::size_t end = 0;
    std::string text = {};
    bool silent = false; // says nothing; `text` is "", and a pause may be needed

    explicit operator bool() const { return end > 0; }
};

// normalize_addresses.cpp: www.example.com/a, a.b@c.com, 192.168.1.1
Found readAddress(const WrittenLine &line, std::size_t at);
// normalize_telephones.cpp: +1 555…, 138 1234 5678, 010-…, the numbers of identity cards
Found readTelephone(const WrittenLine &line, std::size_t at);
// normalize_telephone_words.cpp: 1-800-FLOWERS, 0800-GET-HELP
Found readTelephoneWords(const WrittenLine &line, std::size_t at);
// normalize_dates.cpp: 2024-05-01, 5/1/2024, 1 May 2024 (at the digit), May 1st (at the letter)
Found readDate(const WrittenLine &line, std::size_t at);
// normalize_times.cpp: 14:30, 3pm, 10:05:30, 9:00-17:00
Found readTime(const WrittenLine &line, std::size_t at);
// normalize_money.cpp: $3.50, €1,000, £2m, 5€, USD 100
Found readMoney(const WrittenLine &line, std::size_t at);
// normalize_numbers.cpp: all that begins with a digit, or with its sign, and is none of the above
Found readNumber(const WrittenLine &line, std::size_t at);
// normalize_fractions.cpp: 24/7/365; 3/4, 8/10, 24/7; 2 1/2. `first` and `whole` stand at `at`.
Found readSequence(const WrittenLine &line, std::size_t at, const Number &first);
Found readFraction(const WrittenLine &line, std::size_t at, const Number &first, bool minus);
Found readMixedFraction(const WrittenLine &line, std::size_t at, const Number &whole, bool minus);
// normalize_magnitudes.cpp: what 5k, 1.5M, 2B and 3x of English say behind their number, and 3x of Chinese; or nullptr
const Unit *magnitudeAt(const WrittenLine &line, std::size_t begin, const Number &number);
// 10w+ 粉丝, 月薪15k
Found readChineseMagnitude(const WrittenLine &line, std::size_t begin, const Number &number);
// x100
Found readTimes(const WrittenLine &line, std::size_t at);
// normalize_words.cpp: Chapter IV, C++, v1.2, and abbreviations
Found readWord(const WrittenLine &line, std::size_t at);
// normalize_abbreviations.cpp: Dr., e.g., Main St.
Found readAbbreviation(const WrittenLine &line, std::size_t at);
// normalize_signs.cpp: & @ # = + × < …, full-width forms
Found readSign(const WrittenLine &line, std::size_t at);
// normalize_hyphens.cpp: 10-3=7, GPT-4; 元/月, and/or
Found readHyphen(const WrittenLine &line, std::size_t at);
Found readSlash(const WrittenLine &line, std::size_t at);
// 元/月, ¥5/盒, 20元/kg: at the slash behind a price or a measure word
Found readPerInChinese(const WrittenLine &line, std::size_t at);
// normalize_repeats.cpp: soooooo, hahahahaha, 哈哈哈哈哈. Walks over the whole word when it finds nothing; then `end`
// is 0 and `wordEnd` where the word ended, so that nobody looks at it again.
Found readRepeats(const WrittenLine &line, std::size_t at, std::size_t &wordEnd);
// !!!!! ?!?! 。。。
Found readRepeatedSign(const WrittenLine &line, std::size_t at);
// normalize_pictures.cpp: one emoji, kaomoji, or sign without words
Found readPicture(const WrittenLine &line, std::size_t at);

// For several of them:

// numbers_in_context.cpp. How a number that stands at [begin, end) is said there.
std::string sayEnglish(const Number &number);
std::string sayEnglish(const WrittenLine &line, const Number &number, std::size_t begin);
std::string sayChinese(const Number &number, bool counting = false);
std::string sayChinese(const WrittenLine &line, const Number &number, std::size_t begin);
// Whether a Chinese measure word, or a part of a date, begins here.
bool isMeasured(const WrittenLine &line, std::size_t at);
// "航班CA1831", "CA1831航班": a number [begin, end), of which the letters may stand before `begin`.
bool isFlightInChinese(const WrittenLine &line, std::size_t begin, std::size_t end);
bool isYearInEnglish(const WrittenLine &line, const Number &number, std::size_t begin);

// "a 5 km run": what is said of [begin, end) says more about what follows.
bool isAttribute(const WrittenLine &line, std::size_t begin, std::size_t end);
// The word before `at`, in small letters.
std::string wordBefore(const WrittenLine &line, std::size_t at);
// Whether `word` is one of these, which are separated by blanks.
bool isOneOf(std::string_view word, std::string_view words);
bool isRangeSign(char32_t c);
// The end of a range sign, with a blank on both sides or none; 0 = there is none, or it is the minus of 5-3=2.
std::size_t rangeSignAt(const WrittenLine &line, std::size_t at);
// What may stand beside a sign of arithmetic.
bool isOperand(char32_t c);
bool isOneOfSigns(char32_t c, std::u32string_view signs);
// Where a run of these signs, which begins at `at`, ends.
std::size_t runEnd(const WrittenLine &line, std::size_t at, std::u32string_view signs);
// One of the two, in the language that is spoken around [at, end).
Found saidAs(const WrittenLine &line, std::size_t at, std::size_t end, std::string_view english,
             std::string_view chinese);

} // namespace engine::text
