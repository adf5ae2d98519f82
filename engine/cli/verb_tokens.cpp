#include <algorithm>
#include <iostream>
#include <optional>
#include <set>

#include "engine/cli/console.h"
#include "engine/cli/preparation.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/text/chinese.h"
#include "engine/text/tokens.h"
#include "engine/text/vocabulary.h"
#include "engine/utf8.h"

namespace engine::cli {

namespace {

// The demo model may be absent where only tokens are wanted; a model that was asked for may not.
std::optional<text::Vocabulary> vocabularyFor(const Arguments &arguments) {
    try {
        return text::Vocabulary::load(chosenModel(arguments).vocabulary);
    } catch (const Error &) {
        if (arguments.has("--model"))
            throw;
        return std::nullopt;
    }
}

void reportUnknown(const std::vector<std::string> &unknown) {
    if (unknown.empty())
        return;
    std::string list;
    for (std::size_t i = 0; i < std::min<std::size_t>(10, unknown.size()); ++i)
        list += " " + unknown[i];
    note(std::to_string(unknown.size()) + " tokens are not in the model's vocabulary:" + list +
         (unknown.size() > 10 ? " ..." : ""));
}

// For tags and lexicons; where no voice is installed, the line has none.
text::PreparationSettings preparation(const Arguments &arguments) {
    try {
        return preparationFor(chosenVoice(arguments));
    } catch (const Error &) {
        if (arguments.has("--voice"))
            throw;
        return {};
    }
}

// What is said for the line, and how.
std::vector<std::string> printSpoken(const std::string &line, const text::PreparationSettings &settings,
                                     const text::Chinese &chinese) {
    const text::PreparedLine prepared = text::prepareLine(line, settings);
    std::vector<std::string> tokens;
    for (const text::SpeechPart &part : prepared.parts) {
        const std::vector<std::string> more = text::toTokens(part.speech.text, part.speech.readings, chinese);
        tokens.insert(tokens.end(), more.begin(), more.end());
    }
    Json::Array warnings;
    for (const text::TagWarning &warning : prepared.warnings)
        warnings.push_back(Json::Object{{"from", std::uint64_t(warning.from)},
                                        {"to", std::uint64_t(warning.to)},
                                        {"what", warning.what},
                                        {"remedy", warning.remedy}});
    printJson(Json::Object{{"written", line},
                           {"spoken", prepared.spoken},
                           {"tokens", Json::Array(tokens.begin(), tokens.end())},
                           {"warnings", std::move(warnings)}});
    return tokens;
}

int tokens(const Arguments &arguments) {
    std::optional<text::PreparationSettings> settings;
    if (arguments.has("--spoken"))
        settings = preparation(arguments);
    const std::optional<text::Vocabulary> vocabulary = vocabularyFor(arguments);
    const text::Chinese chinese(chineseTablesFile());
    std::string complaint;
    std::set<std::string> seen;
    std::vector<std::string> unknown;
    std::ios::sync_with_stdio(false);
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (const auto wrong = findInvalidUtf8(line); wrong != std::string_view::npos)
            throw badInput("Line " + std::to_string(number) + " is not UTF-8: byte " + std::to_string(wrong + 1) +
                               " is wrong.",
                           "Save the lines as UTF-8.");
        const std::vector<std::string> list =
            settings ? printSpoken(line, *settings, chinese) : text::toTokens(line, chinese);
        if (complaint.empty())
            complaint = chinese.complaint(line);
        if (!settings)
            printJson(Json::Array(list.begin(), list.end()));
        if (vocabulary)
            for (const std::string &token : unknownSigns(*vocabulary, list))
                if (seen.insert(token).second)
                    unknown.push_back(token);
    }
    if (!complaint.empty())
        note(complaint);
    reportUnknown(unknown);
    return Exit::Done;
}

} // namespace

Verb tokensVerb() {
    Verb verb;
    verb.name = "tokens";
    verb.summary = "Show the tokens that a model reads for each line";
    verb.description =
        "Reads lines from standard input and prints one JSON list of tokens for each, as upstream's "
        "convert_char_to_pinyin makes them, Chinese as pinyin. Tokens that the model's vocabulary lacks are counted on "
        "stderr. With --spoken tags such as [voice] and {pause 500ms} are followed, the lexicons and numbers are said "
        "as "
        "words, and what comes out is one JSON object per line: written, spoken, tokens and warnings.";
    verb.options = {modelOption(),
                    {.name = "--spoken",
                     .takes = Takes::Nothing,
                     .help = "Prepare each line as it is before it is spoken, and show what is said for it"}};
    verb.options.push_back(voiceOption());
    verb.options.back().help = "Voice of the lines with --spoken: whose styles and lexicon count";
    verb.examples = {"echo \"Hello, world.\" | ishowtts tokens", "ishowtts tokens --model ./my-model < lines.txt",
                     "echo \"[slt] It is 5 km. {pause 1s} Go.\" | ishowtts tokens --spoken | jq -r .spoken"};
    verb.run = tokens;
    return verb;
}

} // namespace engine::cli
