// `ishowtts` of the full build: the engine's verbs, and those that need the services. Takes are kept where the Studio
// keeps them.
#include <algorithm>

#include "app/cli/setting_defaults.h"
#include "app/cli/take_shelf.h"
#include "app/cli/verb_backup.h"
#include "app/cli/verb_compare.h"
#include "app/cli/verb_danmaku.h"
#include "app/cli/verb_lexicon.h"
#include "app/cli/verb_model_store.h"
#include "app/cli/verb_narrate.h"
#include "app/cli/verb_selftest.h"
#include "app/cli/verb_serve.h"
#include "app/cli/verb_status.h"
#include "app/cli/verb_takes.h"
#include "app/cli/verb_voice_library.h"
#include "app/settings/settings.h"
#include "engine/cli/verb.h"
#include "engine/cli/verbs.h"

int main(int argc, char **argv) {
    auto verbs = engine::cli::engineVerbs(app::cli::keepInLibrary);
    verbs.insert(verbs.begin() + 1, {app::cli::narrateVerb(), app::cli::takesVerb(), app::cli::compareVerb(),
                                     app::cli::danmakuVerb(), app::cli::serveVerb()}); // behind `say`
    std::replace_if(
        verbs.begin(), verbs.end(), [](const auto &verb) { return verb.name == "models"; }, app::cli::modelsVerb());
    std::replace_if(
        verbs.begin(), verbs.end(), [](const auto &verb) { return verb.name == "voices"; }, app::cli::voicesVerb());
    const auto voices =
        std::find_if(verbs.begin(), verbs.end(), [](const auto &verb) { return verb.name == "voices"; });
    verbs.insert(voices + 1, app::cli::lexiconVerb());
    for (auto &verb : verbs) {
        for (const char *name : {"say", "narrate", "takes", "compare", "voices", "lexicon", "models", "serve"})
            verb = verb.name == name ? app::cli::entering(verb) : verb;
    }
    const auto tokens =
        std::find_if(verbs.begin(), verbs.end(), [](const auto &verb) { return verb.name == "tokens"; });
    verbs.insert(tokens, {app::cli::statusVerb(), app::cli::selftestVerb()});
    for (auto &verb : verbs) {
        for (const char *name :
             {"say", "narrate", "bench", "case", "check", "profile"}) // `compare` asks for each model of a design
            verb = verb.name == name ? app::cli::askingForLicence(verb) : verb;
    }
    verbs.push_back(app::cli::backupVerb());
    verbs.push_back(app::cli::restoreVerb());
    app::cli::takeDefaults(verbs, app::Settings::standardFile());
    return engine::cli::runCommandLine(argc, argv, verbs);
}
