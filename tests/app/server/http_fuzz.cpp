// http_fuzz [--requests N] [--sockets N] [--seed S]: so many fuzzed requests (1000000) through the guard's functions,
// and each of the first N of them (100000) to a server, too, over a connection of its own. Prints what was wrong; ends
// with 1 when something was. Under sanitizers: preset dev.
#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

#include "tests/app/server/guarded_site.h"
#include "tests/processor_time.h"

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("requests"), {}, QStringLiteral("N"), QStringLiteral("1000000")},
                      {QStringLiteral("sockets"), {}, QStringLiteral("N"), QStringLiteral("100000")},
                      {QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")}});
    words.process(application);
    const qulonglong requests = words.value(QStringLiteral("requests")).toULongLong();
    const qulonglong sockets = words.value(QStringLiteral("sockets")).toULongLong();
    const qulonglong seed = words.value(QStringLiteral("seed")).toULongLong();
    const Site site;
    unsigned long long bytes = 0, wrong = 0;
    const double start = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    aside([&] {
        for (qulonglong i = 0; i < requests; ++i) {
            std::mt19937_64 random(seed + i);
            const QByteArray sent = fuzzed_requests::bytes(random, site.host());
            bytes += static_cast<unsigned long long>(sent.size());
            QByteArray flaw = fuzzed_requests::flawOf(sent, site.host());
            if (flaw.isEmpty() && i < sockets)
                flaw = site.flawOfServer(sent);
            if (flaw.isEmpty())
                continue;
            ++wrong;
            std::printf("WRONG: --requests 1 --seed %llu: %s: %s\n", seed + i, flaw.constData(),
                        sent.left(400).toPercentEncoding().constData());
        }
        return 0;
    });
    const app::server::ServerFigures figures = site.server.figures();
    std::printf("%llu requests, %.1f MB, %llu of them over sockets (%llu answered, %llu of these refused, %d handled), "
                "in %.1f s of the processor: %llu wrong\n",
                requests, double(bytes) * 1e-6, std::min(sockets, requests),
                static_cast<unsigned long long>(figures.requests), static_cast<unsigned long long>(figures.refused),
                site.handled.load(), processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - start, wrong);
    return wrong == 0 ? 0 : 1;
}
