// Help for people who look for a cause: diagnostics for a bug report, and the folder of the log. What the person is
// told in notices goes to the log as well. Reads files on other threads.
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>

#include "app/log/diagnostics.h"

class QWidget;

namespace app::log {
class Log;
}

namespace ui {

namespace shared {
struct Notice;
class NoticeBar;
} // namespace shared

class HelpDesk : public QObject {
    Q_OBJECT

public:
    struct Parts {
        app::log::Log &log;
        shared::NoticeBar &notices;
        std::function<app::log::DiagnosticsInput()> input;
    };

    HelpDesk(Parts parts, QWidget *window);

    void copyDiagnostics(); // a notice says when they are on the clipboard, and shows them
    void openLogFolder();

Q_SIGNALS:
    void folderWanted(const QString &folder); // it is there

private:
    void keep(const shared::Notice &notice);

    Parts m_parts;
    QWidget *m_window;
    QThreadPool m_work; // last: what is under way refers to the others, and is waited for
};

} // namespace ui
