#include "engine/cli/verbs.h"

#include <utility>

namespace engine::cli {

std::vector<Verb> engineVerbs() {
    return engineVerbs(nullptr);
}

std::vector<Verb> engineVerbs([[maybe_unused]] KeepTake keep) {
    std::vector<Verb> verbs;
#ifdef ISHOWTTS_AUDIO_FILES
    verbs.push_back(sayVerb(std::move(keep)));
#endif
    verbs.push_back(voicesVerb());
    verbs.push_back(modelsVerb());
    verbs.push_back(devicesVerb());
    verbs.push_back(benchVerb());
#ifdef ISHOWTTS_HAVE_STATISTICS
    verbs.push_back(checkVerb());
#endif
    verbs.push_back(historyVerb());
    verbs.push_back(profileVerb());
    verbs.push_back(clocksVerb());
    verbs.push_back(monitorVerb());
    verbs.push_back(tokensVerb());
    verbs.push_back(caseVerb());
    return verbs;
}

} // namespace engine::cli
