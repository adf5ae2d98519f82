#include <algorithm>
#include <array>

#include "engine/text/characters.h"
#include "engine/text/normalizer_rules.h"
#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

constexpr std::size_t kLongestChineseNumber = 13; // digits; more are a number of something

bool startsWithAny(const WrittenLine &line, std::size_t at, std::initializer_list<View> words) {
    return std::any_of(words.begin(), words.end(), [&](View word) { return line.has(at, word); });
}

bool endsWithAny(const WrittenLine &line, std::size_t end, std::initializer_list<View> words) {
    return std::any_of(words.begin(), words.end(), [&](View word) { return line.endsWith(end, word); });
}

// What is counted with 两. 月 日 号 楼 级 and many more are numbered with 二.
bool isCounted(const WrittenLine &line, std::size_t at) {
    static constexpr View kMeasures =
        U"个只条张本件位名台辆部家间座棵朵头匹双对副套把杯瓶碗盘盒包袋箱块元角毛米斤克吨升里天周岁次遍回趟场层种类样项"
        U"份道颗粒根支枝片篇首句段章节集届倍万千百亿口群批组队步点滴秒年人幅笔罐筐桶串束排栋幢架艘枚扇声顿桌股阵身堆座"
        U"轮拨"
        U"字行列页卷册顶床针碟壶锅勺团堵门尾窝株丝撮捆帧磅码刻度分番";
    const char32_t c = line.at(at);
    if (startsWithAny(line, at, {U"年级", U"次元", U"周目", U"分之", U"度空间"}) ||
        (c == U'点' && isDigit(line.at(at + 1))))
        return false;
    if (c != 0 && kMeasures.find(c) != View::npos)
        return true;
    return startsWithAny(line, at, {U"小时", U"分钟", U"公里", U"公斤",   U"公分",   U"厘米", U"毫米", U"毫升",
                                    U"星期", U"英里", U"英寸", U"英尺",   U"平方",   U"立方", U"美元", U"欧元",
                                    U"英镑", U"日元", U"代人", U"所学校", U"所大学", U"国",   U"地",   U"方"});
}

bool isNumbered(const WrittenLine &line, std::size_t begin) {
    return endsWithAny(line, begin, {U"第", U"初", U"周", U"星期", U"礼拜", U"零", U"十", U"高", U"初", U"卷"});
}

// The last digits of years: 80后, 99年.
bool isShortYear(const WrittenLine &line, const std::string &digits, std::size_t end) {
    if (digits.size() != 2)
        return false;
    if (line.at(end) == U'、' && isDigit(line.at(end + 1)) && isDigit(line.at(end + 2)) && line.at(end + 3) == U'后')
        return true;
    if (line.at(end) == U'后' && (digits[1] == '0' || digits[1] == '5'))
        return !startsWithAny(line, end, {U"后来", U"后面"});
    if (line.at(end) != U'年' || line.has(end, U"年代"))
        return false;
    return digits[0] == '0' || (digits >= "85" && !startsWithAny(line, end + 1, {U"前", U"后", U"来", U"的", U"历史"}));
}

bool isNumberOfSomething(const WrittenLine &line, const Number &number, std::size_t begin) {
    const std::string &digits = number.whole;
    if (digits.size() > kLongestChineseNumber)
        return true;
    if (digits.size() < 3)
        return false;
    const std::size_t end = line.afterBlanks(number.end);
    if (startsWithAny(line, end,
                      {U"室", U"房间", U"号房", U"号楼", U"教室", U"病房", U"包间", U"包厢", U"宿舍", U"路公交",
                       U"路车", U"次列车", U"次航班", U"航班", U"号线", U"房"}))
        return true;
    if (line.at(end) == U'路' && !line.has(end, U"路人") && !line.has(end, U"路口"))
        return true;
    if (line.at(end) == U'号' && digits.back() != '0')
        return true;
    // "验证码是：", "房间号 "
    std::size_t at = begin;
    for (int n = 0; n < 4 && at > 0; ++n, --at) {
        if (endsWithAny(line, at,
                        {U"房间",   U"房号", U"房间号",   U"门牌", U"学号",   U"工号", U"编号", U"代码", U"密码",
                         U"验证码", U"邮编", U"邮政编码", U"车牌", U"身份证", U"卡号", U"账号", U"单号", U"尾号",
                         U"股票",   U"型号", U"QQ",       U"QQ号", U"群号",   U"微信", U"频道", U"航班", U"骁龙",
                         U"区号",   U"工单", U"订单",     U"楼号", U"UID",    U"ID"}))
            return true;
        const char32_t c = line.before(at);
        if (!isSpace(c) && View(U"是为:号，").find(c) == View::npos)
            break;
    }
    return false;
}

