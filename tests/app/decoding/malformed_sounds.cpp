// malformed_sounds [FILES [TRACE_EVERY]]: so many malformed sound files (1000) through the program that reads people's
// files, every so manieth (1: all) under strace. Prints what became of them; ends with 1 when something happened that
// must not.
#include <QCoreApplication>
#include <QStringList>

#include <cstdio>

#include "tests/app/decoding/malformed_run.h"

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    const QStringList words = application.arguments();
    const int files = words.size() > 1 ? words[1].toInt() : 1000, traceEvery = words.size() > 2 ? words[2].toInt() : 1;
    OpeningWatch watch;
    const malformed::Tally tally = malformed::run(0, files, traceEvery, watch);
    std::printf("%d files: %d became sound, %d in part, %d were refused (%d brought the process down); the longest "
                "took %.1f s; %d under strace\n",
                tally.files, tally.sounds, tally.partial, tally.refused, tally.ended, tally.longest, tally.traced);
    for (auto reason = tally.reasons.begin(); reason != tally.reasons.end(); ++reason)
        std::printf("%5d  %s\n", reason.value(), qPrintable(reason.key()));
    for (const QString &line : tally.wrong)
        std::printf("WRONG: %s\n", qPrintable(line));
    return tally.wrong.isEmpty() && tally.files == files ? 0 : 1;
}
