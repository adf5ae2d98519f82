// How a library of many takes feels: the start, search while typing, pages, memory. Prints figures; with
// --judge it fails when they are above the limits below.
//   cmake --build build/release --target take_library_benchmark
//   build/release/tests/take_library_benchmark [takes] [--judge]
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "app/takes/take_library.h"
#include "tests/app/storage/waiting.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"

using app::takes::TakeLibrary;
using app::takes::TakePage;
using app::takes::TakeQuery;
using app::takes::TakesByLine;

namespace {

constexpr double kLongestStart = 2000; // ms
constexpr double kSlowestKey = 50;     // ms, p95
constexpr double kMostMemory = 64;     // MB; 10,000 takes held as a whole would be more

double residentMegabytes() {
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

// Sentences of 60 to 240 signs, all different, in three scripts.
QString sentence(int number) {
    static const QStringList words = QStringLiteral("the voice of a river that nobody hears in winter, Straßen und "
                                                    "Gärten im Frühling, 今天的天气真的很好 and уже поздно вечером "
                                                    "speaks again when morning comes over hills")
                                         .split(u' ');
    QStringList chosen;
    std::minstd_rand random(unsigned(number) + 1);
    for (unsigned i = 0; i < 10 + random() % 30; ++i)
        chosen << words[qsizetype(random() % unsigned(words.size()))];
    return QStringLiteral("%1 %2").arg(number).arg(chosen.join(u' '));
}

double milliseconds(const QElapsedTimer &clock) {
    return double(clock.nsecsElapsed()) / 1e6;
}

// Gives the 95th percentile.
double print(const char *what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double part) { return times[std::size_t(part * double(times.size() - 1))]; };
    std::printf("%-34s median %6.1f ms, p95 %6.1f ms, most %6.1f ms (%zu times)\n", what, at(0.5), at(0.95), at(1),
                times.size());
    return at(0.95);
}

} // namespace

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments().mid(1);
    const bool judges = arguments.removeAll(QStringLiteral("--judge")) > 0;
    const int takes = arguments.isEmpty() ? 10000 : arguments.first().toInt();
    if (takes < 1) {
        std::fprintf(stderr, "usage: take_library_benchmark [takes] [--judge]\n");
        return 2;
    }
    const QTemporaryDir folder;
    QElapsedTimer clock;
    {
        OpenLibrary open(folder);
        QEventLoop loop;
        int kept = 0;
        QObject::connect(&open.library, &TakeLibrary::kept, &loop, [&] {
            if (++kept == takes)
                loop.quit();
        });
        clock.start();
        for (int i = 0; i < takes; ++i)
            open.library.keep(madeUpTake(unsigned(i), sentence(i)), QStringLiteral("line %1").arg(i / 10));
        loop.exec();
        std::printf("%d takes kept, %.1f ms each, on the disk when acknowledged\n", takes, milliseconds(clock) / takes);
    }

    const double before = residentMegabytes();
    clock.start();
    OpenLibrary open(folder);
    TakeQuery query;
    const auto find = [&] {
        return *waitFor<TakePage>([&](auto *context, auto done) { open.library.find(query, context, done); }).value;
    };
    const TakePage first = find();
    const double start = milliseconds(clock);
    std::printf("%-34s %.1f ms (%d takes, the first %d of them)\n", "start, until the first page is there", start,
                first.total, int(first.takes.size()));

    std::vector<double> keys;
    for (const char *typed :
         {"river winter", "STRASSEN", "天气", "вечером", "morning comes hills", "9999", "nowhere at all"}) {
        const QString text = QString::fromUtf8(typed);
        for (int length = 1; length <= text.size(); ++length) {
            query.words = text.left(length);
            clock.start();
            find();
            keys.push_back(milliseconds(clock));
        }
    }
    const double key = print("search, per key", keys);

    query.words.clear();
    std::vector<double> pages;
    for (query.offset = 0; query.offset < takes; query.offset += query.limit) {
        clock.start();
        find();
        pages.push_back(milliseconds(clock));
    }
    print("a page of 100 while scrolling", pages);

    QStringList lines;
    for (int i = 0; i < 500; ++i)
        lines << QStringLiteral("line %1").arg(i);
    std::vector<double> byLine;
    for (int i = 0; i < 20; ++i) {
        clock.start();
        waitFor<TakesByLine>([&](auto *context, auto done) { open.library.ofLines(lines, context, done); });
        byLine.push_back(milliseconds(clock));
    }
    print("newest and starred of 500 lines", byLine);
    const double after = residentMegabytes();
    std::printf("memory: %.1f MB before the library was opened, %.1f MB now\n", before, after);
    if (!judges)
        return 0;
    int faults = 0;
    const auto judge = [&](const char *what, double figure, double most) {
        if (figure > most) {
            ++faults;
            std::fprintf(stderr, "%s: %.1f, at most %.0f\n", what, figure, most);
        }
    };
    judge("start (ms)", start, kLongestStart);
    judge("search, p95 (ms)", key, kSlowestKey);
    judge("memory (MB)", after - before, kMostMemory);
    if (first.total != takes) {
        ++faults;
        std::fprintf(stderr, "%d takes were kept, %d are there\n", takes, first.total);
    }
    return faults == 0 ? 0 : 1;
}