// 666, 233…: what is written for its sound.
std::string slang(const WrittenLine &line, const Number &number, std::size_t begin) {
    const std::string &digits = number.whole;
    const auto all = [&](char c, std::size_t from) { return digits.find_first_not_of(c, from) == std::string::npos; };
    static constexpr std::array<View, 4> kNouns = {U"亿", U"万", U"千", U"百"};
    const std::size_t next = number.end;
    const bool counted = isCounted(line, next) || isNumbered(line, begin) ||
                         startsWithAny(line, next, {U"分", U"号"}) ||
                         std::any_of(kNouns.begin(), kNouns.end(), [&](View noun) { return line.has(next, noun); });
    if (counted || !number.isWhole() || number.grouped)
        return "";
    if (digits.size() >= 3 && all('6', 0))
        return "六六六";
    if (digits.size() >= 3 && digits[0] == '2' && all('3', 1))
        return digits.size() == 3 ? "二三三" : "二三三三";
    if (digits.size() >= 3 && all('5', 0) && digits.size() != 4)
        return "五五五";
    static constexpr std::string_view kKnown =
        "520 521 1314 5201314 886 996 985 211 404 955 10086 10010 12306 12345 12315 "
        "12123 95588 95533 315 911 1024";
    if (isOneOf(digits, "10086 10010 12306 12315 12123 12345 95588 95533"))
        return chineseTelephone(digits);
    if (isOneOf(digits, "110 119 120 122 114") &&
        startsWithAny(line, next, {U"报警", U"急救", U"火警", U"热线", U"电话"}))
        return chineseTelephone(digits);
    if (isOneOf(digits, kKnown) && digits != "1024")
        return chineseDigits(digits);
    if (digits == "88") {
        const char32_t before = line.before(line.beforeBlanks(begin));
        const bool alone = before == 0 || View(U"，。！？!?,.~啦先、").find(before) != View::npos;
        const char32_t after = line.at(line.afterBlanks(next));
        if (alone && !isDigit(after) && (!isHan(after) || View(U"啦了哦咯").find(after) != View::npos))
            return "八八";
    }
    return "";
}

} // namespace

bool isMeasured(const WrittenLine &line, std::size_t at) {
    return isCounted(line, at) || View(U"月日号楼级时多余几路").find(line.at(at)) != View::npos;
}

bool isFlightInChinese(const WrittenLine &line, std::size_t begin, std::size_t end) {
    for (int n = 0; n < 2 && isCapital(line.before(begin)); ++n)
        --begin;
    return endsWithAny(line, line.beforeBlanks(begin), {U"航班", U"航班号"}) ||
           startsWithAny(line, line.at(end) == U' ' ? end + 1 : end, {U"航班", U"次航班", U"号航班"});
}

bool isAttribute(const WrittenLine &line, std::size_t begin, std::size_t end) {
    const std::string before = wordBefore(line, begin);
    if (!isOneOf(before, "a an another every each") || line.at(end) != U' ')
        return false;
    if (isOneOf(before, "a an") && isCapital(line.at(end + 1)) && isLatin(line.at(end + 2)))
        return true; // a 2TB SSD
    if (!isSmall(line.at(end + 1)))
        return false;
    return !isOneOf(line.wordAt(end + 1), "a an or and to of in on at for per by from is was more less each every with "
                                          "away ago later apart off than as if when");
}

std::string sayEnglish(const Number &number) {
    std::string text = englishCardinal(number.whole);
    if (!number.fraction.empty())
        text += " point " + englishDigits(number.fraction);
    return text;
}

