// For tests that kill what they started, with SIGKILL and again and again: --kills N (how often), --seed N.
#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <vector>

struct Kills {
    int number = 0;
    unsigned seed = 1;
};

// The test with what stands in the command line besides.
template <class Test> int runWithKills(Kills &kills, int argc, char *argv[]) {
    const QStringList arguments = QCoreApplication::arguments();
    std::vector<char *> rest{argv[0]};
    for (int i = 1; i < argc; ++i) {
        if (arguments[i] == u"--kills" && i + 1 < argc)
            kills.number = arguments[++i].toInt();
        else if (arguments[i] == u"--seed" && i + 1 < argc)
            kills.seed = arguments[++i].toUInt();
        else
            rest.push_back(argv[i]);
    }
    Test test;
    return QTest::qExec(&test, int(rest.size()), rest.data());
}

// What it printed until there were so many lines, or it is done with that.
inline QByteArray readLines(QProcess &process, int lines) {
    QByteArray output;
    while (output.count('\n') < lines && process.waitForReadyRead(60'000)) // false: it ended, or it hangs
        output += process.readAllStandardOutput();
    return output;
}

// What it printed after that, too.
inline QString killed(QProcess &process, const QByteArray &printed) {
    process.kill();
    process.waitForFinished();
    return QString::fromUtf8(printed + process.readAllStandardOutput());
}
