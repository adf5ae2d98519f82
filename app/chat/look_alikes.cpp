#include "app/chat/look_alikes.h"

#include <array>
#include <string_view>
#include <unordered_map>

#include <QChar>
#include <QString>

namespace app::chat {

namespace {

struct LookAlike {
    char32_t letter;
    std::u32string_view shapes; // folded
};

constexpr auto kLookAlikes = std::to_array<LookAlike>({
    {U'a', U"аɑαᴀⲁꭺλʌдᎪ"},
    {U'b', U"вьъƅʙβбᏴ฿ɓ"},
    {U'c', U"сϲᴄⲥċƈᏟ¢ꮯ"},
    {U'd', U"ԁɗᴅđðᎠꭰժ"},
    {U'e', U"еєёҽɛεᴇэⲉꭼəɘ℮"},
    {U'f', U"ƒғꜰϝքſ"},
    {U'g', U"ɡɢԍցʛǥᶃ"},
    {U'h', U"һнʜհħңɦЂհⲏ"},
    {U'i', U"іıɩιɪїӏⅰᎥꭵ¡ן"},
    {U'j', U"јϳᴊʝյɉ"},
    {U'k', U"кκᴋƙҟқҡⲕ"},
    {U'l', U"ⅼʟłιاℓɭᏞ"},
    {U'm', U"мᴍⅿϻɱᎷ"},
    {U'n', U"пηńɴոռийņƞи"},
    {U'o', U"оοօσᴏөøⲟѳ๐०໐ഠ"},
    {U'p', U"рρᴘþƥⲣᏢ"},
    {U'q', U"ԛզգʠɋ"},
    {U'r', U"гʀɾɼяᴦᏒɍ"},
    {U's', U"ѕꜱʂսƽᏚ§"},
    {U't', U"тτᴛƭŧⲧϯ†"},
    {U'u', U"υцᴜυʋսµμџ"},
    {U'v', U"ѵνᴠⅴⱱᏙ"},
    {U'w', U"ԝшщᴡωѡɯᏔⱳ"},
    {U'x', U"хχⅹӽҳ×ӿ"},
    {U'y', U"уүγʏỿұყ¥ƴ"},
    {U'z', U"ᴢʐȥƶᏃʒ"},
});

char32_t withoutAccent(char32_t c) {
    for (int round = 0; round < 4 && QChar::decompositionTag(c) == QChar::Canonical; ++round) {
        const QString parts = QChar::decomposition(c);
        if (parts.isEmpty())
            break;
        c = parts[0].isHighSurrogate() && parts.size() > 1 ? QChar::surrogateToUcs4(parts[0], parts[1])
                                                           : char32_t(parts[0].unicode());
    }
    return c;
}

char32_t ofSquare(char32_t c) { // 🅐 🅰 🇦
    for (const char32_t first : {char32_t(0x1F150), char32_t(0x1F170), char32_t(0x1F1E6)})
        if (c >= first && c < first + 26)
            return U'a' + (c - first);
    return 0;
}

const std::unordered_map<char32_t, char32_t> &letterByShape() {
    static const std::unordered_map<char32_t, char32_t> letters = [] {
        std::unordered_map<char32_t, char32_t> all;
        for (const LookAlike &each : kLookAlikes)
            for (const char32_t shape : each.shapes)
                all.emplace(shape, each.letter);
        return all;
    }();
    return letters;
}

} // namespace

char32_t caseFolded(char32_t c) {
    if (c < 0x80)
        return c >= U'A' && c <= U'Z' ? c + 32 : c;
    return QChar::toCaseFolded(c);
}

char32_t skeletonOf(char32_t c) {
    if ((c >= 0x3000 && c < 0xA000) || (c >= 0xAC00 && c <= 0xD7A3))
        return c; // Chinese, kana, and Korean, which would come apart
    c = caseFolded(c);
    if (c < 0x80)
        return c;
    c = caseFolded(withoutAccent(c));
    if (const char32_t letter = ofSquare(c); letter != 0)
        return letter;
    const auto place = letterByShape().find(c);
    return place == letterByShape().end() ? c : place->second;
}

char32_t leetLetter(char32_t c, char32_t one) {
    switch (c) {
    case U'0':
        return U'o';
    case U'1':
    case U'|':
    case U'!':
        return one;
    case U'3':
    case U'€':
        return U'e';
    case U'4':
    case U'@':
        return U'a';
    case U'5':
    case U'$':
        return U's';
    case U'6':
    case U'9':
        return U'g';
    case U'7':
    case U'+':
        return U't';
    case U'8':
        return U'b';
    case U'2':
        return U'z';
    default:
        return 0;
    }
}

bool isLeetSign(char32_t c) {
    return c == U'$' || c == U'@' || c == U'!' || c == U'|' || c == U'+' || c == U'€';
}

} // namespace app::chat
