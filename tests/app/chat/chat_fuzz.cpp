// chat_fuzz [--lines N] [--seed S]: so many fuzzed lines (1000000) through the parser of Twitch's chat, its events and
// the reader of recorded chats. Prints what was wrong; ends with 1 when something was. Under sanitizers: preset dev.
#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

#include "tests/app/chat/fuzzed_chat.h"
#include "tests/processor_time.h"

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("lines"), {}, QStringLiteral("N"), QStringLiteral("1000000")},
                      {QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")}});
    words.process(application);
    const qulonglong lines = words.value(QStringLiteral("lines")).toULongLong();
    const qulonglong seed = words.value(QStringLiteral("seed")).toULongLong();
    unsigned long long bytes = 0, wrong = 0;
    const double start = processorSeconds();
    for (qulonglong i = 0; i < lines; ++i) {
        std::mt19937_64 random(seed + i);
        const QByteArray sent = fuzzed_chat::line(random);
        bytes += static_cast<unsigned long long>(sent.size());
        const QByteArray flaw = fuzzed_chat::flawOf(sent, random);
        if (flaw.isEmpty())
            continue;
        ++wrong;
        std::printf("WRONG: --lines 1 --seed %llu: %s: %s\n", seed + i, flaw.constData(),
                    sent.left(400).toPercentEncoding().constData());
    }
    std::printf("%llu lines, %.1f MB, in %.1f s of the processor: %llu wrong\n", lines, double(bytes) * 1e-6,
                processorSeconds() - start, wrong);
    return wrong == 0 ? 0 : 1;
}
