// What is written for the eye becomes what is said: "3.5 km" → "three point five kilometers", "2个" → "两个".
//
// A number is read in the language of the nearest letters, of two equally near ones in that of what follows; a name in
// Latin letters inside Chinese does not count. Without letters NormalizerOptions::language decides.
//
// English
//   1,250 → one thousand two hundred fifty (no "and"; 21 → twenty-one); above 10^15 digit by digit
//   3.14 → three point one four; -5 → minus five; 3-5 → three to five; 3:2 → three to two
//   1/2 → one half; 2/3 → two thirds; 8/10 → eight out of ten; 24/7 → twenty-four seven,
//   24/7/365 → twenty-four seven three sixty-five; 1/2/3 → one, two, three
//   1999 → nineteen ninety-nine where it may be a year: after "in", "since"…, or 1900…2099 and no count of things
//   2024-05-01, 5/1/2024, May 1, 2024 → May first, twenty twenty-four; 1 May → the first of May
//   5/1 is May first, with `dayFirst` January fifth; what can only be read otherwise is (25/12/2024)
//   14:30 → fourteen thirty; 10:05 → ten oh five; 3:00 → three o'clock; 00:00 → midnight; 3pm → three PM
//   $3.50 → three dollars and fifty cents; £2m → two million pounds; 5 km → five kilometers
//   ¥500 → five hundred yen; yuan where Chinese characters or China (Beijing, RMB…) stand within 60 characters, unless
//   kana or Japan (日本, 东京, Tokyo…) do
//   555-123-4567 → five five five, one two three, four five six seven; 1-800-FLOWERS → one, eight zero zero, FLOWERS
//   50k, 1.5M, 2B → fifty thousand, one point five million, two billion; 3-5x, x100 → three to five times, times one
//   hundred; but 4K, 24K gold, a 5k run, a 7B model, 221B Baker Street keep their letter; Mon-Fri → Monday to Friday
//   RTX4090 → RTX forty ninety; Error 404 → Error four oh four; GPT-4 → GPT four; v1.2.3 → version one point two point
//   three 5 < 6 → five is less than six; A&B → A and B; #1 → number one; Chapter IV → Chapter four; Dr. → Doctor
// Chinese
//   12000 → 一万两千; 200 → 两百; 212 → 两百一十二; 2个 → 两个; 第2 → 第二; -5 → 负五; 3.14 → 三点一四
//   50% → 百分之五十; 1/2 → 二分之一; 3-5 → 三到五; 3:2 → 三比二; 5 < 6 → 五小于六
//   2024年5月1日, 2024-05-01 → 二零二四年五月一日
//   14:30 → 十四点三十分; 14:05 → 十四点零五分; 14:00 → 十四点
//   ¥3.5 → 三点五元, near kana or Japan 三点五日元; $5 → 五美元; 5km → 五公里; -5℃ → 零下五摄氏度; 16GB → 十六GB
//   13812345678 → 幺三八…; numbers of rooms, buses, cards and names (RTX4090): digit by digit with 一
//   flights with 幺; 10w+ 粉丝 → 十万多粉丝, 15k → 一万五千 before what is counted, or at an end; 4k stays
//   666 → 六六六; 233 → 二三三; GPT-4 → GPT四
// Both
//   www.example.com/a?b → example dot com slash a; a.b@c.com → a dot b at c dot com (点, 斜杠, 艾特)
//   Emoji and faces say nothing; where they end a clause without a sign a comma is put, at the end a full stop.
//   What is repeated without end is shortened: soooooo → sooo, 哈哈哈哈哈 → 哈哈哈, !!!! → !, ?!?! → ?!
//   Full-width forms become plain ones; ； and ：, which no model knows, become commas. * _ ` | are not said.
//
// What is said again is said as it is: normalized(normalized(x)) == normalized(x), but where only leaving something out
// makes a word of what stands there ("30Ms." → "thirty Ms.").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

enum class SpokenLanguage { english, chinese };

struct NormalizerOptions {
    SpokenLanguage language = SpokenLanguage::english; // of a text without letters
    bool dayFirst = false;                             // 5/1/2024 is the fifth of January
};

// The replacements for replaced(). Characters with a given Reading are never touched, nor read together with their
// neighbours. Bytes that are not UTF-8 say nothing. Never throws; time and memory grow linearly with the text.
std::vector<Replacement> normalize(const SpokenText &text, const NormalizerOptions &options = {});

// What is said, alone.
std::string normalized(std::string_view utf8, const NormalizerOptions &options = {});

} // namespace engine::text
