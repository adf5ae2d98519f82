#include "tests/app/decoding/malformed_run.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

#include "app/decoding/decoding_job.h"

using namespace app::decoding;
using namespace Qt::StringLiterals;

namespace malformed {

namespace {

qsizetype openDescriptors() {
    return QDir(u"/proc/self/fd"_qs).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
}

bool isSound(const DecodedSound &sound) {
    return sound.clip && !sound.clip->samples.empty() && sound.clip->sampleRate == engine::kSampleRate &&
           sound.clip->seconds() <= kLongestSound && sound.sha256.size() == 64 &&
           std::all_of(sound.clip->samples.begin(), sound.clip->samples.end(),
                       [](float sample) { return std::isfinite(sample); });
}

} // namespace

Tally run(int from, int to, int traceEvery, OpeningWatch &watch) {
    Tally tally;
    const QTemporaryDir folder;
    const QString helper = QStringLiteral(PROGRAM_FOLDER "/ishowtts-decode");
    const qsizetype descriptors = openDescriptors();
    for (int number = from; number < to; ++number) {
        const File made = make(number, watch.bait(), watch.url());
        const auto complain = [&](const QString &what) {
            tally.wrong << u"file %1 (%2, harm %3): %4"_qs.arg(number).arg(made.name).arg(int(made.harm)).arg(what);
        };
        QFile file(folder.filePath(made.name));
        if (!file.open(QIODevice::WriteOnly) || file.write(made.content) != made.content.size())
            qFatal("cannot write");
        file.close();
        watch.openings();

        const bool traced = traceEvery > 0 && number % traceEvery == 0 && !watch.tracer().isEmpty();
        QElapsedTimer clock;
        clock.start();
        const Outcome outcome =
            decodeFile(file.fileName(), {}, {}, traced ? watch.tracer() + QStringList{helper} : QStringList{helper});
        tally.longest = std::max(tally.longest, double(clock.elapsed()) / 1000);
        ++tally.files;

        if (const auto *sound = std::get_if<DecodedSound>(&outcome)) {
            ++(sound->notice.isEmpty() ? tally.sounds : tally.partial);
            if (!isSound(*sound))
                complain(u"it became no sound"_qs);
            if (made.harm == Harm::Playlist)
                complain(u"a playlist became sound"_qs);
        } else if (const auto *problem = std::get_if<app::Problem>(&outcome)) {
            ++tally.refused;
            tally.ended += problem->what.contains(u"ended the reading program"_qs);
            ++tally.reasons[QString(problem->what).replace(made.name, u"…"_qs)];
            if (problem->what.size() < 20 || !problem->what.endsWith(u'.') || !problem->remedy.endsWith(u'.'))
                complain(u"no reason: "_qs + problem->what);
            if (problem->what.contains(u"nothing came of it"_qs))
                complain(u"it hung"_qs);
        } else {
            complain(u"it was stopped by nobody"_qs);
        }
        if (traced) {
            ++tally.traced;
            for (const QString &line : watch.allowedAfterFilter())
                complain(u"the process was allowed "_qs + line);
        }
        if (watch.openings() > 0)
            complain(u"another file was opened"_qs);
        if (watch.connections() > 0)
            complain(u"a network was reached"_qs);
    }
    if (openDescriptors() != descriptors)
        tally.wrong << u"descriptors stayed open"_qs;
    return tally;
}

} // namespace malformed
