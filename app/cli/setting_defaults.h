// `ishowtts` begins with what the Studio begins with: an option that is not given counts as settings.json says, and
// before the file as ISHOWTTS__SECTION__KEY in the environment says (app/settings/setting_overrides.h).
#pragma once

#include <QProcessEnvironment>
#include <QString>

#include <vector>

#include "engine/cli/verb.h"

namespace app::cli {

// The fallbacks of `say`, `narrate` and `tokens`, which --help shows; of `compare`, `selftest`, `bench`, `check` and
// `profile` those of --model and --device alone, as all else is the same each time there. What does not count is said
// on stderr when such a verb runs; the file is only read, a broken one stays.
void takeDefaults(std::vector<engine::cli::Verb> &verbs, const QString &settingsFile,
                  const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

} // namespace app::cli
