// text_fuzz [--strings N] [--seed S] [--longest BYTES]: so many fuzzed strings (100000) through tags, lexicons,
// normalizer and tokens, then lines of 1 MB (or BYTES) of each kind beside such of a sixteenth. Prints what was wrong
// and how the work grew; ends with 1 when something was wrong. Under sanitizers: preset dev.
#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

#include "tests/engine/text/fuzzed_texts.h"
#include "tests/processor_time.h"

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("strings"), {}, QStringLiteral("N"), QStringLiteral("100000")},
                      {QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")},
                      {QStringLiteral("longest"), {}, QStringLiteral("BYTES"), QStringLiteral("1048576")}});
    words.process(application);
    const qulonglong strings = words.value(QStringLiteral("strings")).toULongLong();
    const qulonglong seed = words.value(QStringLiteral("seed")).toULongLong();
    unsigned long long bytes = 0, wrong = 0;
    const double start = processorSeconds();
    for (qulonglong i = 0; i < strings; ++i) {
        std::mt19937_64 random(seed + i);
        const std::string written = fuzzed::text(random);
        bytes += written.size();
        const std::string flaw = fuzzed::flawOf(written, random);
        if (flaw.empty())
            continue;
        ++wrong;
        std::printf("WRONG: --strings 1 --seed %llu: %s: %s\n", seed + i, flaw.c_str(),
                    QByteArray::fromStdString(written).toPercentEncoding().constData());
    }
    std::printf("%llu strings, %.1f MB, in %.1f s of the processor: %llu wrong\n", strings, double(bytes) * 1e-6,
                processorSeconds() - start, wrong);
    std::fflush(stdout);
    std::mt19937_64 random(seed);
    double slowest = 0, steepest = 0;
    const auto growths = fuzzed::growths(words.value(QStringLiteral("longest")).toULongLong(), random);
    for (const fuzzed::Growth &growth : growths) {
        slowest = std::max(slowest, growth.large);
        steepest = std::max(steepest, growth.large / std::max(growth.small, 1e-3));
        if (growth.isLinear())
            continue;
        ++wrong;
        std::printf("NOT LINEAR: %s: %.3f s, %.3f s\n",
                    QByteArray::fromStdString(growth.piece.substr(0, 60)).toPercentEncoding().constData(), growth.small,
                    growth.large);
    }
    std::printf("%zu kinds of long lines: at most %.2f s, and %.1f times as long for 16 times the text\n",
                growths.size(), slowest, steepest);
    return wrong == 0 ? 0 : 1;
}
