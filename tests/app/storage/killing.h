// For tests that kill what they started, with SIGKILL and again and again: --kills N (how often), --seed N.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
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

// This program once more, as "child …", killed so long after it said "begin" the nth time; 0: after it was started.
// Gives what it said.
inline QByteArray runAndKill(const QStringList &arguments, int nth, double afterMs) {
    QProcess child;
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("child")} + arguments);
    if (!child.waitForStarted(30'000))
        return "problem: it does not start";
    QByteArray said;
    while (said.count("begin") < nth && child.waitForReadyRead(30'000))
        said += child.readAll();
    QElapsedTimer since;
    since.start();
    while (double(since.nsecsElapsed()) / 1e6 < afterMs && !child.waitForFinished(1))
        said += child.readAll();
    child.kill();
    child.waitForFinished(30'000);
    return said + child.readAll();
}
