#include "engine/cli/bench_texts.h"

#include <algorithm>

#include "engine/cli/synthesis.h"

namespace engine::cli {

namespace {

struct TextSet {
    const char *name;
    std::vector<std::string> texts;
};

const std::vector<TextSet> &lengths() {
    static const std::vector<TextSet> known{
        {"standard", {kStandardSentence}},
        {"short", {"Welcome back, everyone."}},
        {"medium",
         {"The kitchen light was on when we came home, so we made tea, opened the window and listened to the rain for "
          "a while."}},
        {"long",
         {"On the first day the road ran along the river, and we walked until the fields turned into forest. On the "
          "second day it rained so hard that nobody wanted to leave the house, which gave us time to mend the tent "
          "and to write letters. When the sun came back, the path had become a stream, and we carried our shoes for "
          "the rest of the way."}},
    };
    return known;
}

// Source: scripts/ of 2WalterW/ishowtts. quick_performance_test; extended_performance_test; test_nfe_performance;
// generate_quality_samples, whose first one test_max_autotune and validate_nfe7 spoke too; benchmark_tts_performance.
const std::vector<TextSet> &sets() {
    static const std::vector<TextSet> known{
        {"quick", {"Hello world, this is a quick test of the optimized TTS system."}},
        {"extended",
         {"Hello world, this is a quick test of the optimized TTS system with additional text to match the longer "
          "audio duration used in the quick performance test for more accurate RTF measurements."}},
        {"nfe", {"Hello world, this is a test of the TTS system with various NFE configurations."}},
        {"samples",
         {"Hello world, this is a test of the optimized TTS system.",
          "The quick brown fox jumps over the lazy dog near the riverbank.",
          "In the realm of artificial intelligence, text to speech synthesis has made remarkable progress in recent "
          "years.",
          "Performance optimization requires careful balancing between speed and quality to achieve the best user "
          "experience."}},
        {"lengths",
         {"你好，欢迎使用语音合成系统。", "今天天气真不错，阳光明媚，微风拂面，是个出门游玩的好日子。",
          "科技的发展日新月异，人工智能技术正在深刻地改变着我们的生活方式，从智能家居到自动驾驶，从语音助手到机器翻译，"
          "这"
          "些创新应用让我们的日常生活变得更加便捷高效。"}},
    };
    return known;
}

std::vector<std::string> namesOf(const std::vector<TextSet> &list) {
    std::vector<std::string> names;
    for (const TextSet &set : list)
        names.emplace_back(set.name);
    return names;
}

const std::vector<std::string> &textsOf(const std::vector<TextSet> &list, const std::string &name) {
    return std::find_if(list.begin(), list.end(), [&](const TextSet &set) { return set.name == name; })->texts;
}

} // namespace

std::vector<Option> textOptions() {
    return {
        {.name = "--text",
         .takes = Takes::Text,
         .placeholder = "TEXT",
         .help = "What to say; published figures use the default, which has 40 characters",
         .fallback = kStandardSentence},
        {.name = "--length",
         .takes = Takes::Choice,
         .placeholder = "L",
         .help = "Say a text of this length instead: longer ones have a better RTF",
         .choices = namesOf(lengths())},
        {.name = "--texts",
         .takes = Takes::Choice,
         .placeholder = "SET",
         .help = "Say what iShowTTS's scripts said, one text after another: `extended` is the one of its best figures, "
                 "`lengths` are three Chinese ones, for a model that knows Chinese",
         .choices = namesOf(sets())},
    };
}

std::vector<std::string> textsFrom(const Arguments &arguments) {
    if (arguments.has("--text") + arguments.has("--length") + arguments.has("--texts") > 1)
        throw UsageError{"--text, --length and --texts are ways to say what is spoken; give one", "bench"};
    if (arguments.has("--texts"))
        return textsOf(sets(), arguments.text("--texts"));
    if (arguments.has("--length"))
        return textsOf(lengths(), arguments.text("--length"));
    return {arguments.text("--text")};
}

} // namespace engine::cli
