// server_kills [--kills 100] [--seed 1]: kills `ishowtts serve` so often, with requests of every kind in flight, beside
// the real Studio over the same folders, in which somebody goes on speaking. Prints how long it took to come back; ends
// with 1 when something was not as it must be: a voice that is half the old and half the new one, a damaged library,
// something left over, a take without its sound, a Studio that was harmed, a restart that took longer than 3 s.
#include <QCommandLineParser>
#include <QCoreApplication>

#include "tests/end_to_end/killed_server.h"

using namespace Qt::StringLiterals;

int main(int argc, char **argv) {
    constexpr double kLongestRestart = 3; // s
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{u"kills"_s, {}, u"N"_s, u"100"_s}, {u"seed"_s, {}, u"S"_s, u"1"_s}});
    words.process(application);
    end_to_end::KilledServer killed(words.value(u"seed"_s).toUInt());
    if (const QString missing = killed.setUp(); !missing.isEmpty()) {
        std::printf("%s\n", qPrintable(missing));
        return 1;
    }
    for (int i = 0; i < words.value(u"kills"_s).toInt(); ++i)
        killed.kill(true);
    killed.endStudio();
    killed.print();
    const bool right = killed.faults() == 0 && killed.slowest() <= kLongestRestart;
    std::puts(right ? "as it must be" : "WRONG");
    return right ? 0 : 1;
}
