// The player for a long time: the chosen device unloaded and loaded again and again while it plays, or sound without a
// pause while other threads keep the cores busy. Prints one JSON object; only --switches is judged. A gap without an
// underflow said by the server is not the player's; one beside a stall of a realtime thread, which sleeps for 5 ms and
// nothing else, is the machine's.
//   cmake --build build/release --target playback_soak
//   build/release/tests/playback_soak --cycles 200
//   build/release/tests/playback_soak --minutes 60 --load 4
//   build/release/tests/playback_soak --stops 50
//   build/release/tests/playback_soak --switches 1000
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "tests/app/speech/heard.h"
#include "tests/app/speech/soak.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int kSilentChild = 30000; // ms, after which a child without a word hangs

void print(const QJsonObject &figures) {
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Indented).constData());
}

QJsonObject spread(std::vector<double> seconds) {
    std::sort(seconds.begin(), seconds.end());
    const auto at = [&](double part) {
        return seconds.empty() ? -1.0 : seconds[std::size_t(std::ceil(part * double(seconds.size()))) - 1];
    };
    return {{u"count"_qs, int(seconds.size())}, {u"p50"_qs, at(0.5)}, {u"p95"_qs, at(0.95)}, {u"max"_qs, at(1.0)}};
}

int startServer(SoundServer &server) {
    const QString trouble = server.startForTests();
    if (!trouble.isEmpty())
        std::fprintf(stderr, "%s\n", qPrintable(trouble));
    return trouble.isEmpty() ? 0 : 1;
}

// In a process of its own, so that a crash or a hang is counted rather than the end of it all.
int cyclesHere(int cycles) {
    SoundServer server;
    if (startServer(server) != 0)
        return 1;
    SinkCycles player(server);
    for (int i = 0; i < cycles; ++i) {
        const SinkCycles::Times times = player.once(i);
        std::printf("%.4f %.4f\n", times.moved, times.back);
        std::fflush(stdout);
        if (times.moved < 0 || times.back < 0)
            return 2; // it may hang: the next ones with a new player
    }
    return 0;
}

int cyclesInChildren(int cycles) {
    std::vector<double> moved;
    std::vector<double> back;
    int done = 0;
    int silent = 0;
    int hangs = 0;
    int crashes = 0;
    while (done < cycles && hangs + crashes < cycles) {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {u"--here"_qs, u"--cycles"_qs, QString::number(cycles - done)});
        while (child.waitForReadyRead(kSilentChild)) {
            while (child.canReadLine()) {
                const QList<QByteArray> line = child.readLine().trimmed().split(' ');
                const double times[] = {line.value(0).toDouble(), line.value(1).toDouble()};
                ++done;
                silent += times[0] < 0 || times[1] < 0 ? 1 : 0;
                if (times[0] >= 0)
                    moved.push_back(times[0]);
                if (times[1] >= 0)
                    back.push_back(times[1]);
            }
        }
        if (child.state() != QProcess::NotRunning && !child.waitForFinished(10000)) {
            ++hangs;
            child.kill();
            child.waitForFinished();
        } else if (child.exitStatus() == QProcess::CrashExit) {
            ++crashes;
        } else if (child.exitCode() == 1) {
            return 1;
        }
    }
    print({{u"cycles"_qs, done},
           {u"seconds until the other device sounds"_qs, spread(moved)},
           {u"seconds until the device that came back sounds"_qs, spread(back)},
           {u"never sounded again"_qs, silent},
           {u"hangs"_qs, hangs},
           {u"crashes"_qs, crashes}});
    return 0;
}

int stops(int count) {
    SoundServer server;
    if (startServer(server) != 0)
        return 1;
    std::vector<double> seconds;
    for (int i = 0; i < count; ++i)
        seconds.push_back(soundAfterStop(server, i));
    print({{u"seconds heard after Stop"_qs, spread(seconds)}});
    return 0;
}

