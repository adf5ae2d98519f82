// One thing that was spoken, or could not be: its figures, and where it leads. Never what was said. Plain data.
#pragma once

#include <QString>

#include "app/problem.h"
#include "app/speech/job.h"
#include "engine/timings.h"

namespace app::performance {

struct Utterance {
    quint64 number = 0; // grows with time; within this program's life
    qint64 at = 0;      // ms since 1970 UTC, of its end; it began at about at − 1000 × timings.synthesisSeconds
    speech::Origin origin = speech::Origin::Studio;
    quint64 job = 0;    // of the speech queue; 0: of an earlier start of the program
    qint64 take = 0;    // of the library, so that a click can open it; 0: not kept, or not yet (utteranceChanged())
    QString lineId;     // of the script; may be empty
    int characters = 0; // of the text; 0: not known
    int nfe = 0;
    QString schedule;  // "epss", "uniform", as really used
    QString precision; // "fp32", "bf16"
    QString model;
    QString device;          // "cpu", "cuda"
    QString deviceName;      // for a person
    engine::Timings timings; // all zero with a failure
    bool failed = false;
    Problem problem; // when it failed

    double rtf() const { return timings.rtf(); } // 0: none
};

// "studio", "danmaku", "listening", "server", "export": for files; never changes.
QString idOf(speech::Origin origin);
QString nameOf(speech::Origin origin); // translated

} // namespace app::performance
