// Asks the service that comes with the program (packaging/systemd: ishowtts-clocks) to hold the clocks of the GPU, or
// to release them: through systemd, which asks for a password where the person may not. Nothing here does it by itself.
// GUI thread; nothing waits.
#pragma once

#include <QList>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

#include "app/problem.h"

namespace app::performance {

class ClockService : public QObject {
    Q_OBJECT

public:
    // `program`: what is asked in place of systemctl.
    explicit ClockService(QString program = QStringLiteral("systemctl"), QObject *parent = nullptr);
    ~ClockService() override; // asks no longer

    // One at a time; done() or refused() follows. always: at each start of the computer, too; with !lock: no longer.
    void ask(bool lock, bool always);
    bool isAsking() const { return m_process != nullptr; }

Q_SIGNALS:
    void done();
    void refused(const app::Problem &problem);

private:
    void next();
    void end(bool done, const QString &why);

    const QString m_program;
    QList<QStringList> m_left; // of what systemctl is told, one after another
    QProcess *m_process = nullptr;
};

} // namespace app::performance
