#include "engine/text/normalizer_rules.h"

#include "engine/text/characters.h"

namespace engine::text {

namespace {

using View = std::u32string_view;

constexpr std::size_t kLongestFace = 24;

// Emoji, and signs that are drawn and not read.
bool isPicture(char32_t c) {
    return within(c, 0x1F000, 0x1FBFF) || within(c, 0x2600, 0x27BF) || within(c, 0x2B00, 0x2BFF) ||
           within(c, 0x2300, 0x23FF) || within(c, 0x2500, 0x25FF) || within(c, 0xE000, 0xF8FF) ||
           within(c, 0xE0020, 0xE007F) || within(c, 0xF0000, 0x10FFFF) || within(c, 0x2400, 0x245F) ||
           within(c, 0x2800, 0x28FF) || within(c, 0x1FC00, 0x1FFFF) || c == 0x3030 || c == 0x303D || c == 0x3297 ||
           c == 0x3299 || c == 0x3012 || c == 0x3020 || c == 0x2E3B || c == 0x203B || c == 0x2022 || c == 0x2020 ||
           c == 0x2021;
}

bool isFaceSign(char32_t c) {
    return View(U"^_><;*'`´•ω▽∇°□╥﹏≧≦‿ツ益∀дДﾟ・‸￣︶ᴗಠ☉⊙◕━﹃つノﾉ≡￢∩︿﹀ಥʖ͡°T︵╯╰≖ᵔ˘¬ಡ﹁ⅴ◡ↀ╬Φ′‵σ゜ーヮε`つ｡")
               .find(c) != View::npos;
}

// May stand in a face, but does not make one.
bool isFacePart(char32_t c) {
    return isFaceSign(c) ||
           View(U" .,-~=|/\\\"oO･•̀́UuQxXvV@#0+。、！!?？皿ヘへっｏｪワわ彡≈→←↑↓").find(c) != View::npos || isPicture(c) ||
           within(c, 0x0E00, 0x0E7F);
}

// What belongs to a face beside its brackets: arms, tears, a table.
bool isArm(char32_t c) {
    return c != 0 && View(U"ノﾉงﾞ︵╯╰┻━┛ヽ٩۶و彡ゞヾ≡☆★♪♡┳乁ㄏ┌┘o゜").find(c) != View::npos;
}

// O(∩_∩)O, d(^_^)b
bool isHand(char32_t c) {
    return c != 0 && View(U"oOdbmqp").find(c) != View::npos;
}

// (^_^), (╯°□°)╯︵ ┻━┻
std::size_t faceAt(const WrittenLine &line, std::size_t at) {
    // ༼, ʕ and the like are rare; the bracket is what faces have in common.
    std::size_t begin = at;
    while (begin - at < 4 && isArm(line.at(begin)) && line.at(begin) != U'o')
        ++begin;
    if (isHand(line.at(begin)) && line.at(begin + 1) == U'(' && !isAlphanumeric(line.before(begin)))
        ++begin;
    if (line.at(begin) == U'\\' || line.at(begin) == U'¯') { // ¯\_(ツ)_/¯
        if (line.has(begin, U"¯\\_(ツ)_/¯"))
            return begin + 9;
        if (line.at(begin) == U'\\' && line.at(begin + 1) == U'(')
            ++begin;
    }
    if (line.at(begin) != U'(')
        return 0;
    std::size_t signs = 0, end = begin + 1;
    for (; line.at(end) != U')'; ++end) {
        if (end - begin > kLongestFace || !isFacePart(line.at(end)))
            return 0;
        signs += isFaceSign(line.at(end)) || isPicture(line.at(end)) ? 1 : 0;
    }
    if (signs == 0 || end - begin < 3)
        return 0;
    ++end;
    while (line.at(end) == U')')
        ++end;
    if (isHand(line.at(end)) && !isAlphanumeric(line.at(end + 1)))
        ++end;
    for (std::size_t n = 0; n < 8; ++n) {
        const bool blankAndArm = line.at(end) == U' ' && line.at(end + 1) != U'o' && isArm(line.at(end + 1));
        if (!(isArm(line.at(end)) && !isLatin(line.at(end))) && !blankAndArm && line.at(end) != U'/')
            break;
        end += blankAndArm ? 2 : 1;
    }
    return end;
}

// :-) T_T <3
std::size_t emoticonAt(const WrittenLine &line, std::size_t at) {
    static constexpr View kFaces[] = {
        U":-)",   U":)",  U":-(",  U":(",  U":-D", U":D",  U";-)",       U";)",       U":-P", U":P",  U":-p", U":p",
        U":-O",   U":O",  U":o",   U":-/", U":'(", U"=)",  U"=D",        U"=(",       U":3",  U"<3",  U"</3", U"XD",
        U"xD",    U":-|", U":|",   U"^_^", U"^-^", U"^^",  U"^.^",       U"-_-",      U"-.-", U">_<", U">.<", U"T_T",
        U"T.T",   U"ToT", U"Q_Q",  U"QAQ", U"QWQ", U"qwq", U"o_o",       U"O_O",      U"o_O", U"O_o", U"0_0", U"=_=",
        U"@_@",   U"x_x", U"X_X",  U"*_*", U"UwU", U"OwO", U"u_u",       U";_;",      U"TAT", U"$_$", U"><",  U"-_-|||",
        U"-_-||", U"XDD", U"XDDD", U"orz", U"OTZ", U"Orz", U"_(:з」∠)_", U"_(:3」∠)_"};
    const char32_t before = line.before(at);
    if (isDigit(before) || (isLatin(before) && line.at(at) != U':' && line.at(at) != U'^' && line.at(at) != U';'))
        return 0;
    std::size_t end = 0;
    for (const View face : kFaces)
        if (face.size() > end && line.has(at, face) && !isAlphanumeric(line.at(at + face.size())))
            end = face.size();
    if (end == 0)
        return 0;
    // ":D" in "C:D", "=)" in "(a=)", "<3" in "a <3"
    const char32_t first = line.at(at);
    if (isLatin(before) && isLatin(line.at(at + end - 1)))
        return 0;
    if ((first == U'=' || first == U'<' || first == U'>') && before != 0 && !isSpace(before) && !isHan(before))
        return 0;
    end += at;
    // "：（测试）" is no sad face.
    const char32_t last = line.before(end);
    if ((last == U'(' || last == U')') && (isAlphanumeric(line.at(end)) || isHan(line.at(end))) &&
        (last == U'(' || line.isFullWidth(at)))
        return 0;
    while (line.at(end) == U')' || line.at(end) == U'|')
        ++end;
    return end;
}

// Lines of signs, and tildes and bars, which part what stands around them.
std::size_t lineOfSignsAt(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    if (c == U'\0' || View(U"~|-_=*#+^‖").find(c) == View::npos)
        return 0;
    std::size_t end = at;
    while (line.at(end) == c)
        ++end;
    if (c == U'~' && end == at + 1 && isDigit(line.at(line.afterBlanks(end)))) // about
        return 0;
    const std::size_t fewest = c == U'~' || c == U'|' || c == U'‖' ? 1 : 3;
    return end - at >= fewest ? end : 0;
}

} // namespace

Found readPicture(const WrittenLine &line, std::size_t at) {
    const char32_t c = line.at(at);
    if (const std::size_t face = faceAt(line, at))
        return {face, "", true};
    if (isPicture(c) || (c >= 0x2190 && c <= 0x21FF && c != U'→' && c != U'⇒'))
        return {at + 1, "", true};
    if (const std::size_t end = lineOfSignsAt(line, at))
        return {end, "", true};
    if (const std::size_t face = c < 0x80 ? emoticonAt(line, at) : 0)
        return {face, "", true};
    return {};
}

} // namespace engine::text
