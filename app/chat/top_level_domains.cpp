#include "app/chat/top_level_domains.h"

#include <algorithm>
#include <array>
#include <string>

namespace app::chat {

namespace {

using View = std::u32string_view;

constexpr View kCommon =
    U" app biz cc club cn co com de dev fr gg info io jp link live net online org ru shop site store top tv"
    U" uk vip xxx xyz ";

constexpr View kGeneric =
    U" academy agency ai arpa asia bet bid bio cam casa casino click codes coop cyou download edu exchange"
    U" finance fyi gov guru host icu lat llc ltd marketing mil mobi network ninja onl ooo photos pics porn"
    U" pub sex sexy software solutions stream studio systems tech tel tube university wang webcam website"
    U" wiki zip ";

constexpr View kCountries =
    U" ae af ag ai ao aq ar au aw ax az bb bd bf bg bh bi bj bm bn bo br bt bw bz ca cc cd cf cg ch ci ck"
    U" cl cm cn co cr cu cv cw cx cy cz de dk dm dz ec ee eg eu fi fj fk fm fo fr gb gd gf gg gh gi gl gm"
    U" gn gp gq gr gs gt gu gw gy hk hn hr hu il io iq ir je jm jo jp ke kg kh ki km kn kp kr kw ky kz lb"
    U" lc lk lr ls lt lv ly mc md mg mh mk ml mn mp mq mv mw mx mz nc nf ng nl np nr nz pf pg pk pl pn pr"
    U" ps pt pw py qa ro rs ru rw sa sb sc sd se sg sj sk sl sm sn sr ss sv sx sy sz tc td tf tg tj tk tl"
    U" tm tn tr tv tw tz ua ug uk uy uz va vc vg vi vn vu wf ws yt za zm zw ";

// Also words that people put after a full stop without a space.
constexpr View kWords =
    U" ac ad al am art as at ba bar be blog bot bs buzz by cards care cash cat center chat city cloud"
    U" coffee community company computer date deals design digital direct dj do email energy er es et"
    U" events expert express fans fit foundation fun fund ga gallery game games ge gift gifts gold group"
    U" guide help hm house ht id ie im in ink int international is it jobs kim la land li life loan lol lu"
    U" ma market me media men mm mo moe mom money monster mr ms mt mu museum my na name ne news ni no nu om"
    U" one pa page party pe ph photo pictures pizza place plus pm press pro quest racing re red rent report"
    U" reviews rip rocks run sale school science sh show si so social space st style su support team th"
    U" tips to today tools trade travel tt us ve video watch win work works world wtf ye zone ";

// What people really send and that ends in a word.
struct ShortDomain {
    View name, ending;
};
constexpr auto kShortDomains = std::to_array<ShortDomain>({{U"youtu", U"be"},
                                                           {U"discord", U"me"},
                                                           {U"bit", U"do"},
                                                           {U"linktr", U"ee"},
                                                           {U"is", U"gd"},
                                                           {U"paypal", U"me"},
                                                           {U"wa", U"me"},
                                                           {U"t", U"me"},
                                                           {U"about", U"me"},
                                                           {U"carrd", U"co"},
                                                           {U"cash", U"app"},
                                                           {U"twitch", U"tv"}});

constexpr auto kForeign =
    std::to_array<View>({U"中国", U"中國", U"公司", U"网络", U"網絡", U"在线", U"中文网", U"网址", U"网站", U"商城",
                         U"游戏", U"香港", U"台湾", U"台灣", U"рф", U"онлайн", U"сайт", U"한국", U"みんな"});

// `list`: names with a space before and after each.
bool has(View list, View name) {
    return list.find(U' ' + std::u32string(name) + U' ') != View::npos;
}

} // namespace

DomainEnding domainEnding(View name) {
    if (name.size() < 2 || name.size() > kLongestDomainEnding)
        return DomainEnding::None;
    if (has(kWords, name))
        return DomainEnding::Word;
    return has(kCommon, name) || has(kCountries, name) || has(kGeneric, name) ? DomainEnding::Known
                                                                              : DomainEnding::None;
}

bool isCommonDomainEnding(View name) {
    return has(kCommon, name);
}

bool isKnownShortDomain(View chain, View ending) {
    return std::any_of(kShortDomains.begin(), kShortDomains.end(), [&](const ShortDomain &each) {
        if (each.ending != ending || chain.size() < each.name.size())
            return false;
        const View tail = chain.substr(chain.size() - each.name.size());
        const bool whole = tail.size() == chain.size() || chain[chain.size() - tail.size() - 1] == U'.';
        return whole && std::equal(tail.begin(), tail.end(), each.name.begin(),
                                   [](char32_t a, char32_t b) { return (a >= U'A' && a <= U'Z' ? a + 32 : a) == b; });
    });
}

std::size_t foreignDomainEnding(View text) {
    for (const View each : kForeign)
        if (text.starts_with(each))
            return each.size();
    return 0;
}

} // namespace app::chat