bool isYearInEnglish(const WrittenLine &line, const Number &number, std::size_t begin) {
    const std::string &digits = number.whole;
    if (digits.size() != 4 || number.grouped || !number.isWhole() || digits < "1000" || digits > "2099")
        return false;
    const std::string before = wordBefore(line, begin);
    if (isOneOf(before, "in since from until till by before after around circa year years of early late mid during "
                        "january february march april may june july august september october november december jan feb "
                        "mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter class copyright ad"))
        return !isOneOf(before, "by of after from before around") || digits >= "1900" ||
               !isSmall(line.at(line.afterBlanks(number.end)));
    if (isOneOf(before, "room number page bus flight line lines than over nearly almost exactly about only some"))
        return false;
    if (digits < "1900")
        return false;
    // "1999 sheep" is a count, "1999 was a good year" is not.
    if (line.at(number.end) == U' ' && isSmall(line.at(number.end + 1))) {
        const std::string after = line.wordAt(number.end + 1);
        return isOneOf(after,
                       "was is were are and or to the in on at when that which had has will would saw s until as "
                       "but with for by we i he she they it a an of if so then because while after before film "
                       "movie album song novel book election season edition version world model report");
    }
    return true;
}

std::string sayEnglish(const WrittenLine &line, const Number &number, std::size_t begin) {
    if (isYearInEnglish(line, number, begin))
        return englishYear(number.whole);
    const std::string before = wordBefore(line, begin);
    // RTX 4090, Boeing 747, room 1204
    const std::size_t wordEnd = line.beforeBlanks(begin);
    if (line.before(begin) == U'#' && number.isWhole() && !number.grouped && number.whole.size() > 3)
        return englishDigits(number.whole);
    const bool model =
        wordEnd < begin && number.isWhole() && !number.grouped && number.whole.size() >= 3 && number.whole.size() <= 4;
    if (model && number.whole.size() == 3 && number.whole.find('0') != std::string::npos &&
        isOneOf(before, "error errors http status code gate"))
        return englishModelNumber(number.whole);
    if (model && before.size() >= 2) {
        const std::string word = line.wordBefore(wordEnd);
        const bool capitals = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if ((capitals && number.whole.size() == 4 && word.size() <= 4) ||
            isOneOf(before, "room flight boeing airbus route highway bus suite apartment radeon geforce"))
            return englishModelNumber(number.whole);
    }
    return sayEnglish(number);
}

std::string sayChinese(const Number &number, bool counting) {
    std::string text = chineseCardinal(number.whole, counting && number.isWhole());
    if (!number.fraction.empty())
        text += "点" + chineseDigits(number.fraction);
    return text;
}

std::string sayChinese(const WrittenLine &line, const Number &number, std::size_t begin) {
    const std::string &digits = number.whole;
    if (number.isWhole() && !number.grouped) {
        const std::size_t end = line.at(number.end) == U' ' ? number.end + 1 : number.end;
        const bool year =
            line.at(end) == U'年' && digits.size() == 4 &&
            !(digits.ends_with("00") && startsWithAny(line, end + 1, {U"前", U"来", U"的历史", U"历史", U"以"}));
        const bool ofHistory =
            line.at(end) == U'年' && digits.size() >= 3 && endsWithAny(line, begin, {U"公元前", U"公元"});
        if (year || ofHistory || isShortYear(line, digits, end))
            return chineseDigits(digits);
        if (digits.size() == 2 && line.before(begin) == U'米' && isDigit(line.before(begin - 1)) &&
            !isCounted(line, end) && !isAlphanumeric(line.at(number.end))) // 1米85
            return chineseDigits(digits);
        if (digits.size() == 2 && digits[0] == '0' && startsWithAny(line, end, {U"月", U"日", U"号", U"时", U"点"}))
            return chineseCardinal(digits.substr(1));
        if (const std::string known = slang(line, number, begin); !known.empty())
            return known;
        if (isNumberOfSomething(line, number, begin))
            return isFlightInChinese(line, begin, number.end) ? chineseTelephone(digits) : chineseDigits(digits);
    }
    const std::size_t after = line.at(number.end) == U' ' ? number.end + 1 : number.end;
    return sayChinese(number, isCounted(line, after) && !isNumbered(line, line.beforeBlanks(begin)));
}

} // namespace engine::text
