#include "tests/engine/text/fuzzed_texts.h"

#include <algorithm>
#include <exception>
#include <memory>

#include "engine/data_folders.h"
#include "engine/text/characters.h"
#include "engine/text/chinese.h"
#include "engine/text/line_preparation.h"
#include "engine/text/tokens.h"
#include "engine/utf8.h"
#include "tests/processor_time.h"

using namespace engine::text;

namespace fuzzed {

namespace {

using Random = std::mt19937_64;

const std::vector<std::string> &pieces() {
    static const std::vector<std::string> all{"[bob]",
                                              "[anna:happy]",
                                              "[happy]",
                                              "[main]",
                                              "[nobody]",
                                              "[",
                                              "]",
                                              "{",
                                              "}",
                                              "{pause 1s}",
                                              "{pause 9e9s}",
                                              "{speed 2}",
                                              "{seed 7}",
                                              "{speed line}",
                                              "{Regular}",
                                              "{\"name\": \"",
                                              "{\"name\":{",
                                              "<",
                                              ">",
                                              "<zi4>",
                                              "<break time=\"1s\"/>",
                                              "<break ",
                                              "<!--",
                                              "</p>",
                                              "(zi4)",
                                              "字(zi4)",
                                              "字（",
                                              "银行(yin2 hang2)",
                                              "行(",
                                              "\\[",
                                              "\\",
                                              "\\\\",
                                              ": ",
                                              "：",
                                              "5k",
                                              "1.5M",
                                              "10w+",
                                              "3-5x",
                                              "x100",
                                              "1,000",
                                              "1,",
                                              "-",
                                              "2024-05-",
                                              "12:30",
                                              "10:05:",
                                              "$3.50",
                                              "¥",
                                              "%",
                                              "1/2",
                                              "/",
                                              "http://a.b/",
                                              "www.",
                                              "a@b.c",
                                              "@",
                                              ".",
                                              "1.2.",
                                              "+1 555-",
                                              "138 1234 5678",
                                              "km",
                                              "°C",
                                              "AI",
                                              "重庆",
                                              "鿿",
                                              "哈",
                                              "哈哈哈",
                                              "soooo",
                                              "haha",
                                              "!?",
                                              "。",
                                              "，",
                                              "；",
                                              "１２",
                                              "ＡＢ",
                                              "😀",
                                              "👨\u200D👩\u200D👧",
                                              "🇩🇪",
                                              "👍🏽",
                                              "❤️",
                                              ":-)",
                                              "¯\\_(ツ)_/¯",
                                              "(^_^)",
                                              "é",
                                              "e\u0301",
                                              "ß",
                                              "\u202E",
                                              "\u2066",
                                              "\u2069",
                                              "\u200B",
                                              "\uFEFF",
                                              "\u00AD",
                                              "\u2028",
                                              "𠀀",
                                              "\U0010FFFF",
                                              "\uFFFD",
                                              "\xFF",
                                              "\xE5\xAD",
                                              "\xF0\x9F",
                                              "\xC0\x80",
                                              "\xED\xA0\x80",
                                              "\xF4\x90\x80\x80",
                                              std::string(1, '\0'),
                                              "\n",
                                              "\r\n",
                                              "\t",
                                              " ",
                                              "   ",
                                              "the ",
                                              "Mon-Fri",
                                              "Chapter IV",
                                              "Dr. ",
                                              "i7-12700K",
                                              "CA1831航班"};
    return all;
}

std::string someCharacter(Random &random) {
    static constexpr char32_t kFirst[] = {0x00,   0x80,   0x300,  0x590,  0x600,   0xE00,  0x2000,
                                          0x3000, 0x4E00, 0xAC00, 0xFE00, 0x1F300, 0x20000};
    const char32_t first = kFirst[random() % std::size(kFirst)];
    return encode(std::u32string(1, first + char32_t(random() % 0x80)));
}

void add(std::string &text, Random &random) {
    switch (random() % 10) {
    case 0: // zalgo
        text += char('a' + random() % 26);
        for (std::size_t n = random() % 60; n > 0; --n)
            text += encode(std::u32string(1, char32_t(0x300 + random() % 0x70)));
        break;
    case 1:
        for (std::size_t n = 1 + random() % 6; n > 0; --n)
            text += char(random() % 256);
        break;
    case 2:
        for (std::size_t n = 1 + random() % 8; n > 0; --n)
            text += someCharacter(random);
        break;
    case 3:
        for (std::size_t n = 1 + random() % 20; n > 0; --n)
            text += char('0' + random() % 10);
        break;
    case 4: {
        const std::string &piece = pieces()[random() % pieces().size()];
        for (std::size_t n = 1 + random() % 12; n > 0; --n)
            text += piece;
        break;
    }
    default:
        text += pieces()[random() % pieces().size()];
    }
}

std::shared_ptr<const Lexicon> lexicon() {
    const auto entry = [](LexiconKind kind, std::string from, std::string to) {
        LexiconEntry one;
        one.kind = kind;
        one.from = std::move(from);
        one.to = std::move(to);
        return one;
    };
    static const auto shared = std::make_shared<const Lexicon>(std::vector<LexiconEntry>{
        entry(LexiconKind::Plain, "AI", "artificial brains"), entry(LexiconKind::Plain, "km", ""),
        entry(LexiconKind::Plain, "haha", "[laughs] 5"), entry(LexiconKind::Pinyin, "重庆", "chong2 qing4"),
        entry(LexiconKind::Pattern, "(\\d+)-(\\d+)x", "\\1 {to} \\2"), entry(LexiconKind::Pattern, "[哈]+", "哈")});
    return shared;
}

PreparationSettings settings() {
    PreparationSettings all;
    all.names.speakers = {{"anna", "Anna", {"happy"}}, {"bob", "Bob", {"Happy"}}};
    all.names.current = "anna";
    all.lexicon = lexicon();
    return all;
}

std::size_t tokensOf(const PreparedLine &line) {
    static const Chinese chinese{engine::chineseTablesFile()};
    std::size_t tokens = 0;
    for (const SpeechPart &part : line.parts)
        if (!part.isPause())
            tokens += toTokens(part.speech.text, part.speech.readings, chinese).size();
    return tokens;
}

// `gone`: there are stretches of no bytes, for what is not said.
std::string flawOf(const SpokenText &text, const std::string &written, bool gone) {
    std::size_t at = 0;
    for (const Stretch &stretch : text.stretches) {
        if (stretch.from != at || (gone ? stretch.to < at : stretch.to <= at) || stretch.to > text.text.size() ||
            stretch.writtenFrom > stretch.writtenTo || stretch.writtenTo > written.size())
            return "a broken stretch";
        if (stretch.same && text.text.substr(at, stretch.to - at) !=
                                written.substr(stretch.writtenFrom, stretch.writtenTo - stretch.writtenFrom))
            return "a stretch that is not the same";
        at = stretch.to;
    }
    if (at != text.text.size())
        return "stretches that end too early";
    for (const Reading &reading : text.readings)
        if (reading.at >= text.text.size())
            return "a reading outside";
    return "";
}

std::vector<SpeechPart> withoutStretches(std::vector<SpeechPart> parts) {
    for (SpeechPart &part : parts)
        part.speech.stretches.clear();
    return parts;
}

std::string flawOf(const PreparedLine &line, const std::string &written, bool normalized) {
    if (std::string flaw = flawOf(line.shown, written, false); !flaw.empty())
        return "what is shown has " + flaw;
    for (const SpeechPart &part : line.parts)
        if (std::string flaw = flawOf(part.speech, written, true); !flaw.empty())
            return "a part has " + flaw;
    const std::vector<SpeechPart> again = readCanonical(line.spoken);
    if (withoutStretches(again) != withoutStretches(line.parts) || canonical(again) != line.spoken)
        return "another canonical text";
    if (normalized && engine::findInvalidUtf8(line.spoken) != std::string::npos)
        return "what is said is no UTF-8";
    if (line.warnings.size() > kMostTagWarnings)
        return "too many warnings";
    for (const TagWarning &warning : line.warnings)
        if (warning.from >= warning.to || warning.to > written.size() || warning.what.empty())
            return "a broken warning";
    const std::size_t tokens = tokensOf(line);
    return tokens > 3 * line.spoken.size() + 3 ? "too many tokens" : "";
}

} // namespace

std::string text(std::mt19937_64 &random) {
    std::string text;
    const std::size_t most = random() % 100 == 0 ? 4'000 : 300;
    for (std::size_t count = random() % 24; text.size() < most && (count > 0 || most > 300); count -= count > 0)
        add(text, random);
    return text;
}

std::string flawOf(const std::string &written, std::mt19937_64 &random) {
    PreparationSettings how = settings();
    how.tags = random() % 8 != 0;
    const bool normalized = random() % 8 != 0;
    if (!normalized)
        how.normalizer.reset();
    else if (random() % 2 == 0)
        how.normalizer = NormalizerOptions{SpokenLanguage::chinese, true};
    try {
        return flawOf(prepareLine(written, how), written, normalized);
    } catch (const std::exception &error) {
        return std::string("an exception: ") + error.what();
    }
}

std::vector<Growth> growths(std::size_t longest, std::mt19937_64 &random) {
    std::vector<std::string> kinds = pieces();
    kinds.insert(kinds.end(), {"e\u0301\u0302\u0303", "a1-", "字(zi4)(zi4)", "<a ", "{a", "[a b", "5-", "5k-", "1:2",
                               "a.", "x1 ", "5 ", "银行 ", "AI km haha "});
    std::string mixed;
    while (mixed.size() < 4'000)
        add(mixed, random);
    kinds.push_back(mixed);
    std::vector<Growth> result;
    for (const std::string &piece : kinds) {
        const auto seconds = [&piece](std::size_t bytes) {
            std::string line;
            while (line.size() < bytes)
                line += piece;
            const double start = processorSeconds();
            tokensOf(prepareLine(line, settings()));
            return processorSeconds() - start;
        };
        result.push_back({piece, seconds(longest / 16), seconds(longest)});
    }
    return result;
}

} // namespace fuzzed
