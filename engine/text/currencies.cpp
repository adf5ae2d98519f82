#include "engine/text/currencies.h"

#include <algorithm>

namespace engine::text {

namespace {

constexpr std::size_t kFarForYen = 60; // characters

// What ¥ is, is what is paid with where the text plays: with kana, or Japan, around it it is yen; with Chinese, or
// China, it is yuan; in English alone it is yen.
struct Around {
    bool chinese = false; // characters
    bool japan = false;
    bool china = false;
};

constexpr std::u32string_view kJapan[] = {U"日本", U"日元",  U"日圆",  U"东京",  U"東京",  U"大阪", U"京都",
                                          U"円",   U"Japan", U"Tokyo", U"Osaka", U"Kyoto", U"yen",  U"JPY"};
constexpr std::u32string_view kChina[] = {U"China",     U"Chinese", U"Beijing", U"Shanghai", U"Shenzhen",
                                          U"Guangzhou", U"yuan",    U"RMB",     U"CNY",      U"Taobao",
                                          U"Alipay",    U"WeChat",  U"renminbi"};
constexpr std::u32string_view kBegins = U"日东東大京円JTOKyCBSGRTAWr"; // of these words

Around around(const WrittenLine &line, std::size_t at) {
    Around found;
    const std::size_t end = std::min(at + kFarForYen, line.size());
    for (std::size_t i = at > kFarForYen ? at - kFarForYen : 0; i < end; ++i) {
        const char32_t c = line.at(i);
        if (c <= U'9' || c == U'¥')
            continue;
        found.japan = found.japan || (c >= 0x3041 && c <= 0x30FF && c != U'・');
        found.chinese = found.chinese || isHan(c);
        if (kBegins.find(c) == std::u32string_view::npos)
            continue;
        for (const std::u32string_view word : kJapan)
            found.japan = found.japan || line.has(i, word);
        for (const std::u32string_view word : kChina)
            found.china = found.china || line.has(i, word);
    }
    return found;
}

constexpr Currency kYuan{U"¥", "yuan", "yuan", "", "", "元"};
constexpr Currency kYen{U"¥", "yen", "yen", "", "", "日元"};

// Where one sign begins another the longer one comes first.
constexpr Currency kCurrencies[] = {
    {U"US$", "US dollar", "US dollars", "cent", "cents", "美元"},
    {U"HK$", "Hong Kong dollar", "Hong Kong dollars", "cent", "cents", "港元"},
    {U"NT$", "Taiwan dollar", "Taiwan dollars", "", "", "新台币"},
    {U"AU$", "Australian dollar", "Australian dollars", "cent", "cents", "澳元"},
    {U"A$", "Australian dollar", "Australian dollars", "cent", "cents", "澳元"},
    {U"C$", "Canadian dollar", "Canadian dollars", "cent", "cents", "加元"},
    {U"S$", "Singapore dollar", "Singapore dollars", "cent", "cents", "新加坡元"},
    {U"CN¥", "yuan", "yuan", "", "", "元"},
    {U"$", "dollar", "dollars", "cent", "cents", "美元"},
    {U"€", "euro", "euros", "cent", "cents", "欧元"},
    {U"£", "pound", "pounds", "penny", "pence", "英镑"},
    {U"₹", "rupee", "rupees", "", "", "卢比"},
    {U"₩", "won", "won", "", "", "韩元"},
    {U"₽", "ruble", "rubles", "", "", "卢布"},
    {U"₿", "bitcoin", "bitcoins", "", "", "比特币"},
    {U"¢", "cent", "cents", "", "", "美分"},
    {U"USD", "US dollar", "US dollars", "cent", "cents", "美元"},
    {U"EUR", "euro", "euros", "cent", "cents", "欧元"},
    {U"GBP", "British pound", "British pounds", "penny", "pence", "英镑"},
    {U"CNY", "yuan", "yuan", "", "", "元"},
    {U"RMB", "yuan", "yuan", "", "", "元"},
    {U"JPY", "yen", "yen", "", "", "日元"},
    {U"KRW", "won", "won", "", "", "韩元"},
    {U"HKD", "Hong Kong dollar", "Hong Kong dollars", "cent", "cents", "港元"},
    {U"AUD", "Australian dollar", "Australian dollars", "cent", "cents", "澳元"},
    {U"CAD", "Canadian dollar", "Canadian dollars", "cent", "cents", "加元"},
    {U"CHF", "Swiss franc", "Swiss francs", "", "", "瑞士法郎"},
    {U"INR", "rupee", "rupees", "", "", "卢比"},
};

} // namespace

const Currency *currencyAt(const WrittenLine &line, std::size_t at) {
    if (line.at(at) == U'¥') {
        if (!isDigit(line.at(at + 1)) && line.at(at + 1) != U' ' && !isDigit(line.before(line.beforeBlanks(at))))
            return &kYen; // a sign alone; who asks finds no amount
        const Around found = around(line, at);
        const bool yuan = !found.japan && (found.chinese || found.china);
        if (line.isChinese(at, at + 1))
            return found.japan ? &kYen : &kYuan;
        return yuan ? &kYuan : &kYen;
    }
    for (const Currency &each : kCurrencies)
        if (line.has(at, each.sign))
            return &each;
    return nullptr;
}

} // namespace engine::text
