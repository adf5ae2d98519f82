#include "engine/cli/preparation.h"

#include <memory>
#include <utility>

#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/text/lexicon_file.h"
#include "engine/voice.h"

namespace engine::cli {

namespace {

// nullptr where there is none.
std::shared_ptr<const text::Lexicon> lexiconIn(const std::filesystem::path &file) {
    try {
        text::LexiconContent content = text::readLexicon(file);
        for (const std::string &problem : content.problems)
            note(problem);
        if (!content.entries.empty())
            return std::make_shared<const text::Lexicon>(std::move(content.entries));
    } catch (const Error &error) {
        note(error.what());
    }
    return nullptr;
}

} // namespace

text::PreparationSettings preparationFor(const Voice &voice) {
    const std::vector<std::filesystem::path> roots = dataRoots();
    const std::vector<Voice> voices = listVoices(roots).voices;
    text::PreparationSettings settings;
    settings.names = text::speakersOf(voices, voice.id);
    for (const Voice &one : voices)
        if (const auto files = text::lexiconFiles(roots, one.id); files.size() > 1)
            if (auto lexicon = lexiconIn(files.front()))
                settings.voiceLexicons.emplace(one.id, std::move(lexicon));
    for (const std::filesystem::path &file : text::lexiconFiles(roots, ""))
        settings.lexicon = lexiconIn(file);
    if (voice.language.starts_with("zh"))
        settings.normalizer->language = text::SpokenLanguage::chinese;
    return settings;
}

std::vector<std::string> sentences(const std::vector<text::TagWarning> &warnings) {
    std::vector<std::string> result;
    for (const text::TagWarning &warning : warnings)
        result.push_back("Byte " + std::to_string(warning.from + 1) + ": " + warning.what + " " + warning.remedy);
    return result;
}

void prepare(Request &request) {
    const text::PreparedLine line = text::prepareLine(request.text, preparationFor(request.voice));
    for (const std::string &sentence : sentences(line.warnings))
        note(sentence);
    if (line.spoken.empty()) {
        validate(request); // without words from the beginning
        throw badInput("Nothing of the text is left to say.", "Write words besides the tags and signs, or say it with "
                                                              "--as-written.");
    }
    request.spoken = line.spoken;
    request.otherVoices.clear();
    for (const std::string &address : line.otherVoices())
        request.otherVoices.push_back(findVoice(dataRoots(), address));
}

} // namespace engine::cli
