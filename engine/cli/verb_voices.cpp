#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/data_folders.h"
#include "engine/voice.h"

namespace engine::cli {

namespace {

Json::Array voicesJson(const std::vector<Voice> &voices) {
    Json::Array array;
    for (const Voice &voice : voices)
        array.emplace_back(Json::Object{{"id", voice.id},
                                        {"name", voice.name},
                                        {"language", voice.language},
                                        {"transcript", voice.transcript},
                                        {"licence", voice.licence},
                                        {"source", voice.source},
                                        {"recording", voice.recording.string()}});
    return array;
}

// "yours" for a voice of the user's folder, "shipped" for one that the program brings along.
std::string originOf(const Voice &voice) {
    const std::string own = (userDataFolder() / "").string();
    return voice.recording.string().starts_with(own) ? "yours" : "shipped";
}

int voices(const Arguments &arguments) {
    const VoiceListing listing = listVoices(dataRoots());
    for (const std::string &problem : listing.problems)
        note(problem);
    if (arguments.has("--json") && arguments.has("--ids")) {
        Json::Array ids;
        for (const Voice &voice : listing.voices)
            ids.emplace_back(voice.id);
        printJson(ids);
    } else if (arguments.has("--json")) {
        printJson(voicesJson(listing.voices));
    } else if (arguments.has("--ids")) {
        for (const Voice &voice : listing.voices)
            print(voice.id + "\n");
    } else if (listing.voices.empty()) {
        note("There is no voice on this machine.\n  Put a folder with voice.json and a recording into " +
             (userDataFolder() / "voices").string() + ".");
    } else {
        std::vector<std::vector<std::string>> rows{{"ID", "NAME", "LANGUAGE", "FROM", "LICENCE"}};
        for (const Voice &voice : listing.voices)
            rows.push_back({voice.id, voice.name, voice.language, originOf(voice), voice.licence});
        print(table(rows));
    }
    return Exit::Done;
}

} // namespace

Verb voicesVerb() {
    Verb verb;
    verb.name = "voices";
    verb.summary = "List the voices";
    verb.description = "Lists the voices that the program ships and those in your own data folder. A voice is a folder "
                       "with voice.json (name, language, transcript, licence, source, recording) and the recording. A "
                       "folder that cannot be used is named on stderr and hides nothing else.";
    verb.options = {
        {.name = "--ids", .takes = Takes::Nothing, .help = "Print the ids only, one a line"},
        jsonOption("voices"),
    };
    verb.examples = {"ishowtts voices", "ishowtts voices --json | jq -r '.[] | .id + \": \" + .transcript'"};
    verb.run = voices;
    return verb;
}

} // namespace engine::cli
