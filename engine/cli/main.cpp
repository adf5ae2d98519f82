// The command line without the studio (preset `engine-only`). With it, app/cli/main.cpp takes this place.
#include "engine/cli/verb.h"

int main(int argc, char **argv) {
    return engine::cli::runCommandLine(argc, argv, engine::cli::engineVerbs());
}
