#include "engine/text/normalizer_rules.h"

#include <algorithm>

#include "engine/text/numbers_chinese.h"
#include "engine/text/numbers_english.h"

namespace engine::text {

namespace {

constexpr std::size_t kLongestUser = 64;      // before the @
constexpr std::size_t kLongestHost = 253;     // RFC 1035
constexpr std::size_t kLongestAddress = 2000; // what comes after is read as text again
constexpr std::size_t kLongestPathSaid = 32;

bool isHostSign(char32_t c) {
    return (isAlphanumeric(c) && c < 0x80) || c == U'-' || c == U'.' || c == U'_';
}

bool isAddressSign(char32_t c) {
    return c > U' ' && c < 0x7F && std::u32string_view(U"\"<>`{}|\\^()").find(c) == std::u32string_view::npos;
}

// Endings of names in the net, and of files that people speak of.
bool isKnownEnding(const std::string &ending) {
    return isOneOf(ending,
                   "com org net edu gov io ai dev app co cn uk de jp tv gg xyz info eu fr ru top site online "
                   "wiki blog cc kr tw hk in ca au nz ch at nl se no fi be it es pl br us me fm ly "
                   "js ts py cpp hpp h c cs rs go sh md txt json xml yml yaml csv html css pdf doc docx xls "
                   "xlsx ppt pptx png jpg jpeg gif svg webp mp3 mp4 wav flac ogg mkv avi zip tar gz exe msi deb "
                   "apk iso srt log ini cfg toml conf safetensors pt onnx gguf bin");
}

// What stands at [begin, end) with its signs as words. `slashes`: a path.
std::string spelled(const WrittenLine &line, std::size_t begin, std::size_t end, bool chinese) {
    std::string text;
    const auto word = [&](std::string_view english, std::string_view said) {
        if (chinese) {
            text += said;
            return;
        }
        if (!text.empty() && text.back() != ' ')
            text += ' ';
        text.append(english).append(" ");
    };
    for (std::size_t i = begin; i < end; ++i) {
        const char32_t c = line.at(i);
        if (isDigit(c)) {
            std::string digits;
            for (; i < end && isDigit(line.at(i)); ++i)
                digits += char(line.at(i));
            --i;
            word(englishDigits(digits), chineseDigits(digits));
        } else if (c == U'.') {
            word("dot", "点");
        } else if (c == U'/') {
            word("slash", "斜杠");
        } else if (c == U'-') {
            word("dash", "杠");
        } else if (c == U'_') {
            word("underscore", "下划线");
        } else if (c == U'+') {
            word("plus", "加");
        } else if (c == U'@') {
            word("at", "艾特");
        } else if (c == U':') {
            word("colon", "冒号");
        } else if (isAlphanumeric(c)) {
            text += char(c);
        } else {
            word("", "");
        }
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

// The end of a host or of a file's name with a known ending; 0 = none.
std::size_t hostAt(const WrittenLine &line, std::size_t at, bool known) {
    std::size_t end = at;
    while (end - at < kLongestHost && isHostSign(line.at(end)))
        ++end;
    if (isHostSign(line.at(end)))
        return 0;
    while (end > at && !isAlphanumeric(line.before(end)))
        --end;
    std::size_t lastDot = end > at ? end - 1 : at;
    while (lastDot > at && line.at(lastDot) != U'.')
        --lastDot;
    if (lastDot == at || lastDot + 1 >= end || !isAlphanumeric(line.before(lastDot)))
        return 0;
    if (!known)
        return end;
    std::string ending;
    for (std::size_t i = lastDot + 1; i < end && ending.size() < kLongestUser; ++i)
        ending += char(line.at(i));
    // "163.com" is a name, "3.h" is not.
    const bool letters = !isDigit(line.at(at)) || isOneOf(ending, "com cn org net");
    return letters && isKnownEnding(ending) ? end : 0;
}

Found eMail(const WrittenLine &line, std::size_t at) {
    std::size_t sign = at;
    while (sign - at < kLongestUser && (isHostSign(line.at(sign)) || line.at(sign) == U'+'))
        ++sign;
    if (sign == at || line.at(sign) != U'@' || !isAlphanumeric(line.at(sign + 1)))
        return {};
    const std::size_t end = hostAt(line, sign + 1, false);
    if (end == 0 || isDigit(line.before(end)))
        return {};
    return {end, spelled(line, at, end, line.isChinese(at, end))};
}

Found url(const WrittenLine &line, std::size_t at) {
    std::size_t host = at;
    for (const std::u32string_view scheme : {U"https://", U"http://", U"ftp://", U"HTTPS://", U"HTTP://"})
        if (line.has(at, scheme))
            host = at + scheme.size();
    const bool scheme = host > at;
    const bool www = line.has(host, U"www.");
    if (www)
        host += 4;
    std::size_t hostEnd = hostAt(line, host, !scheme && !www);
    if (hostEnd == 0 && scheme) // http://localhost
        for (hostEnd = host; hostEnd - host < kLongestUser && isHostSign(line.at(hostEnd));)
            ++hostEnd;
    if (hostEnd <= host)
        return {};
    // A sentence that ends without a blank ("end.Go") is none: the ending must be in small letters (isKnownEnding), and
    // a lone word before it must be one.
    std::size_t end = hostEnd;
    if (line.at(end) == U':' && isDigit(line.at(end + 1)))
        for (++end; isDigit(line.at(end)) && end - hostEnd < 7;)
            ++end;
    const std::size_t portEnd = end;
    if (line.at(end) == U'/' || ((scheme || www) && (line.at(end) == U'?' || line.at(end) == U'#')))
        while (end - host < kLongestAddress && isAddressSign(line.at(end)))
            ++end;
    while (end > portEnd && std::u32string_view(U".,!?;:'*_~").find(line.before(end)) != std::u32string_view::npos)
        --end;
    std::size_t pathEnd = portEnd;
    while (pathEnd < end && line.at(pathEnd) != U'?' && line.at(pathEnd) != U'#')
        ++pathEnd;
    while (pathEnd > portEnd && line.before(pathEnd) == U'/')
        --pathEnd;
    const bool simple = pathEnd - portEnd <= kLongestPathSaid && [&] {
        for (std::size_t i = portEnd; i < pathEnd; ++i)
            if (!isHostSign(line.at(i)) && line.at(i) != U'/')
                return false;
        return true;
    }();
    const bool chinese = line.isChinese(at, end);
    return {end, spelled(line, host, simple ? pathEnd : portEnd, chinese)};
}

// 192.168.1.1
Found internetAddress(const WrittenLine &line, std::size_t at) {
    std::size_t end = at;
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && line.at(end++) != U'.')
            return {};
        std::size_t digits = 0;
        while (isDigit(line.at(end + digits)) && digits < 4)
            ++digits;
        if (digits == 0 || digits > 3)
            return {};
        end += digits;
    }
    if (isAlphanumeric(line.at(end)) || (line.at(end) == U'.' && isAlphanumeric(line.at(end + 1))))
        return {};
    if (line.at(end) == U':' && isDigit(line.at(end + 1)))
        for (std::size_t port = end++; isDigit(line.at(end)) && end - port < 7;)
            ++end;
    return {end, spelled(line, at, end, line.isChinese(at, end))};
}

} // namespace

Found readAddress(const WrittenLine &line, std::size_t at) {
    const char32_t first = line.at(at);
    if (!isAlphanumeric(first) || first >= 0x80)
        return {};
    const char32_t before = line.before(at);
    if ((isAlphanumeric(before) && before < 0x80) || before == U'@' || before == U'.' || before == U'-' ||
        before == U'_')
        return {};
    if (const Found found = eMail(line, at))
        return found;
    if (isDigit(first))
        if (const Found found = internetAddress(line, at))
            return found;
    return url(line, at);
}

} // namespace engine::text
