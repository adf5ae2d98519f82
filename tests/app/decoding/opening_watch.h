// Whether anybody opened a file or called an address: the kernel says it of the file (inotify), a listening socket of
// the address, and strace of everything that one process tried.
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

class OpeningWatch {
public:
    OpeningWatch();
    ~OpeningWatch();
    OpeningWatch(const OpeningWatch &) = delete;
    OpeningWatch &operator=(const OpeningWatch &) = delete;

    QString bait() const { return m_folder.filePath(QStringLiteral("bait.wav")); } // a good sound
    QString url() const { return m_url; }                                          // http://127.0.0.1:…/bait.wav

    int openings();    // of the bait, since the last call
    int connections(); // to the address, since the last call

    // The words before a program that let strace write down what it does with files, networks and processes; empty
    // where strace is missing or may not look at others.
    QStringList tracer() const { return m_tracer; }
    // What it was allowed of that after it had taken its filter, a line each; one line when it never took one.
    QStringList allowedAfterFilter() const;

private:
    QTemporaryDir m_folder;
    QString m_url;
    QStringList m_tracer;
    int m_inotify = -1;
    int m_socket = -1;
};