// Between the sounds of a listening test. Exit 1 when there was a break or the server ran dry.
int switches(int count) {
    SoundServer server;
    if (startServer(server) != 0)
        return 1;
    const Switched switched = switchOn(server, count);
    print({{u"switches"_qs, switched.times},
           {u"seconds heard"_qs, switched.seconds},
           {u"breaks"_qs, int(switched.breaks.size())},
           {u"underflows said by the server"_qs, switched.underflows},
           {u"stalls of idle threads beside it"_qs, switched.stalls}});
    return switched.times == count && switched.breaks.empty() && switched.underflows == 0 ? 0 : 1;
}

int soak(double minutes, int load) {
    SoundServer server;
    if (startServer(server) != 0)
        return 1;
    std::size_t told = 0;
    const auto tell = [&](const Listened &soFar) {
        for (; told < soFar.breaks.size(); ++told) {
            const Continuity::Break &one = soFar.breaks[told];
            std::fprintf(stderr, "at %.3f s: %.4f s of silence or foreign sound, %.4f s skipped\n", one.at, one.foreign,
                         one.skipped);
        }
        std::fprintf(stderr, "until %.1f s: %d underflows, %d late, %d stalls (%.0f ms), %d standstills (%.0f ms)\n",
                     soFar.seconds, soFar.underflows, soFar.late, soFar.stalls, soFar.longestStall * 1000,
                     soFar.standstills, soFar.longestStandstill * 1000);
    };
    const Listened listened = playOn(server, minutes * 60, load, tell);
    if (listened.breaks.size() > told)
        tell(listened);
    int gaps = 0;
    int repeats = 0;
    int jumps = 0;
    double longest = 0;
    for (const Continuity::Break &one : listened.breaks) {
        gaps += one.foreign > 0 ? 1 : 0;
        repeats += one.skipped < 0 ? 1 : 0;
        jumps += one.skipped > 0 ? 1 : 0;
        longest = std::max(longest, one.foreign);
    }
    print({{u"minutes"_qs, minutes},
           {u"busy threads"_qs, load},
           {u"seconds heard"_qs, listened.seconds},
           {u"gaps"_qs, gaps},
           {u"repeats"_qs, repeats},
           {u"jumps"_qs, jumps},
           {u"longest gap in ms"_qs, longest * 1000},
           {u"underflows said by the server"_qs, listened.underflows},
           {u"late calls for sound"_qs, listened.late},
           {u"stalls of idle threads beside it"_qs, listened.stalls},
           {u"longest of them in ms"_qs, listened.longestStall * 1000},
           {u"stalls of a realtime thread beside it"_qs, listened.standstills},
           {u"longest of those in ms"_qs, listened.longestStandstill * 1000},
           {u"breaks within a second of one"_qs, listened.excused}});
    return 0;
}

} // namespace

int main(int argc, char **argv) {
    QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOptions({{u"cycles"_qs, u"unload and load the device so often"_qs, u"count"_qs},
                        {u"minutes"_qs, u"play for so long"_qs, u"minutes"_qs},
                        {u"load"_qs, u"beside so many busy threads"_qs, u"threads"_qs, u"0"_qs},
                        {u"stops"_qs, u"stop a tone so often and say how long it was heard after that"_qs, u"count"_qs},
                        {u"switches"_qs, u"change so often between two sounds that play together"_qs, u"count"_qs},
                        {u"here"_qs, u"cycles in this process; the program calls itself so"_qs}});
    options.process(application);
    const int cycles = options.value(u"cycles"_qs).toInt();
    const double minutes = options.value(u"minutes"_qs).toDouble();
    if (cycles > 0)
        return options.isSet(u"here"_qs) ? cyclesHere(cycles) : cyclesInChildren(cycles);
    if (const int count = options.value(u"stops"_qs).toInt(); count > 0)
        return stops(count);
    if (const int count = options.value(u"switches"_qs).toInt(); count > 0)
        return switches(count);
    if (minutes > 0)
        return soak(minutes, options.value(u"load"_qs).toInt());
    options.showHelp(1);
}
