// Runs a verb of `ishowtts`, the program that lies beside this one, and tells what its --json printed: so that
// measuring has a model and threads of its own, and can be ended at any time. GUI thread; nothing waits.
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "app/problem.h"

namespace app::performance {

class VerbRun : public QObject {
    Q_OBJECT

public:
    static QString besideThisProgram(); // where `ishowtts` is

    explicit VerbRun(QString program = besideThisProgram(), QObject *parent = nullptr);
    ~VerbRun() override; // ends it

    // One at a time: what runs is stopped() first. One of finished(), failed() and stopped() follows.
    void start(const QStringList &arguments);
    void stop(); // asks it to end; stopped() follows at once
    bool isRunning() const { return m_process != nullptr; }

Q_SIGNALS:
    // A JSON object, and the exit status that came with it (engine/cli/verb.h: 1 is a check that failed).
    void finished(const QByteArray &json, int status);
    void failed(const app::Problem &problem); // it did not start, crashed, or said nothing that can be read
    void stopped();

private:
    void drop();
    void ended(int status, QProcess::ExitStatus how);
    void read();

    const QString m_program;
    QProcess *m_process = nullptr;
    QByteArray m_output;
    QString m_messages;
};

} // namespace app::performance
