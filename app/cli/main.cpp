// `ishowtts` of the full build. Verbs that need the services join the engine's table here.
#include "engine/cli/verb.h"

int main(int argc, char **argv) {
    return engine::cli::runCommandLine(argc, argv, engine::cli::engineVerbs());
}
