// Malformed files through the process that people's files go through, one after another.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include "tests/app/decoding/malformed_files.h"
#include "tests/app/decoding/opening_watch.h"

namespace malformed {

struct Tally {
    int files = 0;
    int sounds = 0;  // whole, as far as one can know
    int partial = 0; // with a notice
    int refused = 0;
    int ended = 0; // of those refused: the process itself was brought down
    int traced = 0;
    double longest = 0;         // seconds
    QMap<QString, int> reasons; // of those refused, without the name
    QStringList wrong;          // what must not happen, a sentence each
};

// Numbers from … to - 1; every `traceEvery`th under strace where that can be (0: none).
Tally run(int from, int to, int traceEvery, OpeningWatch &watch);

} // namespace malformed
