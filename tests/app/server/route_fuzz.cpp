// route_fuzz [--requests N] [--seed S] [--clients N]: so many requests and frames (1000000) with fuzzed JSON, forms and
// WebSocket messages, to the real handlers with the tiny model behind. Prints what was wrong; ends with 1 when
// something was. Under sanitizers: preset dev.
#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

#include "tests/app/server/fuzzed_studio.h"
#include "tests/processor_time.h"

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("requests"), {}, QStringLiteral("N"), QStringLiteral("1000000")},
                      {QStringLiteral("clients"), {}, QStringLiteral("N"), QStringLiteral("6")},
                      {QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")}});
    words.process(application);
    FuzzedStudio studio;
    const double start = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const QByteArrayList flaws =
        studio.flaws(words.value(QStringLiteral("requests")).toLongLong(),
                     words.value(QStringLiteral("seed")).toULongLong(), words.value(QStringLiteral("clients")).toInt());
    for (const QByteArray &flaw : flaws)
        std::printf("WRONG: --requests 1 --clients 1 %s\n", flaw.constData());
    const app::server::ServerFigures figures = studio.services().server().figures();
    std::printf(
        "%lld requests and frames (%llu answers, %llu of them refused, %llu failed), in %.1f s of the processor: "
        "%lld wrong\n",
        studio.sent.load(), static_cast<unsigned long long>(figures.requests),
        static_cast<unsigned long long>(figures.refused), static_cast<unsigned long long>(figures.failed),
        processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - start, static_cast<long long>(flaws.size()));
    return flaws.isEmpty() ? 0 : 1;
}
